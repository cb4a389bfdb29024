"""Filters that write values in Italian inside the partials; a value that is missing is «nessun dato»."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django import template

from lessico import italiano
from piano.elenchi import NESSUN_DATO
from piano.numeratore import Numeratore

register = template.Library()

V = TypeVar("V")


def write(come: Callable[[V], str], valore: V | None) -> str:
    """The value as ``come`` writes it, or «nessun dato»."""
    return NESSUN_DATO if valore is None else come(valore)


@register.filter
def numero(n: int | None) -> str:
    """``1475|numero``: «1.475»."""
    return write(italiano.numero, n)


@register.filter
def decimale(valore: Decimal | None) -> str:
    """A number with its decimals: «18,2»."""
    return write(italiano.decimale, valore)


@register.filter
def euro(importo: Decimal | None) -> str:
    """An amount: «9.836,17 euro»."""
    return write(italiano.euro, importo)


@register.filter
def percento(valore: Decimal | None) -> str:
    """A percentage: «20%»."""
    return write(italiano.percento, valore)


@register.filter
def data(quando: date | None) -> str:
    """A day: «31 ottobre 2025»."""
    return write(italiano.data, quando)


@register.filter
def istante(quando: datetime | None) -> str:
    """A moment: «31 ottobre 2025, ore 23:59»."""
    return write(italiano.istante, quando)


@register.filter
def termine(fine: datetime | None) -> str:
    """The last minute before an end that is not included: «31 ottobre 2025, ore 23:59»."""
    return write(italiano.termine, fine)


@register.filter
def lettere(n: int | None) -> str:
    """A number in words: «undici»."""
    return write(italiano.lettere, n)


@register.filter
def conta(n: int | None, parole: str) -> str:
    """``28|conta:"alloggio,alloggi"``: «28 alloggi»."""
    singolare, plurale = parole.split(",")
    return NESSUN_DATO if n is None else italiano.conta(n, singolare, plurale)


@register.filter
def elenco(parole: Iterable[str]) -> str:
    """A list: «a, b e c»."""
    return italiano.elenco(parole)


@register.filter
def maiuscola(frase: str) -> str:
    """The sentence with a capital letter at its beginning."""
    return italiano.maiuscola(frase)


@register.filter
def minuscola(frase: str) -> str:
    """The sentence with a small letter at its beginning, where it goes on with another."""
    return italiano.minuscola(frase)


@register.filter
def anno(n: int) -> str:
    """A year, which has no thousands: «2026»."""
    return str(n)


@register.filter
def tabella(numera: Numeratore, didascalia: str) -> int:
    """``numera|tabella:"Indicatori"``: the number of the next table."""
    return numera.tabella(didascalia)


@register.filter
def figura(numera: Numeratore, titolo: str) -> int:
    """``numera|figura:titolo``: the number of the next figure."""
    return numera.figura(titolo)
