"""Opens a workbook in a process of its own, with little memory and little time: whatever is in it, the site goes on.

Run by its path, not imported: it knows nothing of Django. The workbook comes in from the standard input, and what is
written in its cells goes out as JSON: see ``cartella.Aperta``.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineSheet, CalamineWorkbook

MEMORIA: Final = 768 * 1024 * 1024
SECONDI: Final = 10
CASELLE: Final = 1_200_000
"""The cells with something in them that are told; a scheda has some thousands."""
FOGLI: Final = 400
TROPPO: Final = 3
"""The exit code of a workbook that is too large."""

_CELLA: Final = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALORE: Final = re.compile(rb"<(?:\w+:)?v>[^<]")
_DOVE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ELEMENTO: Final = re.compile(r"<[\w:]+\s[^<>]*>")
_ATTRIBUTO: Final = re.compile(r'([\w:]+)="([^"]*)"')
_ERRORE: Final = re.compile(rb'\bt="e"')


def main() -> None:
    """Limits first, then everything else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDI, SECONDI))
    contenuto = sys.stdin.buffer.read()
    cartella = CalamineWorkbook.from_filelike(BytesIO(contenuto))
    if len(cartella.sheet_names) > FOGLI:
        sys.exit(TROPPO)
    formule = find_formulas(contenuto)
    fogli = [tell(cartella.get_sheet_by_name(nome), formule.get(nome, [])) for nome in cartella.sheet_names]
    if sum(len(foglio["celle"]) for foglio in fogli) > CASELLE:
        sys.exit(TROPPO)
    sys.stdout.write(json.dumps(fogli))


def tell(foglio: CalamineSheet, formule: list[tuple[int, int, str]]) -> dict[str, Any]:
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


def find_formulas(contenuto: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """By sheet: the cells in error and the formulas that nobody has computed, which the reader takes for empty.

    Only in XLSX: in ODS every formula has its value beside it.
    """
    with zipfile.ZipFile(BytesIO(contenuto)) as archivio:
        presenti = set(archivio.namelist())
        trovate = {}
        for nome, percorso in _paths(archivio) if "xl/workbook.xml" in presenti else ():
            if percorso in presenti:
                trovate[nome] = list(_without_value(archivio.read(percorso)))
        return trovate


def _paths(archivio: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the file it is in."""
    legami = {suoi.get("Id"): suoi.get("Target", "") for suoi in _tags(archivio, "xl/_rels/workbook.xml.rels")}
    for suoi in _tags(archivio, "xl/workbook.xml"):
        chiave = next((valore for nome, valore in suoi.items() if nome.endswith(":id")), None)
        if "sheetId" in suoi and (dove := legami.get(chiave)):
            yield suoi.get("name", ""), dove.lstrip("/") if dove.startswith("/") else f"xl/{dove}"


def _tags(archivio: zipfile.ZipFile, nome: str) -> Iterator[dict[str, str]]:
    """The attributes of each element of a file, as a plain text: entities of its own are of no use here."""
    testo = archivio.read(nome).decode(errors="replace") if nome in archivio.namelist() else ""
    for elemento in _ELEMENTO.finditer(testo):
        yield {chiave: unescape(valore) for chiave, valore in _ATTRIBUTO.findall(elemento[0])}


def _without_value(xml: bytes) -> Iterator[tuple[int, int, str]]:
    if not (_FORMULA.search(xml) or _ERRORE.search(xml)):
        return
    for cella in _CELLA.finditer(xml):
        dove, corpo = _DOVE.search(cella[1]), cella[2]
        if dove and _ERRORE.search(cella[1]):
            yield _place(dove, "errore")
        elif dove and _FORMULA.search(corpo) and not _VALORE.search(corpo):
            yield _place(dove, "vuota")


def _place(dove: "re.Match[bytes]", come: str) -> tuple[int, int, str]:
    colonna = 0
    for lettera in dove[1]:
        colonna = colonna * 26 + lettera - 64
    return int(dove[2]) - 1, colonna - 1, come


if __name__ == "__main__":
    main()
