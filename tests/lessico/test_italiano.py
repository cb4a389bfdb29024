"""Italian grammar: none, one, many; elisions; lists; accents."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico import italiano


@pytest.mark.parametrize(
    ("n", "scritto"),
    [(0, "0"), (1, "1"), (999, "999"), (1000, "1.000"), (1475, "1.475"), (60_000, "60.000"), (1_234_567, "1.234.567")],
)
def test_numero(n: int, scritto: str) -> None:
    assert italiano.numero(n) == scritto


@given(st.integers(0, 10**12))
def test_numero_si_rilegge(n: int) -> None:
    assert int(italiano.numero(n).replace(".", "")) == n


@pytest.mark.parametrize(
    ("valore", "scritto"),
    [
        ("18.20", "18,2"),
        ("18.00", "18"),
        ("0.00", "0"),
        ("-0", "0"),
        ("1E+2", "100"),
        ("1200.50", "1.200,5"),
        ("0.05", "0,05"),
    ],
)
def test_decimale(valore: str, scritto: str) -> None:
    assert italiano.decimale(Decimal(valore)) == scritto


@pytest.mark.parametrize(
    ("importo", "scritto"),
    [
        ("9836.17", "9.836,17 euro"),
        ("25397", "25.397,00 euro"),
        ("0", "0,00 euro"),
        ("1", "1,00 euro"),
        ("0.005", "0,01 euro"),
    ],
)
def test_euro(importo: str, scritto: str) -> None:
    assert italiano.euro(Decimal(importo)) == scritto


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_euro_non_perde_un_centesimo(importo: Decimal) -> None:
    cifre = italiano.euro(importo).removesuffix(" euro").replace(".", "").replace(",", ".")
    assert Decimal(cifre) == importo


@pytest.mark.parametrize(("valore", "scritto"), [("20.00", "20%"), ("66.5", "66,5%"), ("0", "0%"), ("100", "100%")])
def test_percento(valore: str, scritto: str) -> None:
    assert italiano.percento(Decimal(valore)) == scritto


@pytest.mark.parametrize(
    ("n", "scritto"), [(0, "0 alloggi"), (1, "1 alloggio"), (28, "28 alloggi"), (1475, "1.475 alloggi")]
)
def test_conta(n: int, scritto: str) -> None:
    assert italiano.conta(n, "alloggio", "alloggi") == scritto


@pytest.mark.parametrize(
    ("n", "scritto"),
    [
        (0, "zero"),
        (1, "uno"),
        (3, "tre"),
        (11, "undici"),
        (20, "venti"),
        (21, "ventuno"),
        (23, "ventitré"),
        (28, "ventotto"),
        (61, "sessantuno"),
        (88, "ottantotto"),
        (90, "novanta"),
        (99, "novantanove"),
        (100, "100"),
        (1475, "1.475"),
        (-1, "-1"),
    ],
)
def test_lettere(n: int, scritto: str) -> None:
    assert italiano.lettere(n) == scritto


def test_lettere_non_si_ripetono() -> None:
    assert len({italiano.lettere(n) for n in range(100)}) == 100


@pytest.mark.parametrize(
    ("quando", "scritta"),
    [
        (date(2025, 10, 31), "31 ottobre 2025"),
        (date(2019, 3, 1), "1° marzo 2019"),
        (date(2024, 2, 29), "29 febbraio 2024"),
        (date(2026, 12, 31), "31 dicembre 2026"),
    ],
)
def test_data(quando: date, scritta: str) -> None:
    assert italiano.data(quando) == scritta


@pytest.mark.parametrize(
    ("quando", "scritto"),
    [
        (datetime(2025, 10, 31, 22, 59, tzinfo=UTC), "31 ottobre 2025, ore 23:59"),
        (datetime(2025, 10, 25, 22, 30, tzinfo=UTC), "26 ottobre 2025, ore 00:30"),
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), "26 ottobre 2025, ore 02:30"),
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), "26 ottobre 2025, ore 02:30"),
        (datetime(2026, 2, 28, 23, 5, tzinfo=UTC), "1° marzo 2026, ore 00:05"),
    ],
)
def test_istante(quando: datetime, scritto: str) -> None:
    assert italiano.istante(quando) == scritto


def test_istante_senza_fuso() -> None:
    with pytest.raises(ValueError, match="fuso"):
        italiano.istante(datetime(2025, 10, 31))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("preposizione", "giorno", "scritto"),
    [
        ("il", 19, "il 19 marzo 2019"),
        ("il", 1, "il 1° marzo 2019"),
        ("il", 8, "l’8 marzo 2019"),
        ("del", 11, "dell’11 marzo 2019"),
        ("del", 18, "del 18 marzo 2019"),
        ("al", 8, "all’8 marzo 2019"),
        ("dal", 11, "dall’11 marzo 2019"),
    ],
)
def test_giorno(preposizione: italiano.Preposizione, giorno: int, scritto: str) -> None:
    assert italiano.giorno(preposizione, date(2019, 3, giorno)) == scritto


@pytest.mark.parametrize(
    ("dal", "al", "scritto"),
    [
        (date(2025, 10, 8), date(2025, 10, 31), "dall’8 al 31 ottobre 2025"),
        (date(2026, 2, 6), date(2026, 2, 21), "dal 6 al 21 febbraio 2026"),
        (date(2026, 3, 1), date(2026, 3, 11), "dal 1° all’11 marzo 2026"),
        (date(2025, 9, 20), date(2025, 11, 8), "dal 20 settembre all’8 novembre 2025"),
        (date(2025, 12, 11), date(2026, 1, 1), "dall’11 dicembre 2025 al 1° gennaio 2026"),
        (date(2025, 10, 8), date(2026, 10, 8), "dall’8 ottobre 2025 all’8 ottobre 2026"),
        (date(2025, 10, 31), date(2025, 10, 31), "il 31 ottobre 2025"),
        (date(2025, 10, 8), date(2025, 10, 8), "l’8 ottobre 2025"),
    ],
)
def test_periodo(dal: date, al: date, scritto: str) -> None:
    assert italiano.periodo(dal, al) == scritto


def test_periodo_rovesciato() -> None:
    with pytest.raises(ValueError, match="prima di cominciare"):
        italiano.periodo(date(2025, 10, 31), date(2025, 10, 8))


@given(st.lists(st.dates(), min_size=2, max_size=2).map(sorted))
def test_periodo_elide_sempre(giorni: list[date]) -> None:
    parole = italiano.periodo(*giorni).split()
    for prima, dopo in pairwise(parole):
        assert not (prima in {"il", "al", "dal"} and dopo in {"8", "11"})


@pytest.mark.parametrize(
    ("parole", "scritte"),
    [
        ([], ""),
        (["Chiari"], "Chiari"),
        (["Chiari", "Rovato"], "Chiari e Rovato"),
        (["Chiari", "Rovato", "Trenzano"], "Chiari, Rovato e Trenzano"),
        (["Chiari", "Erbusco"], "Chiari ed Erbusco"),
        (["Chiari", "È"], "Chiari ed È"),
        (["Trenzano", "Urago d’Oglio"], "Trenzano e Urago d’Oglio"),
        (["Brescia", "Edolo"], "Brescia e Edolo"),
        (["Erbusco", "Chiari"], "Erbusco e Chiari"),
    ],
)
def test_elenco(parole: list[str], scritte: str) -> None:
    assert italiano.elenco(parole) == scritte
    assert italiano.elenco(iter(parole)) == scritte


@pytest.mark.parametrize(
    ("tipo", "nome", "scritto", "di", "a", "da"),
    [
        (
            "comune",
            "Chiari",
            "il Comune di Chiari",
            "del Comune di Chiari",
            "al Comune di Chiari",
            "dal Comune di Chiari",
        ),
        (
            "comune",
            "Urago d'Oglio",
            "il Comune di Urago d’Oglio",
            "del Comune di Urago d’Oglio",
            "al Comune di Urago d’Oglio",
            "dal Comune di Urago d’Oglio",
        ),
        ("aler", "ALER Milano", "l’ALER Milano", "dell’ALER Milano", "all’ALER Milano", "dall’ALER Milano"),
        (
            "unione",
            "Unione dei Comuni Alfa",
            "l’Unione dei Comuni Alfa",
            "dell’Unione dei Comuni Alfa",
            "all’Unione dei Comuni Alfa",
            "dall’Unione dei Comuni Alfa",
        ),
        (
            "unione",
            "Comunità Montana Beta",
            "la Comunità Montana Beta",
            "della Comunità Montana Beta",
            "alla Comunità Montana Beta",
            "dalla Comunità Montana Beta",
        ),
        ("operatore", "Casa Onlus", "Casa Onlus", "di Casa Onlus", "a Casa Onlus", "da Casa Onlus"),
    ],
)
def test_ente(tipo: str, nome: str, scritto: str, di: str, a: str, da: str) -> None:
    assert italiano.ente(tipo, nome) == scritto
    assert italiano.di_ente(tipo, nome) == di
    assert italiano.a_ente(tipo, nome) == a
    assert italiano.da_ente(tipo, nome) == da


@pytest.mark.parametrize(
    ("frase", "scritta"),
    [
        ("", ""),
        ("è vero", "È vero"),
        ("l’ALER", "L’ALER"),
        ("Chiari e l’ALER", "Chiari e l’ALER"),
        ("5 unità", "5 unità"),
    ],
)
def test_maiuscola(frase: str, scritta: str) -> None:
    assert italiano.maiuscola(frase) == scritta


def test_un_momento_dopo_il_suo_articolo():
    otto = datetime(2025, 10, 8, 23, 59, tzinfo=italiano.ROMA)
    assert italiano.momento("il", otto) == "l’8 ottobre 2025, ore 23:59"
    assert italiano.momento("dal", datetime(2026, 3, 1, tzinfo=italiano.ROMA)) == "dal 1° marzo 2026, ore 00:00"
    assert italiano.scadenza("al", datetime(2025, 11, 1, tzinfo=italiano.ROMA)) == "al 31 ottobre 2025, ore 23:59"
