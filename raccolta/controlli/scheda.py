"""What the rules on a scheda look at: its frozen values, whose it is, what was certified the year before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA, Cella
from patrimonio.alloggi.conti import RegistroContato
from raccolta.celle import key_of, values_of
from raccolta.ponte import Ponte, build_bridge
from raccolta.quadri import VOCI
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


class SchedaInEsame(Struct, frozen=True, kw_only=True, dict=True):
    """``ente`` is None for the scheda d'ambito; ``luoghi``: ISTAT codes with their names, for the sentences.

    ``registro``: the dwellings counted, where the ente keeps a register of them.
    ``pk`` says which of many it is; no rule looks at it.
    """

    pk: int = 0
    anno: int
    scheda: SchedaCongelata
    ente: EnteInEsame | None = None
    precedente: SchedaCongelata | None = None
    luoghi: tuple[tuple[str, str], ...] = ()
    registro: RegistroContato | None = None

    @cached_property
    def valori(self) -> Mapping[str, object]:
        """Every value that there is, by the address of its cella."""
        return values_of(self.scheda)

    @cached_property
    def ponte(self) -> Ponte:
        """From the sources to the units available."""
        return build_bridge(self.scheda)

    def cells(self, voce: str, *misure: str) -> tuple[str, ...]:
        """The addresses of the values that a voce, or its parts, have in these measures; of the state where none has.

        The state is that of the parts where the voce is declared by parts.
        """
        voci = (voce, *VOCI[voce].parti)
        return self._written(voci, misure) or self._written(voci, ("stato",)) or _state_of(voce)

    def cells_of(self, voce: str, riga: Struct, *misure: str) -> tuple[str, ...]:
        """The addresses of the values of one row; of the state of its voce where it has none."""
        tabella = VOCI[voce].tabelle[0]
        chiave = tabella.write_key(key_of(riga, tabella))
        celle = (str(Cella(voce, chiave, misura)) for misura in misure)
        return tuple(cella for cella in celle if cella in self.valori) or _state_of(voce)

    @cached_property
    def _per_voce(self) -> Mapping[str, list[str]]:
        trovate: defaultdict[str, list[str]] = defaultdict(list)
        for cella in self.valori:
            trovate[cella.split("/", maxsplit=1)[0]].append(cella)
        return dict(trovate)

    def _written(self, voci: Iterable[str], misure: Iterable[str]) -> tuple[str, ...]:
        fini = tuple(f"/{misura}" for misura in misure)
        return tuple(cella for voce in voci for cella in self._per_voce.get(voce, ()) if cella.endswith(fini))

    def place(self, istat: str | None) -> str:
        """The name of a comune; the code where the name is not known."""
        return self._nomi.get(istat or "", istat or "")

    @cached_property
    def _nomi(self) -> Mapping[str, str]:
        return dict(self.luoghi)


def _state_of(voce: str) -> tuple[str, ...]:
    return (str(Cella(voce, NON_RIPARTITA, "stato")),)
