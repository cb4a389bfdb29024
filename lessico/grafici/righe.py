"""Rows: the frame that all bar charts share. A name on the left, marks beside it, at most thirty rows a drawing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from lessico.grafici.segni import CORPO, LARGHEZZA, draw, measure, words, wrap

MASSIMO: Final = 30
"""Rows of a drawing: a drawing is never split between two pages."""
PASSO: Final = 15.0
ALTA: Final = 8.0
"""The height of a bar."""

NOMI: Final = 150.0
_INTERLINEA: Final = 10.0
_SPAZIO: Final = 8.0


class Riga(Struct, frozen=True):
    """A row: whose it is, its numbers in the order of the chart, and all of them in words."""

    nome: str
    valori: tuple[int, ...]
    detto: str


Segna = Callable[[Riga, float, float], Iterable[str]]
"""Draws the marks of a row: from which ``x``, and around which ``y``."""


def margin(righe: Iterable[Riga], massimo: float = NOMI) -> float:
    """How much room the names want: the same in all the drawings of a figure."""
    return min(massimo, max((measure(riga.nome) for riga in righe), default=0)) + _SPAZIO


class Cornice(Struct, frozen=True):
    """What all the drawings of a figure have: the room for names, what stands above the rows and how high it is."""

    sinistra: float
    testa: tuple[str, ...] = ()
    alta: float = 2.0


def draw_rows(domanda: str, righe: Sequence[Riga], cornice: Cornice, segna: Segna) -> tuple[str, ...]:
    """One drawing every thirty rows."""
    gruppi = [righe[inizio : inizio + MASSIMO] for inizio in range(0, len(righe), MASSIMO)]
    detti = [_say(domanda, gruppo, posto, len(gruppi)) for posto, gruppo in enumerate(gruppi, 1)]
    return tuple(_draw(detto, gruppo, cornice, segna) for detto, gruppo in zip(detti, gruppi, strict=True))


def _say(domanda: str, righe: Sequence[Riga], posto: int, quanti: int) -> str:
    """The text alternative: the question, then every row in words."""
    parte = f" Parte {posto} di {quanti}." if quanti > 1 else ""
    return f"{domanda}{parte} {'; '.join(f'{riga.nome}: {riga.detto}' for riga in righe)}."


def _draw(alternativa: str, righe: Sequence[Riga], cornice: Cornice, segna: Segna) -> str:
    segni, y, spazio = list(cornice.testa), cornice.alta, cornice.sinistra - _SPAZIO
    for riga in righe:
        nomi = wrap(riga.nome, spazio)
        alta = PASSO + _INTERLINEA * (len(nomi) - 1)
        segni.extend(_names(nomi, spazio, y, alta))
        segni.extend(segna(riga, cornice.sinistra, y + alta / 2))
        y += alta
    return draw(y + 2, alternativa, segni)


def _names(nomi: Sequence[str], x: float, y: float, alta: float) -> Iterator[str]:
    prima = y + alta / 2 - _INTERLINEA * (len(nomi) - 1) / 2 + CORPO * 0.34
    for posto, nome in enumerate(nomi):
        yield words(x, prima + posto * _INTERLINEA, nome, ancora="end")


def scale(valori: Iterable[int], spazio: float) -> float:
    """Points for each unit, so that the longest fits."""
    return spazio / max(1, *valori, 1)


def fit(sinistra: float, destra: float) -> float:
    """The room between the names and what is written at the end of the bars."""
    return LARGHEZZA - sinistra - destra
