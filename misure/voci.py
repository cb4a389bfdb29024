"""The voci of measures and of indicators."""

from typing import Final

from lessico import norme
from lessico.voce import Compila, Parte, Tabella, Voce

MISURA: Final = Tabella(
    "misure.Misura",
    (Parte("slug"),),
    (
        *("titolo", "livello", "anno", "atto", "fondi_nuovi", "residui", "gestione", "destinatari", "copertura"),
        *("motivo", "dal", "al", "gestore", "delega", "nota"),
    ),
)
_ORDINATA: Final = (Parte("slug"), Parte("ordine"))
MASSIMALE: Final = Tabella("misure.Massimale", _ORDINATA, ("importo", "per", "mesi", "condizione"), "massimale")
RISULTATO: Final = Tabella("misure.Risultato", _ORDINATA, ("quanti", "di_che"), "risultato")


def misure(codice: str, nome: str, compila: Compila = Compila.TUTTI) -> Voce:
    """Measures of a year, each with its caps and its results."""
    return Voce(codice, nome, norme.MISURE, (MISURA, MASSIMALE, RISULTATO), compila=compila)


MISURE: Final = (
    misure("misure_anno_precedente", "Misure dell’anno precedente"),
    misure("misure_ricorrenti", "Misure che si ripetono ogni anno", Compila.AMBITO),
    misure("misure_anno_piano", "Misure dell’anno del piano"),
)

INDICATORI: Final = Voce(
    "indicatori",
    "Indicatori di contesto",
    norme.PIANO_TRIENNALE,
    (
        Tabella(
            "misure.Indicatore",
            (Parte("slug"),),
            ("gruppo", "ordine", "nome", "periodo", "valore", "unita", "base", "fonte"),
        ),
    ),
    compila=Compila.AMBITO,
)
