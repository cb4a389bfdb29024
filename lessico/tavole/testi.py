"""Texts that no spreadsheet takes for a formula, and that a file can hold."""

import re
from typing import Final

FORMULE: Final = "=+-@\t\r"
"""A text that begins with one of these is a formula for some spreadsheet."""

MASSIMO: Final = 32_000
"""Characters that a cell can hold, a little under."""

_ILLEGALI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_risky(testo: str) -> bool:
    """Whether it begins as a formula does; spaces before it hide nothing."""
    return testo.lstrip(" \n\xa0")[:1] in {*FORMULE} if testo else False


def guard(testo: str) -> str:
    """For a CSV: an apostrophe before a text that begins as a formula, and before no other."""
    return f"'{testo}" if is_risky(testo) else testo


def clean(testo: str) -> str:
    """Without what a workbook cannot hold."""
    return _ILLEGALI.sub("", testo)[:MASSIMO]
