"""Two texts, word by word: what was taken out, what was put in, what is the same, paragraph by paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from msgspec import Struct

CAPOVERSO: Final = "¶"
"""Stands between two paragraphs, as a word among the others."""

_ISOLA: Final = 2
"""Words in common between two changes that would only break a sentence in pieces."""

_CAPOVERSI: Final = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
"""An empty line, or the beginning of an item of a list."""


class Segno(StrEnum):
    """What became of some words."""

    UGUALE = "uguale"
    TOLTO = "tolto"
    AGGIUNTO = "aggiunto"


class Pezzo(Struct, frozen=True):
    """Some words in a row that had the same fate."""

    segno: Segno
    testo: str


class Brano(Struct, frozen=True):
    """A paragraph."""

    pezzi: tuple[Pezzo, ...]

    @property
    def uguale(self) -> bool:
        """Nothing in it is another."""
        return all(pezzo.segno is Segno.UGUALE for pezzo in self.pezzi)


Parole = tuple[str, ...]
_Passo = tuple[Segno, Parole]


def split_words(testo: str) -> Parole:
    """The words of a text; between two paragraphs stands a mark. Spaces and lines that wrap are nothing."""
    capoversi = [tuple(capoverso.split()) for capoverso in _CAPOVERSI.split(testo)]
    pieni = [parole for parole in capoversi if parole]
    return tuple(parola for n, parole in enumerate(pieni) for parola in ((CAPOVERSO, *parole) if n else parole))


def compare_texts(prima: str, dopo: str) -> tuple[Brano, ...]:
    """The two texts as one, in the order in which they are read; with no words there are no paragraphs."""
    return tuple(_paragraphs(_walk(split_words(prima), split_words(dopo))))


def _walk(prima: Parole, dopo: Parole) -> Iterator[_Passo]:
    """Paragraphs first, then the words of those that are not the same: long texts stay fast."""
    vecchi, nuovi = _cut(prima), _cut(dopo)
    passi: list[_Passo] = []
    for che, i1, i2, j1, j2 in _opcodes(vecchi, nuovi):
        via, al_suo_posto = vecchi[i1:i2], nuovi[j1:j2]
        if che == "equal":
            passi.append((Segno.UGUALE, _join(via)))
        elif len(via) == len(al_suo_posto):
            passi += [p for coppia in zip(via, al_suo_posto, strict=True) for p in _smooth(_words(*coppia))]
        else:
            passi += _smooth(_words(_join(via), _join(al_suo_posto)))
    return _merge(passi)


def _cut(parole: Parole) -> list[Parole]:
    """The paragraphs, each with the mark that comes before it."""
    posti = [0, *(n for n, parola in enumerate(parole) if parola == CAPOVERSO), len(parole)]
    return [parole[da:a] for da, a in pairwise(posti) if a > da]


def _join(capoversi: Iterable[Parole]) -> Parole:
    return tuple(parola for capoverso in capoversi for parola in capoverso)


def _opcodes(prima: Sequence[object], dopo: Sequence[object]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, prima, dopo, autojunk=False).get_opcodes()


def _words(prima: Parole, dopo: Parole) -> list[_Passo]:
    passi: list[_Passo] = []
    for che, i1, i2, j1, j2 in _opcodes(prima, dopo):
        if che == "equal":
            passi.append((Segno.UGUALE, prima[i1:i2]))
        else:
            passi += [(Segno.TOLTO, prima[i1:i2]), (Segno.AGGIUNTO, dopo[j1:j2])]
    return passi


def _smooth(passi: Sequence[_Passo]) -> list[_Passo]:
    """A word or two in common between two changes are taken out and put in with them: sentences are read whole."""
    lisci: list[_Passo] = []
    for posto, (segno, parole) in enumerate(passi):
        isola = segno is Segno.UGUALE and len(parole) <= _ISOLA and CAPOVERSO not in parole
        if isola and 0 < posto < len(passi) - 1:
            lisci += [(Segno.TOLTO, parole), (Segno.AGGIUNTO, parole)]
        else:
            lisci.append((segno, parole))
    return lisci


def _merge(passi: Iterable[_Passo]) -> Iterator[_Passo]:
    """Between two equal runs, all that was taken out and then all that was put in."""
    via: list[str] = []
    nuove: list[str] = []
    for segno, parole in passi:
        if segno is Segno.UGUALE and parole:
            yield from ((Segno.TOLTO, tuple(via)), (Segno.AGGIUNTO, tuple(nuove)), (segno, parole))
            via, nuove = [], []
        else:
            (via if segno is Segno.TOLTO else nuove).extend(parole)
    yield from ((Segno.TOLTO, tuple(via)), (Segno.AGGIUNTO, tuple(nuove)))


def _paragraphs(passi: Iterable[_Passo]) -> Iterator[Brano]:
    """Parted where a mark is the same on both sides, or was taken out or put in."""
    aperto: list[Pezzo] = []
    for segno, parole in passi:
        for n, capoverso in enumerate(_cut_marks(parole)):
            if n and aperto:
                yield Brano(tuple(aperto))
                aperto = []
            if capoverso:
                aperto.append(Pezzo(segno, " ".join(capoverso)))
    if aperto:
        yield Brano(tuple(aperto))


def _cut_marks(parole: Parole) -> Iterator[Parole]:
    """What stands between the marks; nothing before a mark that comes first."""
    aperto: list[str] = []
    for parola in parole:
        if parola == CAPOVERSO:
            yield tuple(aperto)
            aperto = []
        else:
            aperto.append(parola)
    yield tuple(aperto)
