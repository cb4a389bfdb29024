"""Reads the sheets of a workbook in a process of its own, with little memory: whatever is in it, the site goes on.

Run by its path, not imported: it knows nothing of Django. The workbook comes in from the standard input; its rows go
out as MessagePack, some at a time, each piece after its length. With no sheet named: the first rows of every sheet.
"""

import resource
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, Final

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook

MEMORIA: Final = 900 * 1024 * 1024
SECONDI: Final = 60
RIGHE: Final = 500_000
COLONNE: Final = 200
FOGLI: Final = 50
PRIME: Final = 40
BLOCCO: Final = 2_000
TROPPO: Final = 3
"""The exit code of a workbook that is too large."""

_SEMPLICI: Final = {str, int, float}
_ENCODE: Final = msgspec.msgpack.Encoder().encode


def main() -> None:
    """Limits first, then everything else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDI, SECONDI))
    cartella = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    if len(sys.argv) > 1:
        foglio = cartella.get_sheet_by_name(sys.argv[1])
        _put([_count(foglio)])
        for blocco in _blocks(foglio):
            _put(blocco)
    else:
        if len(cartella.sheet_names) > FOGLI:
            sys.exit(TROPPO)
        _put([_taste(cartella.get_sheet_by_name(nome)) for nome in cartella.sheet_names])
    sys.stdout.flush()


def _put(valore: Any) -> None:
    scritto = _ENCODE(valore)
    sys.stdout.buffer.write(len(scritto).to_bytes(4, "big") + scritto)


def _taste(foglio: CalamineSheet) -> dict[str, Any]:
    righe: list[list[Any]] = []
    for riga in foglio.iter_rows():
        if len(righe) == PRIME:
            break
        righe.append(_plain(riga[:COLONNE]))
    return {"foglio": foglio.name, "righe": righe, "quante": _count(foglio)}


def _count(foglio: CalamineSheet) -> int:
    """Rows, from the first of the sheet."""
    return foglio.end[0] + 1 if foglio.end else 0


def _blocks(foglio: CalamineSheet) -> Iterator[list[list[Any]]]:
    """Rows from the first of the sheet on, as many as are read."""
    if _count(foglio) > RIGHE:
        sys.exit(TROPPO)
    blocco: list[list[Any]] = []
    for riga in foglio.iter_rows():
        blocco.append(_plain(riga[:COLONNE]))
        if len(blocco) == BLOCCO:
            yield blocco
            blocco = []
    yield blocco


def _plain(riga: list[Any]) -> list[Any]:
    """A day is told apart from a text that looks like one: it stands in a list of its own."""
    return riga if _SEMPLICI.issuperset(map(type, riga)) else [_tell(valore) for valore in riga]


def _tell(valore: Any) -> Any:
    if isinstance(valore, date):
        return [f"{valore:%Y-%m-%d}"]
    if isinstance(valore, bool):
        return "vero" if valore else "falso"
    return str(valore) if isinstance(valore, time | timedelta) else valore


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(TROPPO)
