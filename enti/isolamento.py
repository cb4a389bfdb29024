"""Isolation: which rows a user's incarichi reach. Every query starts from one of the three methods of this queryset."""

from typing import Final, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from msgspec import Struct

PERCORSI: Final = {
    "enti.Ambito": "pk",
    "patrimonio.Ricognizione": "ambito",
    "patrimonio.Scheda": "ricognizione__ambito",
    "piano.Piano": "ricognizione__ambito",
    "piano.Versione": "piano__ricognizione__ambito",
}
"""From a row to its ambito. A model that is not here can be read by the system only."""

PUBBLICI: Final = {
    "piano.Piano": Q(stato="pubblicato") | Q(ricognizione__ambito__dimostrazione=True),
    "piano.Versione": Q(piano__stato="pubblicato") | Q(piano__ricognizione__ambito__dimostrazione=True),
}
"""What anybody may read without a login."""


class Incarichi(Struct, frozen=True):
    """The ambiti that the incarichi of a user reach, on a given day; empty for who has not logged in."""

    ambiti: frozenset[int] = frozenset()


M = TypeVar("M", bound=Model)


class IsolatoQuerySet(QuerySet[M]):
    """A queryset that is always asked on behalf of somebody."""

    def visible_to(self, incarichi: Incarichi) -> Self:
        """The rows of the ambiti these incarichi reach, and what is public."""
        percorso = PERCORSI[self.model._meta.label]
        return self.filter(
            Q(**{f"{percorso}__in": incarichi.ambiti}) | PUBBLICI.get(self.model._meta.label, Q(pk=None))
        )

    def published(self) -> Self:
        """What anybody may read."""
        return self.filter(PUBBLICI[self.model._meta.label])

    def for_system(self) -> Self:
        """All rows: for commands, jobs and services that have already found their scheda or plan."""
        return self.all()
