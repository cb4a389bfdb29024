"""What of the register can be assigned in a year: dwellings to repair, free, whose works end in time."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Q
from msgspec import Struct

from patrimonio.models import Quando, StatoUnita, TipoUnita, UnitaAbitativa

ASSEGNABILI: Final = (TipoUnita.SAP, TipoUnita.SAS)
"""The types that are assigned; the others count in the stock only."""


class Fonte(Struct, frozen=True):
    """Units of a type in a comune; ``costo``: the highest estimated for one of them, in euro."""

    comune: str
    tipo: str
    quando: str
    unita: int
    costo: Decimal | None = None


def load_sources(dove: Q, anno: int) -> Mapping[str, tuple[Fonte, ...]]:
    """Voce → what the register has for it: one query each."""
    entro = Q(stato=StatoUnita.LAVORI, fine_lavori__lte=date(anno, 12, 31))
    stati = {
        "stato_di_fatto": (Q(stato=StatoUnita.CARENTE), ""),
        "ristrutturazione": (entro, Quando.LAVORI),
        "libere": (Q(stato=StatoUnita.LIBERA), Quando.SUBITO),
    }
    return {voce: tuple(_group(dove & quali, quando)) for voce, (quali, quando) in stati.items()}


def _group(quali: Q, quando: str) -> Iterator[Fonte]:
    righe = UnitaAbitativa.objects.for_system().filter(quali, tipo__in=ASSEGNABILI).order_by("comune", "tipo")
    conti = righe.values_list("comune", "tipo").annotate(unita=Count("*"), costo=Max("costo_lavori"))
    for comune, tipo, unita, costo in conti:
        yield Fonte(comune, tipo, quando, unita, costo if not quando else None)
