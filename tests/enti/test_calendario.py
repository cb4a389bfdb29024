"""Working days of Italy, the clock of Rome on the days it changes, how far a term is in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from enti.calendario import (
    OraNonValida,
    first_working_day_of_week,
    is_working_day,
    last_day,
    moment,
    next_working_day,
    time_left,
    working_days_between,
)
from lessico.italiano import ROMA


@pytest.mark.parametrize(
    ("giorno", "lavorativo"),
    [
        (date(2025, 10, 31), True),
        (date(2025, 11, 1), False),  # Ognissanti, a Saturday
        (date(2025, 11, 3), True),
        (date(2025, 12, 8), False),
        (date(2026, 12, 7), True),  # Sant'Ambrogio is of Milan only
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 6, 2), False),
        (date(2027, 10, 4), False),  # San Francesco, since 2026
        (date(2024, 10, 4), True),
    ],
)
def test_giorni_lavorativi(giorno, lavorativo):
    assert is_working_day(giorno) is lavorativo


@pytest.mark.parametrize(
    ("da", "a", "quanti"),
    [
        (date(2025, 10, 30), date(2025, 10, 31), 1),
        (date(2025, 10, 31), date(2025, 10, 31), 0),
        (date(2025, 10, 31), date(2025, 10, 1), 0),
        (date(2025, 10, 24), date(2025, 10, 31), 5),
        (date(2025, 10, 31), date(2025, 11, 3), 1),
        (date(2025, 12, 23), date(2026, 1, 7), 7),  # 24, 29, 30, 31, 2, 5, 7
    ],
)
def test_quanti_giorni_lavorativi(da, a, quanti):
    assert working_days_between(da, a) == quanti


def test_ogni_giorno_lavorativo_ha_il_suo_numero():
    fine = date(2025, 11, 2)  # a Sunday
    giorni = [date(2025, 10, 1) + timedelta(days=n) for n in range(32)]
    numeri = [working_days_between(giorno, fine) for giorno in giorni if is_working_day(giorno)]
    assert numeri == list(range(len(numeri) - 1, -1, -1))


def test_il_prossimo_giorno_lavorativo():
    assert next_working_day(date(2025, 10, 31)) == date(2025, 11, 3)
    assert next_working_day(date(2025, 12, 24)) == date(2025, 12, 29)


def test_il_primo_giorno_lavorativo_della_settimana():
    assert first_working_day_of_week(date(2025, 10, 31)) == date(2025, 10, 27)
    assert first_working_day_of_week(date(2025, 12, 8)) == date(2025, 12, 9)
    assert first_working_day_of_week(date(2025, 12, 14)) == date(2025, 12, 9)


@pytest.mark.parametrize(
    ("giorno", "ora", "utc"),
    [
        (date(2025, 10, 26), time(1, 59), datetime(2025, 10, 25, 23, 59, tzinfo=UTC)),
        (date(2025, 10, 26), time(3, 0), datetime(2025, 10, 26, 2, 0, tzinfo=UTC)),
        (date(2025, 3, 30), time(1, 59), datetime(2025, 3, 30, 0, 59, tzinfo=UTC)),
        (date(2025, 3, 30), time(3, 0), datetime(2025, 3, 30, 1, 0, tzinfo=UTC)),
        (date(2025, 12, 31), time(23, 59), datetime(2025, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_l_ora_di_roma(giorno, ora, utc):
    assert moment(giorno, ora) == utc


@pytest.mark.parametrize(
    ("giorno", "frase"),
    [
        (date(2025, 10, 26), "Il 26 ottobre 2025 l’ora 02:30 c’è due volte"),
        (date(2025, 3, 30), "Il 30 marzo 2025 l’ora 02:30 non c’è"),
    ],
)
def test_un_ora_che_non_c_e_o_c_e_due_volte(giorno, frase):
    with pytest.raises(OraNonValida, match=frase):
        moment(giorno, time(2, 30))


def roma(*parti: int) -> datetime:
    return datetime(*parti, tzinfo=ROMA)


FINE = roma(2025, 11, 1)


@pytest.mark.parametrize(
    ("adesso", "frase"),
    [
        (roma(2025, 10, 25, 23, 0), "mancano 6 giorni"),  # the clock changes meanwhile
        (roma(2025, 10, 26, 12, 0), "mancano 5 giorni"),
        (roma(2025, 10, 30, 23, 59), "manca 1 giorno"),
        (roma(2025, 10, 31, 0, 0), "chiude oggi alle 23:59"),
        (roma(2025, 10, 31, 23, 59), "chiude oggi alle 23:59"),
        (roma(2025, 11, 1, 0, 0), "chiusa da 1 giorno"),
        (roma(2025, 11, 12, 9, 0), "chiusa da 12 giorni"),
    ],
)
def test_quanto_manca(adesso, frase):
    assert time_left(FINE, adesso) == frase


def test_chiusa_oggi():
    assert time_left(roma(2025, 10, 31, 12, 0), roma(2025, 10, 31, 15, 0)) == "chiusa oggi alle 11:59"


def test_l_ultimo_giorno_e_quello_dell_ultimo_minuto():
    assert last_day(FINE) == date(2025, 10, 31)
    assert last_day(FINE + timedelta(minutes=1)) == date(2025, 11, 1)
