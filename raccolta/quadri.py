"""The quadri: the pages of a scheda and the voci on each, in the order in which they are filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from assegnazioni.voci import ASSEGNABILI, AVVISI, ESITI, PONTE, RISERVE
from lessico.voce import Compila, Voce
from misure.voci import INDICATORI, MISURE
from patrimonio.voci import CONSISTENZA, DISPONIBILITA


class Quadro(Struct, frozen=True):
    """A page of the scheda."""

    codice: str
    titolo: str
    voci: tuple[Voce, ...]


QUADRI: Final = (
    Quadro("patrimonio", "Patrimonio", (CONSISTENZA,)),
    Quadro("disponibilita", "Disponibilità", (*DISPONIBILITA, ASSEGNABILI, PONTE)),
    Quadro("quote", "Quote e riserve", RISERVE),
    Quadro("avvisi", "Avvisi e assegnazioni", (AVVISI, ESITI)),
    Quadro("misure", "Misure", (*MISURE, INDICATORI)),
    Quadro("note", "Note e allegati", ()),
)

VOCI: Final[Mapping[str, Voce]] = MappingProxyType({voce.codice: voce for q in QUADRI for voce in q.voci})
INTERE: Final[Mapping[str, Voce]] = MappingProxyType({parte: voce for voce in VOCI.values() for parte in voce.parti})


def is_asked(voce: Voce, *, ambito: bool) -> bool:
    """Whether the scheda (d'ambito or of an ente) holds the voce."""
    return voce.compila is Compila.TUTTI or (voce.compila is Compila.AMBITO) == ambito


def whole_of(codice: str) -> Voce | None:
    """The composite voce of which this one is a part."""
    return INTERE.get(codice)
