"""Tavola: a title, typed columns and rows that are read once, as they come."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto

from msgspec import Struct

Valore = str | int | Decimal | date | datetime | None
"""What a cell may hold; None is a cell with nothing in it."""


class Tipo(Enum):
    """What a column holds: how it is aligned, how a workbook shows it."""

    TESTO = auto()
    NUMERO = auto()
    EURO = auto()
    DATA = auto()
    ISTANTE = auto()
    MISTO = auto()
    """Numbers as numbers and words as words."""


class Colonna(Struct, frozen=True):
    """The heading of a column and what stands under it; ``larga`` where texts are long."""

    titolo: str
    tipo: Tipo = Tipo.TESTO
    larga: bool = False


class Tavola(Struct, frozen=True, kw_only=True):
    """``nome`` is that of the file, without its end; ``note`` say how to read it. The rows may be asked only once."""

    titolo: str
    nome: str
    colonne: Sequence[Colonna]
    righe: Iterable[Sequence[Valore]]
    note: Sequence[str] = ()


def of_texts(*titoli: str) -> tuple[Colonna, ...]:
    """Columns of texts."""
    return tuple(Colonna(titolo) for titolo in titoli)


def of_numbers(*titoli: str) -> tuple[Colonna, ...]:
    """Columns of counts."""
    return tuple(Colonna(titolo, Tipo.NUMERO) for titolo in titoli)
