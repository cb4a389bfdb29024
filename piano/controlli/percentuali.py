"""Percentages in the prose: which say what they are a part of."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from piano.controlli.prosa import Frase

_SCRITTA: Final = r"(\d+(?:,\d+)?)\s*(?:%|per\s?cento\b)"
_PERCENTO: Final = re.compile(rf"(?<![\w.,]){_SCRITTA}")
_DI: Final = r"(?:d(?:i|el|ello|ella|ei|egli|elle)|su(?:l|llo|lla|i|gli|lle)?|tra|fra)\b|(?:de|su)ll’"
_ALTRE: Final = rf"(?:\s*(?:,|e|o|ed|a|al|all’|–|-)\s*(?:il\s+|l’)?{_SCRITTA})*"
_BASE_DOPO: Final = re.compile(
    rf"{_ALTRE}\s*(?:circa\s+)?(?:(?:{_DI})(?!\s*(?:19|20)\d\d\b)|rispetto\b)", re.IGNORECASE
)
"""«il 20% o il 30% delle unità»; «il 61% del 2024» has none."""

_BASE_PRIMA: Final = re.compile(rf"(?:{_DI})|.*\binvalidità\b", re.IGNORECASE)
"""«Delle unità, il 20%»: the sentence begins with the base. A degree of invalidity is a part of nothing."""


def find_bare(frasi: Iterable[Frase]) -> Iterator[tuple[str, str]]:
    """(chapter, percentage) of those with no base; one that had it before in the chapter may go without."""
    dette: set[tuple[str, str]] = set()
    for frase in frasi:
        for trovata in _PERCENTO.finditer(frase.letta):
            scritta = (frase.capitolo, f"{trovata[1]}%")
            if _BASE_PRIMA.match(frase.letta) or _BASE_DOPO.match(frase.letta, trovata.end()):
                dette.add(scritta)
            elif scritta not in dette:
                yield scritta
