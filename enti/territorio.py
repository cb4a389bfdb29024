"""Which comuni an ambito is made of: those of its members, a union's too."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import QuerySet

from enti.domande import Domanda
from enti.models import Comune


def _members(ambiti: Collection[int]) -> QuerySet[Comune, tuple[int, str, str]]:
    """Two questions put together: one with «or» reads Italy."""
    suoi, uniti = (
        Comune.objects.filter(**{f"{chi}__adesioni__ambito__in": ambiti}).values_list(
            f"{chi}__adesioni__ambito", "istat", "nome"
        )
        for chi in ("ente", "unioni")
    )
    return suoi.union(uniti)


_COMUNI: Final = Domanda(_members)


def comuni_of(ambiti: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Ambito → ISTAT code → name, by name; one query."""
    trovati: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for ambito, istat, nome in sorted(_COMUNI.ask(ambiti), key=lambda riga: riga[2]):
        if ambito in ambiti:  # of an ente that is in two ambiti the other one comes too
            trovati[ambito][istat] = nome
    return trovati
