"""The regime of a survey: the law on the day of its plan, and which of its numbers nobody has read in the text."""

from datetime import date

from enti.incarichi import in_force
from enti.models import Parametro
from enti.models.parametro import Verifica
from enti.regime import build_regime
from lessico.regime import Regime
from patrimonio.models import Ricognizione


def day_of_law(ricognizione: Ricognizione) -> date:
    """The day of the plan; the first of the year where there is no plan yet."""
    piano = getattr(ricognizione, "piano", None)
    return piano.regime_al if piano else date(ricognizione.anno, 1, 1)


def load_regime(ricognizione: Ricognizione) -> Regime:
    """What is in force for a survey."""
    return build_regime(day_of_law(ricognizione))


def load_unverified(al: date) -> frozenset[str]:
    """The codes of the parameters whose text of law was not read: a rule that rests on one never blocks."""
    incerti = Parametro.objects.filter(in_force(al), stato=Verifica.DA_VERIFICARE)
    return frozenset(incerti.values_list("codice", flat=True))
