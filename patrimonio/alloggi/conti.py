"""The register of dwellings counted: how many there are of each kind, as a value, and the query that counts them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec
from django.db import connection
from django.db.models import Count
from msgspec import Struct

from enti.domande import Domanda
from patrimonio.alloggi.versione import load_versions
from patrimonio.models import UnitaAbitativa

CONTATI = ("ente", "comune", "tipo", "stato", "gestore", "accessibilita")
"""What dwellings are counted by: the columns of an index, so that their rows are not read."""

RICORDATI: Final = 200
"""Registers of which the counts are remembered: the largest has some thousands of groups, most a few tens."""


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


_CONTATI: Final[dict[str, tuple[int, RegistroContato]]] = {}
"""Ente → (last change, its register): to group the 100,000 entries of an index takes longer than to draw the page."""


def load_counts(enti: Iterable[str]) -> Mapping[str, RegistroContato]:
    """The registers of some enti, in two queries at most; an ente that keeps none is not there.

    A register that has not changed is not counted again by this process; what a transaction has written may be undone,
    and nothing is remembered of it.
    """
    chiesti = list(enti)
    versioni = {} if connection.in_atomic_block else load_versions(chiesti)
    contati = {e: _CONTATI[e][1] for e, v in versioni.items() if e in _CONTATI and _CONTATI[e][0] == v}
    for ente, registro in _count([ente for ente in chiesti if ente not in contati]).items():
        contati[ente] = registro
        if (versione := versioni.get(ente)) is not None:
            _remember(ente, versione, registro)
    return {ente: registro for ente, registro in contati.items() if registro.gruppi}


def _remember(ente: str, versione: int, registro: RegistroContato) -> None:
    """In the place of the one remembered for longest, where there are many."""
    _CONTATI.pop(ente, None)
    while len(_CONTATI) >= RICORDATI:
        _CONTATI.pop(next(iter(_CONTATI)), None)
    _CONTATI[ente] = versione, registro


def _count(enti: list[str]) -> Mapping[str, RegistroContato]:
    """In one query, or none; an ente that has no dwelling has a register with nothing in it."""
    trovati: dict[str, list[Gruppo]] = {ente: [] for ente in enti}
    for gruppo in msgspec.convert(_GRUPPI.ask(set(enti)) if enti else [], list[Gruppo]):
        trovati[gruppo.ente].append(gruppo)
    return {ente: RegistroContato(tuple(gruppi)) for ente, gruppi in trovati.items()}


def keeps_register(ente: str | None) -> bool:
    """Whether an ente has any dwelling in its register; one query."""
    return ente is not None and bool(_UNA.ask(ente))
