"""The register of dwellings counted: how many there are of each kind, as a value, and the query that counts them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec
from django.db.models import Count
from msgspec import Struct

from enti.domande import Domanda
from patrimonio.models import UnitaAbitativa

CONTATI = ("ente", "comune", "tipo", "stato", "gestore", "accessibilita")
"""What dwellings are counted by: the columns of an index, so that their rows are not read."""


class Gruppo(Struct, frozen=True, array_like=True):
    """Dwellings alike, and how many. ``comune``: ISTAT code; ``gestore``: the slug of an ente, None for the owner."""

    ente: str
    comune: str
    tipo: str
    stato: str
    gestore: str | None
    accessibilita: str
    unita: int


class RegistroContato(Struct, frozen=True):
    """The dwellings of an ente, or of an ente in an ambito, or of many enti."""

    gruppi: tuple[Gruppo, ...]

    def stock(self, tipo: str) -> int:
        """Dwellings of a type."""
        return sum(gruppo.unita for gruppo in self.gruppi if gruppo.tipo == tipo)

    def by_state(self) -> Mapping[tuple[str, str], int]:
        """(state, type) → dwellings, in one walk."""
        conti: Counter[tuple[str, str]] = Counter()
        for gruppo in self.gruppi:
            conti[gruppo.stato, gruppo.tipo] += gruppo.unita
        return conti

    def by_place(self) -> Mapping[tuple[str, str], int]:
        """(comune, type) → dwellings, in one walk."""
        conti: Counter[tuple[str, str]] = Counter()
        for gruppo in self.gruppi:
            conti[gruppo.comune, gruppo.tipo] += gruppo.unita
        return conti

    @property
    def totale(self) -> int:
        """All of them."""
        return sum(gruppo.unita for gruppo in self.gruppi)

    def only_in(self, comuni: Collection[str]) -> "RegistroContato":
        """Those of some comuni: an ALER has dwellings in many ambiti."""
        return RegistroContato(tuple(gruppo for gruppo in self.gruppi if gruppo.comune in comuni))


_GRUPPI: Final = Domanda(
    lambda enti: (
        UnitaAbitativa.objects.for_system()
        .filter(ente__in=enti)
        .order_by()
        .values_list(*CONTATI)
        .annotate(unita=Count("*"))
    )
)
_UNA: Final = Domanda(lambda ente: UnitaAbitativa.objects.for_system().filter(ente=ente).values_list("pk")[:1])


def load_counts(enti: Iterable[str]) -> Mapping[str, RegistroContato]:
    """The registers of some enti, in one query; an ente that keeps none is not there."""
    trovati: defaultdict[str, list[Gruppo]] = defaultdict(list)
    for gruppo in msgspec.convert(_GRUPPI.ask(set(enti)), list[Gruppo]):
        trovati[gruppo.ente].append(gruppo)
    return {ente: RegistroContato(tuple(gruppi)) for ente, gruppi in trovati.items()}


def keeps_register(ente: str | None) -> bool:
    """Whether an ente has any dwelling in its register; one query."""
    return ente is not None and bool(_UNA.ask(ente))
