"""Correct Italian from values: numbers, amounts, dates, lists, articles and elisions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

ITALIANO: Final = Locale("it")
ROMA: Final = ZoneInfo("Europe/Rome")

_INTERO: Final = "#,##0"
_CON_DECIMALI: Final = "#,##0.##########"
_CENTESIMI: Final = "#,##0.00"
_CENTESIMO: Final = Decimal("0.01")
_TRE: Final = 3
_CENTO: Final = 100

_FINO_A_VENTI: Final = (
    *("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"),
    *("dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto"),
    *("diciannove", "venti"),
)
_DECINE: Final = ("", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")

Preposizione = Literal["il", "del", "al", "dal"]
"""The article, alone or joined to «di», «a», «da»; the masculine form names the whole row."""

_ELISA: Final[Mapping[Preposizione, str]] = {"il": "l’", "del": "dell’", "al": "all’", "dal": "dall’"}
_FEMMINILE: Final[Mapping[Preposizione, str]] = {"il": "la ", "del": "della ", "al": "alla ", "dal": "dalla "}
_SENZA_ARTICOLO: Final[Mapping[Preposizione, str]] = {"il": "", "del": "di ", "al": "a ", "dal": "da "}
_GIORNI_CON_ELISIONE: Final = frozenset({8, 11})
_VOCALI: Final = frozenset("aeiouàèéìòù")


@lru_cache(maxsize=4096)
def numero(n: int) -> str:
    """A whole number with its thousands: «1.475»."""
    return format_decimal(n, _INTERO, locale=ITALIANO)


@lru_cache(maxsize=4096)
def decimale(valore: Decimal) -> str:
    """A number with no useless zeros, to ten decimals: «18,2», «1.200»; minus zero is zero."""
    return format_decimal(valore + 0, _CON_DECIMALI, locale=ITALIANO)


def euro(importo: Decimal) -> str:
    """An amount with its cents: «9.836,17 euro»."""
    centesimi = importo.quantize(_CENTESIMO, rounding=ROUND_HALF_UP)
    return f"{format_decimal(centesimi, _CENTESIMI, locale=ITALIANO)} euro"


def percento(valore: Decimal) -> str:
    """A percentage: «20%», «66,5%»."""
    return f"{decimale(valore)}%"


def conta(n: int, singolare: str, plurale: str) -> str:
    """How many of a thing: «1 alloggio», «28 alloggi», «0 alloggi»."""
    return f"{numero(n)} {singolare if n == 1 else plurale}"


def lettere(n: int) -> str:
    """A number from 0 to 99 in words, «ventitré»; any other in figures, as ``numero``."""
    if not 0 <= n < _CENTO:
        return numero(n)
    if n < len(_FINO_A_VENTI):
        return _FINO_A_VENTI[n]
    decina, unita = _DECINE[n // 10], n % 10
    if unita == 0:
        return decina
    if _FINO_A_VENTI[unita][0] in _VOCALI:
        decina = decina[:-1]
    return decina + ("tré" if unita == _TRE else _FINO_A_VENTI[unita])


def _ordinale(giorno: int) -> str:
    return "1°" if giorno == 1 else str(giorno)


def _mese(quando: date) -> str:
    return format_date(quando, "MMMM", locale=ITALIANO)


def data(quando: date) -> str:
    """A day: «31 ottobre 2025», «1° marzo 2019»."""
    return f"{_ordinale(quando.day)} {format_date(quando, 'MMMM y', locale=ITALIANO)}"


def istante(quando: datetime) -> str:
    """A moment in Europe/Rome: «31 ottobre 2025, ore 23:59»; raises ValueError when it has no time zone."""
    if quando.tzinfo is None:
        raise ValueError("Un istante senza fuso orario non si può scrivere.")
    locale = quando.astimezone(ROMA)
    return f"{data(locale.date())}, ore {locale:%H:%M}"


def termine(fine: datetime) -> str:
    """The last minute before an end that is not included: midnight after the 31st is «31 ottobre 2025, ore 23:59»."""
    return istante(fine - timedelta(minutes=1))


def _con_giorno(preposizione: Preposizione, quando: date, scritto: str) -> str:
    if quando.day in _GIORNI_CON_ELISIONE:
        return f"{_ELISA[preposizione]}{scritto}"
    return f"{preposizione} {scritto}"


def giorno(preposizione: Preposizione, quando: date) -> str:
    """A day after its article: «il 19 marzo 2019», «dell’8 luglio 2016», «dal 1° gennaio 2026»."""
    return _con_giorno(preposizione, quando, data(quando))


def momento(preposizione: Preposizione, quando: datetime) -> str:
    """A moment after its article: «l’8 ottobre 2025, ore 23:59», «dal 1° marzo 2026, ore 00:00»."""
    return _con_giorno(preposizione, quando.astimezone(ROMA).date(), istante(quando))


def scadenza(preposizione: Preposizione, fine: datetime) -> str:
    """The last minute before an end that is not included, after its article: see ``termine``."""
    return momento(preposizione, fine - timedelta(minutes=1))


def periodo(dal: date, al: date) -> str:
    """From a day to a day, both included: «dall’8 al 31 ottobre 2025»; raises ValueError when they are inverted."""
    if al < dal:
        raise ValueError(f"Il periodo finisce ({data(al)}) prima di cominciare ({data(dal)}).")
    if dal == al:
        return giorno("il", dal)
    inizio = _ordinale(dal.day)
    if dal.year != al.year:
        inizio = data(dal)
    elif dal.month != al.month:
        inizio = f"{inizio} {_mese(dal)}"
    return f"{_con_giorno('dal', dal, inizio)} {giorno('al', al)}"


def _congiunzione(parola: str) -> str:
    """«ed» before a word in «e», but not before one in «ed» («Brescia e Edolo»)."""
    iniziale = parola[:2].casefold()
    return "ed" if iniziale[:1] in {"e", "è", "é"} and iniziale != "ed" else "e"


def elenco(parole: Iterable[str]) -> str:
    """A list: «a», «a e b», «a, b ed e»; nothing when there is nothing to list."""
    *prime, ultima = tuple(parole) or ("",)
    if not prime:
        return ultima
    return f"{', '.join(prime)} {_congiunzione(ultima)} {ultima}"


def maiuscola(frase: str) -> str:
    """The sentence with a capital letter at its beginning, and the rest as it is."""
    return frase[:1].upper() + frase[1:]


def minuscola(frase: str) -> str:
    """The same with a small letter, for a sentence that goes on: «invio all’Assemblea»."""
    return frase[:1].lower() + frase[1:]


def tipografico(testo: str) -> str:
    """Straight apostrophes, as in the names of ISTAT, become typographic ones: «Urago d’Oglio»."""
    return testo.replace("'", "’")


def _con_ente(preposizione: Preposizione, tipo: str, nome: str) -> str:
    nome = tipografico(nome)
    if tipo == "comune":
        return f"{preposizione} Comune di {nome}"
    if tipo == "operatore":
        return f"{_SENZA_ARTICOLO[preposizione]}{nome}"
    articoli = _ELISA if nome[:1].casefold() in _VOCALI else _FEMMINILE
    return f"{articoli[preposizione]}{nome}"


def ente(tipo: str, nome: str) -> str:
    """An ente with its article: «il Comune di Chiari», «l’ALER Brescia-Cremona-Mantova»; an operator has none."""
    return _con_ente("il", tipo, nome)


def di_ente(tipo: str, nome: str) -> str:
    """Of an ente: «del Comune di Chiari», «dell’Unione dei Comuni …», «di Cooperativa Alfa»."""
    return _con_ente("del", tipo, nome)


def a_ente(tipo: str, nome: str) -> str:
    """To an ente: «al Comune di Chiari», «all’ALER …», «a Cooperativa Alfa»."""
    return _con_ente("al", tipo, nome)


def da_ente(tipo: str, nome: str) -> str:
    """From, or by, an ente: «dal Comune di Chiari», «dall’ALER …», «da Cooperativa Alfa»."""
    return _con_ente("dal", tipo, nome)
