"""The voci of units available, reserves, notices and outcomes."""

from typing import Final

from lessico import norme
from lessico.norme import Norma
from lessico.voce import UBICAZIONE, Compila, Parte, Tabella, Voce

ASSEGNABILI: Final = Voce(
    "assegnabili",
    "Unità disponibili per l’assegnazione",
    norme.DISPONIBILI,
    (Tabella("assegnazioni.Assegnabile", (UBICAZIONE, Parte("tipo", "sap")), ("unita",)),),
)

PONTE: Final = Voce(
    "ponte",
    "Dalle provenienze alle unità disponibili",
    norme.DISPONIBILI,
    (Tabella("assegnazioni.RigaPonte", (Parte("riga"),), ("unita", "motivo")),),
    facoltativa=True,
)


def riserva(codice: str, nome: str, norma: Norma) -> Voce:
    """A reserve or a quota: all of them are kept in the same way."""
    misure = ("percentuale", "base", "unita", "ripartizione", "descrizione", "motivo")
    return Voce(codice, nome, norma, (Tabella("assegnazioni.Riserva", (UBICAZIONE, Parte("categoria")), misure),))


RISERVE: Final = (
    riserva("soglia_indigenza", "Soglia oltre il 20% per l’indigenza", norme.SOGLIA_INDIGENZA),
    riserva("riserva_categorie", "Riserva per le categorie dell’art. 14", norme.RISERVA_CATEGORIE),
    riserva("categoria_rilevanza", "Categoria di particolare rilevanza sociale", norme.CATEGORIA_RILEVANZA),
    riserva("forze_ordine", "Riserva per le Forze dell’ordine", norme.FORZE_ORDINE),
    riserva("transitori", "Servizi abitativi transitori", norme.TRANSITORI),
)

AVVISI: Final = Voce(
    "avvisi",
    "Avvisi dell’anno precedente",
    norme.AVVISO,
    (
        Tabella(
            "assegnazioni.Avviso",
            (Parte("slug"),),
            ("anno", "tipo", "numero", "dal", "al", "prorogato_al", "atto", "graduatoria"),
        ),
    ),
    compila=Compila.AMBITO,
)

ESITI: Final = Voce(
    "esiti",
    "Unità offerte e assegnate nell’anno precedente",
    norme.ASSEGNAZIONI,
    (
        Tabella(
            "assegnazioni.Esito",
            (UBICAZIONE, Parte("avviso")),
            ("offerte", "domande", "in_corso", "assegnate"),
        ),
    ),
)
