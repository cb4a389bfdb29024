"""Acronyms in the prose: where each is used for the first time, and whether it is explained there or before."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from piano.controlli.prosa import Frase

_SIGLA: Final = re.compile(r"(?<![\w.])[A-ZÀ-Ý]{2,6}(?![\w])")
_ROMANO: Final = re.compile(r"[IVXLC]+")
_PROVINCIA: Final = re.compile(r"\(([A-Z]{2})\)")
_PROVINCE_DI_ALER: Final = re.compile(r"\b((?i:aler))(?:[\s\-–]+[A-Z]{2}\b)+")
_ATTO: Final = re.compile(r"\s*(?:n\.\s*)?(?:[IVXLC]+/)?\d")
_INTRODUCE: Final = re.compile(r"\b(?:in\s+sigla|di\s+seguito|d’ora\s+in\s+poi|in\s+breve)\W*$", re.IGNORECASE)
_SEGUE: Final = re.compile(r"[»*]?\s*(?:,|:|–)?\s*(?:cioè|ossia|ovvero|vale\s+a\s+dire)\b", re.IGNORECASE)


def find_unexplained(frasi: Iterable[Frase], nomi: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(chapter, acronym) of each that nobody explains; those inside the ``nomi`` of enti are parts of a name."""
    viste: set[str] = set()
    per_lunghezza = sorted(nomi, key=len, reverse=True)
    for frase in frasi:
        if not any(lettera.islower() for lettera in frase.testo):
            continue
        for sigla in _acronyms(_without_names(frase.testo, per_lunghezza)):
            if sigla not in viste and not is_explained(sigla, frase.testo):
                yield frase.capitolo, sigla
            viste.add(sigla)


def _without_names(testo: str, nomi: Iterable[str]) -> str:
    """A name of many words keeps its first: «ALER Brescia-Cremona» uses an acronym, «BS-CR» inside it does not."""
    for nome in nomi:
        testo = testo.replace(nome, nome.split(maxsplit=1)[0]) if " " in nome else testo
    return testo


def _acronyms(testo: str) -> Iterator[str]:
    """Not the Roman numbers, the provinces in brackets or of an ALER, the acts («DGR 4833/2021»)."""
    senza_province = _PROVINCE_DI_ALER.sub(r"\1", _PROVINCIA.sub("", testo))
    for trovata in _SIGLA.finditer(senza_province):
        if not _ROMANO.fullmatch(trovata[0]) and not _ATTO.match(senza_province, trovata.end()):
            yield trovata[0]


def is_explained(sigla: str, testo: str) -> bool:
    """In brackets after its name, or followed by its name in brackets, or told to be one."""
    return any(_explains(sigla, testo[: t.start()], testo[t.end() :]) for t in re.finditer(rf"\b{sigla}\b", testo))


def _explains(sigla: str, prima: str, dopo: str) -> bool:
    if _INTRODUCE.search(prima) or _SEGUE.match(dopo):
        return True
    fuori, parentesi, dentro = prima.rpartition("(")
    if parentesi and ")" not in dentro and spells(sigla, fuori):
        return True
    in_parentesi = re.match(r"\s*\(([^()]*)\)", dopo)
    return in_parentesi is not None and spells(sigla, in_parentesi[1])


def spells(sigla: str, nome: str) -> bool:
    """Whether the last words of a name give the letters of an acronym, in order, from the beginning of a word."""
    ultime = re.findall(r"\w+", nome.lower())[-3 * len(sigla) :]
    inizi = (i for i, parola in enumerate(ultime) if parola[0] == sigla[0].lower())
    return any(_in_order(sigla.lower(), "".join(ultime[i:])) for i in inizi)


def _in_order(lettere: str, testo: str) -> bool:
    resto = iter(testo)
    return all(lettera in resto for lettera in lettere)
