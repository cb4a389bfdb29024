"""The regime of a survey: the law on the day of its plan, and which of its numbers nobody has read in the text."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from enti.domande import Domanda
from enti.regime import build_regime, load_register
from lessico.regime import Regime
from patrimonio.models import Ricognizione


class Codice(Struct, frozen=True):
    """The law of a survey: of which ambito and year, what is in force, which numbers nobody has verified."""

    ambito: int
    anno: int
    regime: Regime
    da_verificare: frozenset[str]


_RICOGNIZIONI: Final = Domanda(
    lambda chiavi: (
        Ricognizione.objects.for_system()
        .filter(pk__in=chiavi)
        .values_list("pk", "ambito_id", "anno", "piano__regime_al")
    )
)


def day_of_law(ricognizione: Ricognizione) -> date:
    """The day of the plan; the first of the year where there is no plan yet."""
    piano = getattr(ricognizione, "piano", None)
    return piano.regime_al if piano else date(ricognizione.anno, 1, 1)


def load_regime(ricognizione: Ricognizione) -> Regime:
    """What is in force for a survey."""
    return build_regime(day_of_law(ricognizione))


def load_codes(ricognizioni: Collection[int]) -> Mapping[int, Codice]:
    """The law of many surveys, by primary key: three queries."""
    registro, codici, leggi = load_register(), {}, dict[date, tuple[Regime, frozenset[str]]]()
    for pk, ambito, anno, del_piano in _RICOGNIZIONI.ask(ricognizioni):
        al = del_piano or date(anno, 1, 1)
        leggi[al] = leggi.get(al) or (registro.regime(al), registro.unverified(al))
        codici[pk] = Codice(ambito, anno, *leggi[al])
    return codici


def load_unverified(al: date) -> frozenset[str]:
    """The parameters that nobody has verified, among those in force on a day."""
    return load_register().unverified(al)
