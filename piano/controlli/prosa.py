"""Prose as the rules read it: sentences, figures and percentages that somebody typed, acronyms, verbs in the future."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec
from msgspec import Struct

from lessico.cella import TOKEN
from piano.valori import CapitoloCongelato, PianoSnapshot

_MESI: Final = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
_GIORNO: Final = re.compile(rf"\b(\d{{1,2}})(?:°|º)?\s+({'|'.join(_MESI)})\s+(\d{{4}})\b", re.IGNORECASE)
_GIORNO_IN_CIFRE: Final = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_CIFRE: Final = r"\d+(?:\.\d{3})*(?:,\d+)?"
_ELENCO: Final = rf"{_CIFRE}(?:\s*(?:,|e|o|-|–)\s*{_CIFRE})*"
_NUMERO: Final = re.compile(_CIFRE)
_NON_QUANTITA: Final = (
    rf"\b\d{{1,2}}(?:°|º)?\s+(?:{'|'.join(_MESI)})\b",
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    r"\b\d+/\d{4}\b",
    r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?\b",
    r"\bore\s+\d{1,2}(?:[.:]\d\d)?\b",
    rf"\b(?:art|artt|articol[oi]|comm[ai]|c|n|nn|numer[oi]|lett|punt[oi]|pagin[ae]|tabell[ae]|figur[ae])\b\.?\s*{_ELENCO}",
    r"\b\d+\s*(?:°|º)",
)
_ESCLUSI: Final = re.compile("|".join(_NON_QUANTITA), re.IGNORECASE)
_VOCE_D_ELENCO: Final = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_FRASE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«])|\n+")
_ENFASI: Final = re.compile(r"\*+")
_FUTURO: Final = re.compile(r"\b\w+r(?:à|anno)\b")
_NON_FUTURI: Final = frozenset({"hanno", "fanno", "danno", "stanno", "vanno", "sanno"})
_VUOTO: Final = "\N{OBJECT REPLACEMENT CHARACTER}"


class Frase(Struct, frozen=True):
    """A sentence of a chapter, without emphasis; a token is a mark that no rule takes for a word."""

    capitolo: str
    testo: str

    def dates(self) -> tuple[date, ...]:
        """The days that it names."""
        scritti = [(a, _MESI.index(m.lower()) + 1, g) for g, m, a in _GIORNO.findall(self.testo)]
        scritti += [(a, m, g) for g, m, a in _GIORNO_IN_CIFRE.findall(self.testo)]
        return tuple(giorno for a, m, g in scritti if (giorno := _day(int(a), int(m), int(g))))

    def futures(self) -> tuple[str, ...]:
        """Its verbs in the future: third persons end in «-rà» or «-ranno»."""
        return tuple(verbo for verbo in _FUTURO.findall(self.testo) if verbo.lower() not in _NON_FUTURI)

    def figures(self) -> tuple[str, ...]:
        """The numbers that count something: those of dates, years, norms, acts and lists are none."""
        senza = _ESCLUSI.sub(" ", _VOCE_D_ELENCO.sub("", self.testo))
        return tuple(_NUMERO.findall(senza))


def _day(anno: int, mese: int, giorno: int) -> date | None:
    try:
        return date(anno, mese, giorno)
    except ValueError:
        return None


def in_reading_order(piano: PianoSnapshot) -> tuple[CapitoloCongelato, ...]:
    """The chapters as the document prints them; what no line prints is not read."""
    capitoli = {capitolo.codice: capitolo for capitolo in piano.contenuti.capitoli}
    return tuple(capitoli[riga.codice] for riga in piano.contenuti.schema if riga.codice in capitoli)


def sentences(piano: PianoSnapshot) -> Iterator[Frase]:
    """Every sentence of the chapters, in reading order."""
    for capitolo in in_reading_order(piano):
        testo = _ENFASI.sub("", TOKEN.sub(_VUOTO, capitolo.testo))
        for frase in _FRASE.split(testo):
            if frase.strip():
                yield Frase(capitolo.codice, frase.strip())


def as_number(scritto: str) -> str:
    """A number as Italian writes it, in one form only: «1.475,00» is 1475."""
    intero, _, decimali = scritto.replace(".", "").partition(",")
    resto = decimali.rstrip("0")
    return f"{intero.lstrip('0') or '0'}.{resto}" if resto else intero.lstrip("0") or "0"


def known_numbers(valore: Any) -> Iterator[str]:
    """Every number of a value, those inside its texts included; a Decimal comes out of msgspec as a text."""
    if isinstance(valore, dict | list | tuple):
        for dentro in valore.values() if isinstance(valore, dict) else valore:
            yield from known_numbers(dentro)
    elif isinstance(valore, str):
        yield from _numbers_in(valore)
    elif isinstance(valore, int) and not isinstance(valore, bool):
        yield str(valore)


def _numbers_in(testo: str) -> Iterator[str]:
    if re.fullmatch(r"-?\d+(?:\.\d+)?", testo):
        yield as_number(testo.lstrip("-").replace(".", ","))
    for scritto in _NUMERO.findall(testo):
        yield as_number(scritto)


def as_builtins(piano: PianoSnapshot) -> Any:
    """The contents of the plan as plain values, without the prose."""
    return msgspec.to_builtins(msgspec.structs.replace(piano.contenuti, capitoli=(), motivazioni=()))
