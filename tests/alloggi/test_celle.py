"""What one cell says: as it is written in Italy, as machines write it, and as it should not be."""

from datetime import date
from decimal import Decimal

import pytest

from raccolta.alloggi.celle import CellaErrata, choice, day, number, simplify, text, to_text, whole, yes_or_no

GIORNO = ["2026-05-12"]
"""A day, as the reader tells it apart from a text."""


@pytest.mark.parametrize(
    ("cella", "valore"),
    [
        (60.5, "60.50"),
        (85, "85.00"),
        ("85,50", "85.50"),
        ("85.5", "85.50"),
        ("1.475", "1475.00"),
        ("1.475,25", "1475.25"),
        ("\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}475 ", "1475.00"),
        ("€ 1.000", "1000.00"),
        ("72 mq", "72.00"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_un_numero(cella, valore):
    assert number(2_000)(cella) == Decimal(valore)


@pytest.mark.parametrize(
    ("cella", "perche"),
    [
        (GIORNO, "C’è una data dove serve un numero"),
        ("circa 60", "Non è un numero"),
        ("1e9", "Non è un numero"),
        ("NaN", "Non è un numero"),
        ("Infinity", "Non è un numero"),
        ("٣٥", "Non è un numero"),
        (-1.0, "negativo"),
        ("85.475", "troppo grande"),
    ],
)
def test_un_numero_che_non_lo_e(cella, perche):
    with pytest.raises(CellaErrata, match=perche):
        number(2_000)(cella)


def test_interi_giorni_si_e_no():
    assert whole(50)(4.0) == 4
    with pytest.raises(CellaErrata, match="intero"):
        whole(50)("4,5")
    assert {day(GIORNO), day("12/05/2026"), day("12.5.2026"), day("2026-05-12")} == {date(2026, 5, 12)}
    for sbagliato in ("31/02/2026", "presto", 46154.0):
        with pytest.raises(CellaErrata, match="data"):
            day(sbagliato)
    assert [yes_or_no(detto) for detto in ("Sì", "NO", 1.0, "x")] == [True, False, True, True]
    with pytest.raises(CellaErrata, match="sì"):
        yes_or_no("forse")


def test_un_testo_senza_persone():
    assert text(20)("  Via\N{NO-BREAK SPACE} Roma   1 ") == "Via Roma 1"
    assert text(20)(1001.0) == "1001"
    for cella, perche in (
        ("RSSMRA80A01H501U", "codice fiscale"),
        ("a cura di rssmra80a01h501u", "codice fiscale"),
        ("a\x07b", "caratteri"),
        ("x" * 41, "troppo lungo"),
        (GIORNO, "data"),
    ):
        with pytest.raises(CellaErrata, match=perche):
            text(40)(cella)


def test_una_scelta_comunque_sia_scritta():
    leggi = choice({simplify("Occupato senza titolo"): "occupata"}, "Occupata senza titolo")
    assert leggi("OCCUPATO  senza-titolo") == "occupata"
    with pytest.raises(CellaErrata, match="valori ammessi: Occupata"):
        leggi("boh")
    assert simplify("Cod. Alloggio") == simplify("cod_alloggio") == "cod alloggio"
    assert to_text(GIORNO) == "12/05/2026"
