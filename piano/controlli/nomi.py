"""The names of the enti in a text: other ways of writing them than the one that the plan uses."""

import re
from collections.abc import Iterator
from typing import Final

from lessico.cella import TOKEN
from piano.valori import EnteCongelato, PianoSnapshot

_PAROLA: Final = re.compile(r"[^\W\d_]+")
_TRA: Final = r"[\s.\-–’']*"
_FRA: Final = r"[\s.\-–’']+"
"""What may stand between two parts of a name, and what must before an initial."""


def find_variants(piano: PianoSnapshot, testo: str) -> Iterator[tuple[str, str]]:
    """(name of the ente, what is written), each once, in the order of the enti."""
    testata = piano.contenuti.testata
    enti = (*testata.enti, *testata.altri_enti)
    resto = _without_names(TOKEN.sub(" ", testo), enti)
    for ente in sorted(enti, key=lambda ente: -len(ente.nome)):
        for scritto in dict.fromkeys(_written(ente, resto)):
            yield _called(ente), scritto
        for modello in _patterns(ente):
            resto = modello.sub(" ", resto)


def _without_names(testo: str, enti: tuple[EnteCongelato, ...]) -> str:
    """The text without what is written as it should: the longest names first, for one may be inside another."""
    for nome in sorted({_called(ente) for ente in enti} | {ente.nome for ente in enti}, key=len, reverse=True):
        testo = re.sub(rf"(?<!\w){re.escape(nome).replace(chr(39), '[’' + chr(39) + ']')}(?!\w)", " ", testo)
    return testo


def _called(ente: EnteCongelato) -> str:
    return f"ALER {ente.nome}" if ente.tipo == "aler" and not ente.nome.upper().startswith("ALER") else ente.nome


def _written(ente: EnteCongelato, testo: str) -> Iterator[str]:
    for modello in _patterns(ente):
        for trovato in modello.finditer(testo):
            yield " ".join(trovato[0].split())


def _patterns(ente: EnteCongelato) -> tuple[re.Pattern[str], ...]:
    """Its aliases; its parts joined otherwise, or shortened to their initials; of an ALER, some of its places."""
    modelli = [re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)", re.IGNORECASE) for alias in ente.alias]
    parti = _PAROLA.findall(ente.nome)
    if ente.tipo == "aler":
        luogo = r"(?:[A-Z]{2}|[A-ZÀ-Ý][a-zà-ý]+)"
        modelli.append(re.compile(rf"\b(?i:aler)(?:[\s\-–]+{luogo}\b)+|\bAler\b"))
    elif len(parti) > 1:
        altre = "".join(rf"(?:{_TRA}(?i:{re.escape(parte)})|{_FRA}{parte[0].upper()}\b\.?)" for parte in parti[1:])
        modelli.append(re.compile(rf"(?<!\w)(?i:{re.escape(parti[0])}){altre}(?!\w)"))
    return tuple(modelli)
