"""What the rules on a scheda look at: its frozen values, whose it is, what was certified the year before."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA, Cella
from raccolta.celle import values_of
from raccolta.valori import SchedaCongelata

CERTIFICAZIONE: Final = ("certificazione",)
"""The act that the rules on a scheda stand in the way of."""


class EnteInEsame(Struct, frozen=True):
    """Whose scheda it is; ``comuni`` are the ISTAT codes of its territory."""

    slug: str
    tipo: str
    nome: str
    comuni: tuple[str, ...] = ()

    @property
    def comunale(self) -> bool:
        """A comune, or a union of comuni."""
        return self.tipo in ("comune", "unione")


class SchedaInEsame(Struct, frozen=True, kw_only=True):
    """``ente`` is None for the scheda d'ambito; ``luoghi``: ISTAT code → name, for the sentences.

    ``pk`` says which of many it is; no rule looks at it.
    """

    pk: int = 0
    anno: int
    scheda: SchedaCongelata
    ente: EnteInEsame | None = None
    precedente: SchedaCongelata | None = None
    luoghi: Mapping[str, str] = {}

    def cells(self, voce: str, *misure: str) -> tuple[str, ...]:
        """The addresses of the values that a voce has in these measures; of its state where it has none."""
        trovate = tuple(self._written(voce, misure))
        return trovate or (str(Cella(voce, NON_RIPARTITA, "stato")),)

    def _written(self, voce: str, misure: tuple[str, ...]) -> Iterator[str]:
        for indirizzo in values_of(self.scheda):
            cella = Cella.parse(indirizzo)
            if cella.voce == voce and cella.misura in misure:
                yield indirizzo

    def place(self, istat: str | None) -> str:
        """The name of a comune; the code where the name is not known."""
        return self.luoghi.get(istat or "", istat or "")
