"""Opens a workbook in a process of its own, with little memory and little time: whatever is in it, the site goes on.

It knows nothing of Django. The workbook comes in from the standard input, and what is
written in its cells goes out as JSON: see ``cartella.Aperta``.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineSheet, CalamineWorkbook

from raccolta.fogli.formule import Rotta, find_broken

MEMORIA: Final = 768 * 1024 * 1024
SECONDI: Final = 10
CASELLE: Final = 1_200_000
"""The cells with something in them that are told; a scheda has some thousands."""
FOGLI: Final = 400
TROPPO: Final = 3
"""The exit code of a workbook that is too large."""


def main() -> None:
    """Limits first, then everything else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDI, SECONDI))
    contenuto = sys.stdin.buffer.read()
    cartella = CalamineWorkbook.from_filelike(BytesIO(contenuto))
    if len(cartella.sheet_names) > FOGLI:
        sys.exit(TROPPO)
    rotte = {nome: list(sue) for nome, sue in find_broken(contenuto).items()}
    fogli = [tell(cartella.get_sheet_by_name(nome), rotte.get(nome, [])) for nome in cartella.sheet_names]
    if sum(len(foglio["celle"]) for foglio in fogli) > CASELLE:
        sys.exit(TROPPO)
    sys.stdout.write(json.dumps(fogli))


def tell(foglio: CalamineSheet, formule: list[Rotta]) -> dict[str, Any]:
    """A sheet: its cells that are not empty, those merged, the formulas that have no value."""
    return {
        "nome": foglio.name,
        "celle": list(_cells(foglio)),
        "unite": [[a, b, c, d] for (a, b), (c, d) in foglio.merged_cell_ranges or ()][:CASELLE],
        "formule": formule,
    }


def _cells(foglio: CalamineSheet) -> Iterator[tuple[int, int, object]]:
    """(row, column, value), from zero; at most as many as are told."""
    dette = 0
    for riga, valori in enumerate(foglio.iter_rows()):
        for colonna, valore in enumerate(valori):
            if valore != "":
                dette += 1
                yield riga, colonna, _plain(valore)
        if dette > CASELLE:
            sys.exit(TROPPO)


def _plain(valore: object) -> object:
    """A day is told apart from a text that looks like one."""
    if isinstance(valore, date):
        return {"giorno": f"{valore:%Y-%m-%d}"}
    return valore if isinstance(valore, bool | int | float | str) else str(valore)


if __name__ == "__main__":
    main()
