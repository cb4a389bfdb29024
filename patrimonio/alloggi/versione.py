"""Which state a register is in: its last change. Two readings with the same one in between found the same dwellings.

Whoever writes in a register first locks its ente, so that changes come in the order of their numbers.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import OuterRef, Subquery

from enti.domande import Domanda
from enti.models import Ente
from patrimonio.models import ModificaUnita

_ULTIME: Final = Domanda(
    lambda enti: Ente.objects.filter(pk__in=enti).values_list(
        "pk",
        Subquery(ModificaUnita.objects.for_system().filter(ente=OuterRef("pk")).order_by("-pk").values("pk")[:1]),
    )
)


def load_versions(enti: Iterable[str]) -> Mapping[str, int | None]:
    """Ente → the number of the last change of its register, None where there never was one; one query."""
    return dict(_ULTIME.ask(set(enti)))


def lock_register(ente: str) -> Ente:
    """One writer at a time for each register; wants a transaction."""
    return Ente.objects.select_for_update().get(pk=ente)
