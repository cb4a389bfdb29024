"""Reads the sheets of a workbook in a process of its own, with little memory: whatever is in it, the site goes on.

It knows nothing of Django. The workbook comes in from the standard input; its rows go out as MessagePack, some at a
time, each piece after its length. With no sheet named: the first rows of every sheet.
"""

import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any, Final

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook

from raccolta.fogli.formule import ERRORE, FRASI, UNITA, Rotte, find_broken, spread

MEMORIA: Final = 900 * 1024 * 1024
SECONDI: Final = 60
RIGHE: Final = 500_000
COLONNE: Final = 200
FOGLI: Final = 50
PRIME: Final = 40
BLOCCO: Final = 2_000
TROPPO: Final = 3
"""The exit code of a workbook that is too large."""

Posto = tuple[int, int]
"""Row and column, from zero."""

_SEMPLICI: Final = {str, int, float}
_ENCODE: Final = msgspec.msgpack.Encoder().encode


def main() -> None:
    """Limits first, then everything else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDI, SECONDI))
    contenuto = sys.stdin.buffer.read()
    cartella = CalamineWorkbook.from_filelike(BytesIO(contenuto))
    if len(sys.argv) > 1:
        foglio = cartella.get_sheet_by_name(sys.argv[1])
        _put([_count(foglio)])
        for blocco in _blocks(foglio, find_broken(contenuto, foglio.name).get(foglio.name, Rotte())):
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


def _blocks(foglio: CalamineSheet, rotte: Rotte) -> Iterator[list[list[Any]]]:
    """Rows from the first of the sheet on, as many as are read."""
    if _count(foglio) > RIGHE:
        sys.exit(TROPPO)
    _add_merged(foglio, rotte)
    righe = (_plain(riga[:COLONNE]) for riga in foglio.iter_rows())
    segnate = _marked(righe, rotte) if rotte else righe
    while blocco := list(islice(segnate, BLOCCO)):
        yield blocco


def _add_merged(foglio: CalamineSheet, rotte: Rotte) -> None:
    """Of some cells that are merged only the first has a value: where there is one, the others are not known."""
    unite, ultima = dict(foglio.merged_cell_ranges or ()), _count(foglio) - 1
    for prima, fine in _written(foglio, unite):
        for riga in range(prima[0], min(fine[0], ultima) + 1):
            for colonna in range(prima[1], min(fine[1] + 1, COLONNE)):
                if (riga, colonna) != prima:
                    rotte.add(riga, colonna, UNITA)


def _written(foglio: CalamineSheet, unite: dict[Posto, Posto]) -> set[tuple[Posto, Posto]]:
    """Those whose first cell is not empty."""
    colonne = defaultdict[int, list[int]](list)
    for riga, colonna in unite:
        colonne[riga].append(colonna)
    fine = max(colonne, default=-1) + 1
    return {
        ((numero, colonna), unite[numero, colonna])
        for numero, riga in enumerate(islice(foglio.iter_rows(), fine))
        for colonna in colonne.get(numero, ())
        if colonna < len(riga) and riga[colonna] != ""
    }


def _marked(righe: Iterator[list[Any]], rotte: Rotte) -> Iterator[list[Any]]:
    """The same rows, and those that the reader took for empty, with their broken cells: what they show, and why."""
    fatte = 0
    for dove, sue in spread(rotte):
        if dove >= RIGHE:
            break
        for _ in range(dove - fatte):
            yield next(righe, [])
        yield _broken_row(next(righe, []), sue)
        fatte = dove + 1
    yield from righe


def _broken_row(riga: list[Any], rotte: dict[int, str]) -> list[Any]:
    viste = {colonna: come for colonna, come in rotte.items() if colonna < COLONNE}
    riga = [*riga, *[""] * (max(viste, default=-1) + 1 - len(riga))]
    for colonna, come in viste.items():
        riga[colonna] = ["", come] if come in FRASI else [come, ERRORE]
    return riga


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
