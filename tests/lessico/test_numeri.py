"""What a clerk types: what is understood, what is refused and with which words, and the way back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessico import italiano
from lessico.numeri import (
    MASSIMO_CONTEGGIO,
    MASSIMO_IMPORTO,
    NumeroNonValido,
    read_count,
    read_date,
    read_decimal,
    read_euro,
    read_percentage,
    read_year,
    write_count,
    write_date,
    write_decimal,
    write_euro,
    write_percentage,
)

LETTORI = (read_count, read_euro, read_percentage, read_decimal, read_date, read_year)
IMPORTI = st.decimals(0, MASSIMO_IMPORTO, places=2)
DATE = st.dates(date(1900, 1, 1), date(2100, 12, 31))
# texts that look like something are where a reader may stumble
QUASI = st.text(alphabet="0123456789.,-/ €%+=e\u00a0\u202f\t\n\x00٣３½²−euroottmar°", max_size=24)
LUNGHI = st.builds(lambda cifra, n, coda: cifra * n + coda, st.sampled_from("09"), st.integers(1, 6000), QUASI)


def refuse(lettore, testo: str) -> str:
    with pytest.raises(NumeroNonValido) as errore:
        lettore(testo)
    return str(errore.value)


# counts


@pytest.mark.parametrize(
    ("testo", "valore"),
    [
        ("1475", 1475),
        ("1.475", 1475),
        ("1 475", 1475),
        ("1\u00a0475", 1475),
        ("1\u202f475", 1475),
        ("  7 ", 7),
        ("\u00a07\u200e", 7),
        ("0", 0),
        ("007", 7),
        ("0,0", 0),
        ("3,00", 3),
        ("3.00", 3),
        ("1.475,00", 1475),
        ("1.234.567", 1_234_567),
        ("2147483647", MASSIMO_CONTEGGIO),
    ],
)
def test_un_conteggio_si_legge(testo: str, valore: int) -> None:
    assert read_count(testo) == valore


@pytest.mark.parametrize(
    ("testo", "perche"),
    [
        ("1,5", "Si contano unità intere"),
        ("1.5", "Si contano unità intere"),
        ("1,475", "Si contano unità intere"),
        ("0.475", "Si contano unità intere"),
        ("1.4.7.5", "non è un numero"),
        ("12.34", "Si contano unità intere"),
        ("1234.567", "Si contano unità intere"),
        ("1.475 200", "non è un numero"),
        ("1e3", "non è un numero"),
        ("=1+1", "non è un numero"),
        ("+3", "non è un numero"),
        ("12\t475", "non è un numero"),
        ("tre", "non è un numero"),
        ("٣", "non è un numero"),
        ("３", "non è un numero"),
        ("²", "non è un numero"),
        ("5,", "non è un numero"),
        ("", "non è un numero"),
        ("-3", "mai negativo"),
        ("−3", "mai negativo"),
        ("2147483648", "troppo grande: il massimo è 2.147.483.647"),
        ("9" * 5000, "troppo grande"),
    ],
)
def test_un_conteggio_si_rifiuta(testo: str, perche: str) -> None:
    assert perche in refuse(read_count, testo)


def test_un_conteggio_ha_il_massimo_della_sua_colonna() -> None:
    assert read_count("32.767", massimo=32_767) == 32_767
    with pytest.raises(NumeroNonValido, match=r"«32768» è troppo grande: il massimo è 32\.767"):
        read_count("32768", massimo=32_767)


# amounts


@pytest.mark.parametrize(
    ("testo", "valore"),
    [
        ("9.836,17", "9836.17"),
        ("9836.17", "9836.17"),
        ("9836,17", "9836.17"),
        ("€ 9.836,17", "9836.17"),
        ("€9.836,17", "9836.17"),
        ("9.836,17 €", "9836.17"),
        ("9.836,17 euro", "9836.17"),
        ("9.836,17 EURO", "9836.17"),
        ("EUR 9836,17", "9836.17"),
        ("9\u00a0836,17", "9836.17"),
        ("10000", "10000.00"),
        ("10 000", "10000.00"),
        ("1475", "1475.00"),
        ("1.475,00", "1475.00"),
        ("1.234.567", "1234567.00"),
        ("1.234.567,8", "1234567.80"),
        ("0", "0.00"),
        ("0,5", "0.50"),
        ("999.999.999.999,99", "999999999999.99"),
    ],
)
def test_un_importo_si_legge_al_centesimo(testo: str, valore: str) -> None:
    assert str(read_euro(testo)) == valore


@pytest.mark.parametrize(
    ("testo", "perche"),
    [
        ("9,836", "più di due decimali: va arrotondato, per esempio 9,84"),
        ("0.475", "più di due decimali"),
        ("1234.567", "più di due decimali"),
        ("1,005", "più di due decimali"),
        ("-3", "mai negativo"),
        ("€ -3,00", "mai negativo"),
        ("-1.475", "mai negativo"),
        ("1000000000000", "troppo grande: il massimo è 999.999.999.999,99"),
        ("9" * 5000 + ",123", "troppo grande"),
        ("9,836.17", "non è un importo"),
        ("1.4.7.5", "non è un importo"),
        ("1e3", "non è un importo"),
        ("10 mila", "non è un importo"),
        ("$ 10", "non è un importo"),
        ("€", "non è un importo"),
        ("NaN", "non è un importo"),
    ],
)
def test_un_importo_si_rifiuta(testo: str, perche: str) -> None:
    assert perche in refuse(read_euro, testo)


@pytest.mark.parametrize("lettore", [read_euro, read_decimal])
def test_un_punto_e_tre_cifre_si_leggono_in_due_modi(lettore) -> None:
    assert refuse(lettore, "1.475") == (
        "«1.475» si può leggere 1.475,00 oppure 1,475: nel primo caso va scritto 1475 o 1.475,00, nel secondo 1,48."
    )
    assert "12.345,00 oppure 12,345" in refuse(lettore, "12.345")
    assert "1475 o 1.475,00" in refuse(read_euro, "€ 1.475")


def test_un_importo_ha_il_massimo_della_sua_colonna() -> None:
    with pytest.raises(NumeroNonValido, match="il massimo è 99,99"):
        read_euro("100", massimo=Decimal("99.99"))


# percentages and other numbers


@pytest.mark.parametrize(
    ("testo", "valore"),
    [
        ("20", "20.00"),
        ("20%", "20.00"),
        ("20 %", "20.00"),
        ("20 per cento", "20.00"),
        ("12,5", "12.50"),
        ("12.5", "12.50"),
        ("0", "0.00"),
        ("100", "100.00"),
        ("100,00%", "100.00"),
    ],
)
def test_una_percentuale_si_legge(testo: str, valore: str) -> None:
    assert str(read_percentage(testo)) == valore


@pytest.mark.parametrize(
    ("testo", "perche"),
    [
        ("120", "Una percentuale va da 0 a 100"),
        ("100,01", "Una percentuale va da 0 a 100"),
        ("1.475,00", "Una percentuale va da 0 a 100"),
        ("-1", "Una percentuale va da 0 a 100"),
        ("12,345", "più di due decimali"),
        ("1.475", "più di due decimali"),
        ("venti", "non è una percentuale"),
        ("20%%", "non è una percentuale"),
    ],
)
def test_una_percentuale_si_rifiuta(testo: str, perche: str) -> None:
    assert perche in refuse(read_percentage, testo)


@pytest.mark.parametrize(
    ("testo", "valore"),
    [("18,2", "18.20"), ("18.2", "18.20"), ("-3", "-3.00"), ("−3,5", "-3.50"), ("1475", "1475.00"), ("-0", "0.00")],
)
def test_un_numero_si_legge(testo: str, valore: str) -> None:
    assert str(read_decimal(testo)) == valore


@pytest.mark.parametrize(
    ("testo", "perche"),
    [("18,234", "due decimali"), ("-1000000000000", "troppo grande"), ("n.d.", "non è un numero"), ("--3", "numero")],
)
def test_un_numero_si_rifiuta(testo: str, perche: str) -> None:
    assert perche in refuse(read_decimal, testo)


# days and years


@pytest.mark.parametrize(
    "testo",
    [
        "31/10/2025",
        "31.10.2025",
        "31-10-2025",
        "31 ottobre 2025",
        "31 Ottobre 2025",
        "31\u00a0OTTOBRE 2025",
        "31 ott. 2025",
        "2025-10-31",
        " 31/10/2025 ",
    ],
)
def test_una_data_si_legge(testo: str) -> None:
    assert read_date(testo) == date(2025, 10, 31)


@pytest.mark.parametrize("testo", ["1/3/2019", "01/03/2019", "1° marzo 2019", "1º mar 2019"])
def test_il_primo_del_mese_si_legge(testo: str) -> None:
    assert read_date(testo) == date(2019, 3, 1)


@pytest.mark.parametrize(
    ("testo", "perche"),
    [
        ("31/10/25", "non dice il secolo: va scritto con quattro cifre"),
        ("31 ottobre 25", "non dice il secolo"),
        ("31/02/2026", "non esiste e va corretto: febbraio 2026 ha 28 giorni"),
        ("2026-02-30", "non esiste"),
        ("0/1/2026", "non esiste"),
        ("10/31/2025", "Il mese 31 non esiste"),
        ("1/0/2025", "non è una data"),
        ("31/10/0202", "fuori dal tempo del piano"),
        ("01/01/0000", "fuori dal tempo del piano"),
        ("31/10-2025", "non è una data"),
        ("31 octobre 2025", "non è una data"),
        ("31102025", "non è una data"),
        ("45961", "non è una data"),
        ("ieri", "non è una data"),
        ("٣١/١٠/٢٠٢٥", "non è una data"),
    ],
)
def test_una_data_si_rifiuta(testo: str, perche: str) -> None:
    assert perche in refuse(read_date, testo)


def test_un_anno() -> None:
    assert [read_year(testo) for testo in ("2000", " 2026 ", "2100")] == [2000, 2026, 2100]
    for testo in ("26", "1999", "2101", "2.026", "2026,0", "٢٠٢٦"):
        assert "non è un anno dal 2000 al 2100" in refuse(read_year, testo)


# the way back, and whatever comes


@given(st.integers(0, MASSIMO_CONTEGGIO))
def test_un_conteggio_scritto_si_rilegge(valore: int) -> None:
    assert read_count(write_count(valore)) == valore


@given(IMPORTI)
@example(Decimal("1475.00"))
def test_un_importo_scritto_si_rilegge(valore: Decimal) -> None:
    assert read_euro(write_euro(valore)) == valore
    assert read_euro(italiano.euro(valore)) == valore


@given(st.decimals(0, 100, places=2))
def test_una_percentuale_scritta_si_rilegge(valore: Decimal) -> None:
    assert read_percentage(write_percentage(valore)) == valore
    assert read_percentage(italiano.percento(valore)) == valore


@given(st.decimals(-MASSIMO_IMPORTO, MASSIMO_IMPORTO, places=2))
@example(Decimal("1475.00"))
@example(Decimal("-1475.00"))
@example(Decimal("999.99"))
def test_un_numero_scritto_si_rilegge(valore: Decimal) -> None:
    assert read_decimal(write_decimal(valore)) == valore


@given(DATE)
def test_una_data_scritta_si_rilegge(valore: date) -> None:
    assert read_date(write_date(valore)) == valore
    assert read_date(italiano.data(valore)) == valore
    assert read_date(valore.isoformat()) == valore


def test_come_si_scrive() -> None:
    assert write_count(1475) == "1.475"
    assert write_euro(Decimal("9836.17")) == "9.836,17"
    assert [write_percentage(Decimal(v)) for v in ("20.00", "66.50")] == ["20", "66,5"]
    assert [write_decimal(Decimal(v)) for v in ("18.20", "-3.00", "1475.00")] == ["18,2", "-3", "1.475,00"]
    assert write_date(date(2025, 10, 31)) == "31/10/2025"


@pytest.mark.parametrize("lettore", LETTORI)
@given(testo=st.one_of(st.text(), QUASI, LUNGHI))
@example(testo="1," + "3" * 5000)
@example(testo="\ud800")
def test_qualunque_testo_si_legge_o_si_rifiuta_con_una_frase(lettore, testo: str) -> None:
    try:
        lettore(testo)
    except NumeroNonValido as errore:
        frase = str(errore)
        assert frase.endswith(".")
        assert frase.isprintable()
        assert len(frase) < 200
        assert "!" not in frase or "!" in testo
