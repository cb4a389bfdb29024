"""The calendar: Italian working days, moments on the clock of Rome, how far a term is in words."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from holidays import country_holidays

from lessico import italiano
from lessico.italiano import ROMA

FESTE: Final = country_holidays("IT")
"""National holidays only: the patron saint of a comune is not one of the others."""

_SABATO: Final = 5
_UN_GIORNO: Final = timedelta(days=1)
MINUTO: Final = timedelta(minutes=1)


class OraNonValida(ValueError):
    """The clock of Rome does not show this time on this day, or shows it twice; the message is for who typed it."""


def is_working_day(giorno: date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a national holiday."""
    return giorno.weekday() < _SABATO and giorno not in FESTE


def working_days_between(da: date, a: date) -> int:
    """How many working days are left on the evening of ``da`` until ``a``, which counts; 0 when ``a`` is not later."""
    return sum(is_working_day(da + n * _UN_GIORNO) for n in range(1, (a - da).days + 1))


def next_working_day(giorno: date) -> date:
    """The first working day after a day."""
    dopo = giorno + _UN_GIORNO
    while not is_working_day(dopo):
        dopo += _UN_GIORNO
    return dopo


def first_working_day_of_week(giorno: date) -> date:
    """Monday of the week of a day, or the first working day after it when Monday is a holiday."""
    return next_working_day(giorno - (giorno.weekday() + 1) * _UN_GIORNO)


def day_of(quando: datetime) -> date:
    """The day in Rome."""
    return quando.astimezone(ROMA).date()


def last_day(fine: datetime) -> date:
    """The day in Rome of the last minute before an end: midnight after the 31st ends on the 31st."""
    return day_of(fine - MINUTO)


def moment(giorno: date, ora: time) -> datetime:
    """A day and a time on the clock of Rome, as an instant; raises OraNonValida when it is none, or two."""
    prima = datetime.combine(giorno, ora, ROMA)
    dopo = prima.replace(fold=1)
    if prima.utcoffset() == dopo.utcoffset():
        return prima.astimezone(UTC)
    scritta = f"{italiano.maiuscola(italiano.giorno('il', giorno))} l’ora {ora:%H:%M}"
    if prima.astimezone(UTC) > dopo.astimezone(UTC):
        raise OraNonValida(
            f"{scritta} non c’è: comincia l’ora legale e l’orologio passa dalle 2 alle 3. "
            "Va bene ogni ora prima delle 2 o dalle 3 in poi."
        )
    raise OraNonValida(
        f"{scritta} c’è due volte: finisce l’ora legale e l’orologio torna dalle 3 alle 2. "
        "Va bene ogni ora prima delle 2 o dalle 3 in poi."
    )


def time_left(fine: datetime, adesso: datetime) -> str:
    """How far a term is, in calendar days of Rome: «mancano 5 giorni», «chiude oggi alle 23:59», «chiusa da 12 giorni».

    ``fine`` is the first moment in which it is closed.
    """
    ultimo = (fine - MINUTO).astimezone(ROMA)
    giorni = (ultimo.date() - day_of(adesso)).days
    if adesso >= fine:
        return (
            f"chiusa da {italiano.conta(-giorni, 'giorno', 'giorni')}" if giorni else f"chiusa oggi alle {ultimo:%H:%M}"
        )
    if giorni == 0:
        return f"chiude oggi alle {ultimo:%H:%M}"
    return f"{'manca' if giorni == 1 else 'mancano'} {italiano.conta(giorni, 'giorno', 'giorni')}"
