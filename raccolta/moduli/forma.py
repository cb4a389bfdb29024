"""How the rows of each table are laid out: which measures come first, which wait behind «più dettagli», the sums."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico.voce import Tabella


class Forma(Struct, frozen=True, kw_only=True):
    """A grid of numbers, or (``blocco``) a block of labelled fields for each row; ``nome`` is what a row is called.

    ``somma``: the measures that add up from row to row; ``insieme``: also one with the other, in a row.
    ``titolo`` is the measure by which a block is known; ``titolo_nuovo`` what is asked when one is added.
    """

    principali: tuple[str, ...]
    dettagli: tuple[str, ...] = ()
    somma: tuple[str, ...] = ()
    insieme: bool = False
    blocco: bool = False
    nome: str = "una riga"
    titolo: str = ""
    titolo_nuovo: str = ""


_RISERVA: Final = Forma(principali=("percentuale", "unita"), dettagli=("base", "ripartizione", "descrizione", "motivo"))

_FORME: Final[Mapping[str, Forma]] = MappingProxyType(
    {
        "patrimonio.Consistenza": Forma(
            principali=("sap", "sas", "altro"), somma=("sap", "sas", "altro"), insieme=True
        ),
        "patrimonio.Disponibilita": Forma(
            principali=("unita",), dettagli=("costo_massimo", "scomputo_mesi"), somma=("unita",)
        ),
        "assegnazioni.Assegnabile": Forma(principali=("unita",), somma=("unita",)),
        "assegnazioni.RigaPonte": Forma(principali=("unita", "motivo")),
        "assegnazioni.Riserva": _RISERVA,
        "assegnazioni.Avviso": Forma(
            principali=("anno", "tipo", "numero", "dal", "al"),
            dettagli=("prorogato_al", "atto", "graduatoria"),
            blocco=True,
            nome="un avviso",
            titolo_nuovo="Nome breve dell’avviso",
        ),
        "assegnazioni.Esito": Forma(
            principali=("offerte", "domande", "in_corso", "assegnate"),
            somma=("offerte", "domande", "in_corso", "assegnate"),
        ),
        "misure.Misura": Forma(
            principali=("titolo", "livello", "anno", "fondi_nuovi", "destinatari", "copertura"),
            dettagli=("atto", "residui", "gestione", "motivo", "dal", "al", "gestore", "delega", "nota"),
            blocco=True,
            nome="una misura",
            titolo="titolo",
            titolo_nuovo="Titolo della misura",
        ),
        "misure.Massimale": Forma(principali=("importo", "per", "mesi", "condizione"), nome="un massimale"),
        "misure.Risultato": Forma(principali=("quanti", "di_che"), nome="un risultato"),
        "misure.Indicatore": Forma(
            principali=("nome", "periodo", "valore", "unita"),
            dettagli=("base", "fonte", "gruppo", "ordine"),
            blocco=True,
            nome="un indicatore",
            titolo="nome",
            titolo_nuovo="Nome dell’indicatore",
        ),
    }
)

_DELLA_VOCE: Final[Mapping[str, Forma]] = MappingProxyType(
    {
        "categoria_rilevanza": replace(
            _RISERVA,
            principali=("descrizione", "percentuale", "unita"),
            dettagli=("motivo", "base", "ripartizione"),
        )
    }
)

ETICHETTE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "costo_massimo": "Costo massimo dei lavori, per unità (euro)",
        "scomputo_mesi": "Mesi di scomputo dal canone",
        "ripartizione": "Ripartizione tra le categorie (%)",
        "percentuale": "Percentuale (%)",
        "base": "Su che cosa si calcola",
        "descrizione": "Categoria, descritta dall’ente",
        "motivo": "Motivo",
        "dal": "Dal giorno",
        "al": "Al giorno",
        "prorogato_al": "Prorogato al giorno",
        "graduatoria": "Graduatoria",
        "offerte": "Offerte",
        "domande": "Domande",
        "in_corso": "In corso di assegnazione",
        "assegnate": "Assegnate",
        "di_che": "Di che cosa",
        "importo": "Importo (euro)",
        "fondi_nuovi": "Fondi nuovi (euro)",
        "residui": "Fondi residui (euro)",
        "gestione": "Quota per la gestione (euro)",
        "per": "Per che cosa",
        "mesi": "Mesi di canone al massimo",
        "livello": "Chi la promuove",
        "copertura": "Che cosa copre",
        "delega": "A chi è delegata",
        "gestore": "Chi la gestisce",
        "gruppo": "Parte del piano che lo stampa",
        "ordine": "Ordine di stampa",
    }
)
"""What a measure is called on the page, where the name of its column is too short."""


def forma_of(voce: str, tabella: Tabella) -> Forma:
    """How the rows of a voce in a table are laid out."""
    if voce in _DELLA_VOCE and tabella.modello == "assegnazioni.Riserva":
        return _DELLA_VOCE[voce]
    return _FORME[tabella.modello]
