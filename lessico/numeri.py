"""What a person types, as a value: counts, amounts, percentages and dates read and written back as Italian does."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import get_month_names

from lessico.italiano import ITALIANO, decimale, euro, numero

MASSIMO_CONTEGGIO: Final = 2_147_483_647
MASSIMO_IMPORTO: Final = Decimal("999999999999.99")
"""The largest values that the columns keep: four bytes; fourteen digits, two of them decimals."""
CENTO: Final = Decimal(100)
ANNI: Final = range(2000, 2101)
ANNI_DELLE_DATE: Final = range(1900, 2101)

_DECIMALI: Final = 2
_MIGLIAIA: Final = 1000
_CENTESIMO: Final = Decimal("0.01")
_MOSTRATI: Final = 30

_SPAZI: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_INVISIBILI: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))  # they come along with a paste

_SEGNO: Final = r"(?P<segno>[-−–]?) ?"
_ITALIANO: Final = re.compile(
    _SEGNO + r"(?P<intero>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)|[0-9]+)(?:,(?P<decimali>[0-9]+))?"
)
_CON_IL_PUNTO: Final = re.compile(_SEGNO + r"(?P<intero>[0-9]+)\.(?P<decimali>[0-9]+)")
_IN_EURO: Final = re.compile(r"(?:€|euro|eur)? ?(.*?) ?(?:€|euro|eur)?", re.IGNORECASE | re.DOTALL)
_PER_CENTO: Final = re.compile(r"(.*?) ?(?:%|per ?cento)?", re.IGNORECASE | re.DOTALL)

_ANNO: Final = re.compile(r"[0-9]{4}")
_DATE: Final = (
    re.compile(r"(?P<giorno>[0-9]{1,2})(?P<fra>[/.-])(?P<mese>[0-9]{1,2})(?P=fra)(?P<anno>[0-9]{1,4})"),
    re.compile(r"(?P<anno>[0-9]{4})-(?P<mese>[0-9]{1,2})-(?P<giorno>[0-9]{1,2})"),
    re.compile(r"(?P<giorno>[0-9]{1,2})[°º]? (?P<mese>[a-z]{3,9})\.? (?P<anno>[0-9]{1,4})", re.IGNORECASE),
)
_MESI: Final[tuple[str, ...]] = tuple(nome for _, nome in sorted(get_month_names("wide", locale=ITALIANO).items()))


class NumeroNonValido(ValueError):
    """A text that is not the value asked for; its message is one sentence: why, and what to write instead."""


def _tidy(testo: str) -> str:
    """With plain spaces and nothing invisible; a tab inside stays, because it parts two cells of a sheet."""
    return testo.translate(_SPAZI | _INVISIBILI).strip()


def _quote(testo: str) -> str:
    """The text between «», short, and with nothing that a page cannot show."""
    breve = testo if len(testo) <= _MOSTRATI else f"{testo[:_MOSTRATI]}…"
    return f"«{''.join(c if c.isprintable() else '?' for c in breve)}»"


def _bare(testo: str, con_unita: re.Pattern[str]) -> str:
    """The number without the name of its unit."""
    return nudo[1] if (nudo := con_unita.fullmatch(testo)) else testo


def _match(testo: str, *forme: re.Pattern[str]) -> re.Match[str] | None:
    return next((trovata for forma in forme if (trovata := forma.fullmatch(testo))), None)


def _value(trovata: re.Match[str]) -> Decimal:
    """Exact, whatever the number of digits."""
    segno = "-" if trovata["segno"] else ""
    return Decimal(f"{segno}{re.sub('[. ]', '', trovata['intero'])}.{trovata['decimali'] or '0'}")


def _to_cents(trovata: re.Match[str], scritto: str, massimo: Decimal) -> Decimal:
    """The number with two decimals; raises NumeroNonValido where it has more, or goes beyond the maximum."""
    valore = _value(trovata)
    if valore.copy_abs() > massimo:  # before any arithmetic, which would round what has too many digits
        raise NumeroNonValido(f"{_quote(scritto)} è troppo grande: il massimo è {write_euro(massimo)}.")
    if len(trovata["decimali"] or "") > _DECIMALI:
        raise NumeroNonValido(
            f"{_quote(scritto)} ha più di due decimali: va arrotondato, per esempio {write_euro(valore)}."
        )
    return valore.quantize(_CENTESIMO) + 0  # minus zero is zero


def _refuse_ambiguous(testo: str, scritto: str) -> None:
    """«1.475» is a thousand and more where the dot parts thousands, and one and a half where it parts decimals."""
    migliaia, decimali = _ITALIANO.fullmatch(testo), _CON_IL_PUNTO.fullmatch(testo)
    if migliaia and decimali:
        intero, piccolo = _value(migliaia), _value(decimali)
        raise NumeroNonValido(
            f"{_quote(scritto)} si può leggere {write_euro(intero)} oppure {testo.replace('.', ',')}: "
            f"nel primo caso va scritto {intero:.0f} o {write_euro(intero)}, nel secondo {write_euro(piccolo)}."
        )


def read_count(testo: str, *, massimo: int = MASSIMO_CONTEGGIO) -> int:
    """A whole number, zero or more: «1.475», «1475», «1 475», «3,00»; raises NumeroNonValido."""
    scritto = _tidy(testo)
    if not (trovata := _match(scritto, _ITALIANO, _CON_IL_PUNTO)):
        raise NumeroNonValido(f"{_quote(scritto)} non è un numero: va scritto in cifre, per esempio 1475 o 1.475.")
    if trovata["segno"]:
        raise NumeroNonValido(f"Un conteggio non è mai negativo: al posto di {_quote(scritto)} va scritto 0 o più.")
    if (trovata["decimali"] or "").strip("0"):
        raise NumeroNonValido(
            f"Si contano unità intere: al posto di {_quote(scritto)} va scritto un numero senza decimali."
        )
    if (valore := _value(trovata)) > massimo:
        raise NumeroNonValido(f"{_quote(scritto)} è troppo grande: il massimo è {numero(massimo)}.")
    return int(valore)


def read_whole(testo: str, *, massimo: int = MASSIMO_CONTEGGIO) -> int:
    """A whole number with its sign: «12», «-3», «−3»; raises NumeroNonValido."""
    scritto = _tidy(testo)
    if not (trovata := _match(scritto, _ITALIANO, _CON_IL_PUNTO)):
        raise NumeroNonValido(f"{_quote(scritto)} non è un numero: va scritto in cifre, per esempio 3 o -3.")
    valore = read_count(scritto.removeprefix(trovata["segno"]), massimo=massimo)
    return -valore if trovata["segno"] else valore


def read_euro(testo: str, *, massimo: Decimal = MASSIMO_IMPORTO) -> Decimal:
    """An amount, zero or more, to the cent: «9.836,17», «9836.17», «€ 10000»; raises NumeroNonValido."""
    scritto = _tidy(testo)
    importo = _bare(scritto, _IN_EURO)
    if not (trovata := _match(importo, _ITALIANO, _CON_IL_PUNTO)):
        raise NumeroNonValido(f"{_quote(scritto)} non è un importo: va scritto in cifre, per esempio 9.836,17.")
    if trovata["segno"]:
        raise NumeroNonValido(f"Un importo non è mai negativo: al posto di {_quote(scritto)} va scritto 0 o più.")
    _refuse_ambiguous(importo, scritto)
    return _to_cents(trovata, scritto, massimo)


def read_percentage(testo: str) -> Decimal:
    """A percentage from 0 to 100, with two decimals at most: «20», «20%», «12,5»; raises NumeroNonValido.

    Here a dot parts decimals whatever follows it: a thousand is no percentage.
    """
    scritto = _tidy(testo)
    if not (trovata := _match(_bare(scritto, _PER_CENTO), _CON_IL_PUNTO, _ITALIANO)):
        raise NumeroNonValido(f"{_quote(scritto)} non è una percentuale: va scritta in cifre, per esempio 20 o 12,5.")
    if trovata["segno"] or _value(trovata) > CENTO:
        raise NumeroNonValido(
            f"Una percentuale va da 0 a 100: al posto di {_quote(scritto)} va scritto, per esempio, 20 o 12,5."
        )
    return _to_cents(trovata, scritto, CENTO)


def read_decimal(testo: str, *, massimo: Decimal = MASSIMO_IMPORTO) -> Decimal:
    """A number with two decimals at most, also negative: «18,2», «-3», «1475»; raises NumeroNonValido."""
    scritto = _tidy(testo)
    _refuse_ambiguous(scritto, scritto)
    if not (trovata := _match(scritto, _ITALIANO, _CON_IL_PUNTO)):
        raise NumeroNonValido(f"{_quote(scritto)} non è un numero: va scritto in cifre, per esempio 1475 o 18,2.")
    return _to_cents(trovata, scritto, massimo)


def read_year(testo: str) -> int:
    """A year from 2000 to 2100, in four digits; raises NumeroNonValido."""
    scritto = _tidy(testo)
    if not _ANNO.fullmatch(scritto) or int(scritto) not in ANNI:
        raise NumeroNonValido(
            f"{_quote(scritto)} non è un anno dal {ANNI[0]} al {ANNI[-1]}: va scritto con quattro cifre, come 2026."
        )
    return int(scritto)


def read_date(testo: str) -> date:
    """A day: «31/10/2025», «31.10.2025», «31 ottobre 2025», «1° marzo 2019», «2025-10-31»; raises NumeroNonValido."""
    scritto = _tidy(testo)
    trovata = _match(scritto, *_DATE)
    if not trovata or not (mese := _month(trovata["mese"])):
        raise NumeroNonValido(f"{_quote(scritto)} non è una data: va scritta come 31/10/2025 o 31 ottobre 2025.")
    anno = _year_of_date(trovata["anno"], scritto)
    if mese > len(_MESI):
        raise NumeroNonValido(f"Il mese {mese} non esiste: la data si scrive giorno, mese e anno, come 31/10/2025.")
    giorno, giorni = int(trovata["giorno"]), monthrange(anno, mese)[1]
    if not 1 <= giorno <= giorni:
        raise NumeroNonValido(
            f"Il giorno {_quote(scritto)} non esiste e va corretto: {_MESI[mese - 1]} {anno} ha {giorni} giorni."
        )
    return date(anno, mese, giorno)


def _month(scritto: str) -> int | None:
    """Its number, from figures, from its name or from the first letters of it, «ott.»; None when it is no month."""
    if scritto.isdecimal():
        return int(scritto)
    return next((n for n, nome in enumerate(_MESI, 1) if nome.startswith(scritto.lower())), None)


def _year_of_date(anno: str, scritto: str) -> int:
    if not _ANNO.fullmatch(anno):
        raise NumeroNonValido(
            f"In {_quote(scritto)} l’anno non dice il secolo: va scritto con quattro cifre, per esempio 2025."
        )
    if int(anno) not in ANNI_DELLE_DATE:
        limiti = f"dal {ANNI_DELLE_DATE[0]} al {ANNI_DELLE_DATE[-1]}"
        raise NumeroNonValido(f"L’anno {anno} è fuori dal tempo del piano: va scritto un anno {limiti}.")
    return int(anno)


def write_count(valore: int) -> str:
    """«1.475»."""
    return numero(valore)


def write_euro(valore: Decimal) -> str:
    """An amount in a field, that says its unit elsewhere: «9.836,17»."""
    return euro(valore).removesuffix(" euro")


def write_percentage(valore: Decimal) -> str:
    """«20», «66,5»."""
    return decimale(valore)


def write_decimal(valore: Decimal) -> str:
    """«18,2», «-3»; from a thousand on with its cents, «1.475,00», because «1.475» is read in two ways."""
    return decimale(valore) if abs(valore) < _MIGLIAIA else write_euro(valore)


def write_date(valore: date) -> str:
    """«31/10/2025»."""
    return f"{valore.day:02}/{valore.month:02}/{valore.year:04}"
