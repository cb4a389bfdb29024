"""Which comuni an ambito is made of: those of its members, a union's too."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from enti.models import Comune


def comuni_of(ambiti: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Ambito → ISTAT code → name, by name; one query."""
    suoi, uniti = (
        Comune.objects.filter(**{f"{chi}__adesioni__ambito__in": ambiti}).values_list(
            f"{chi}__adesioni__ambito", "istat", "nome"
        )
        for chi in ("ente", "unioni")
    )
    trovati: defaultdict[int, dict[str, str]] = defaultdict(dict)
    # either or both in one condition reads Italy; of an ente that is in two ambiti the other one comes too
    for ambito, istat, nome in sorted(suoi.union(uniti), key=lambda riga: riga[2]):
        if ambito in ambiti:
            trovati[ambito][istat] = nome
    return trovati
