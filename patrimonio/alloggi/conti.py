"""The register of dwellings counted: how many there are of each kind, as a value."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from msgspec import Struct


class Gruppo(Struct, frozen=True):
    """Dwellings alike. ``comune``: ISTAT code; ``gestore``: None where it is the owner; ``costo``: the highest.

    ``fine_lavori``: when works are expected to end, where some are under way.
    """

    comune: str
    gestore: str | None
    tipo: str
    stato: str
    unita: int
    fine_lavori: date | None = None
    costo: Decimal | None = None


class RegistroContato(Struct, frozen=True):
    """The dwellings of an ente, or of an ente in an ambito."""

    gruppi: tuple[Gruppo, ...]

    def stock(self, tipo: str) -> int:
        """Dwellings of a type."""
        return sum(gruppo.unita for gruppo in self.gruppi if gruppo.tipo == tipo)

    def count(self, stato: str, tipo: str) -> int:
        """Dwellings of a type in a state."""
        return sum(g.unita for g in self.gruppi if (g.stato, g.tipo) == (stato, tipo))

    def only_in(self, comuni: Collection[str]) -> "RegistroContato":
        """Those of some comuni: an ALER has dwellings in many ambiti."""
        return RegistroContato(tuple(gruppo for gruppo in self.gruppi if gruppo.comune in comuni))
