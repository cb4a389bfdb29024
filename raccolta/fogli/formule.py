"""Finds the cells of which a workbook does not know the value: formulas in error, or that nobody has computed.

The library that reads workbooks takes them for empty, which would empty a value in silence. It knows nothing of Django.
In ODS a formula with no value is one that gives nothing: there only those in error are found.
"""

import re
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from typing import Final
from xml.parsers import expat

VUOTA: Final = "vuota"
ERRORE: Final = "errore"
UNITA: Final = "unita"
FRASI: Final = {
    ERRORE: "La formula di questa casella dà un errore: va corretta, o al suo posto si scrive il valore.",
    VUOTA: (
        "La formula di questa casella non è stata calcolata: il file va aperto e salvato con un programma di calcolo, "
        "oppure al posto della formula si scrive il valore."
    ),
    UNITA: "Questa casella è unita con altre: vanno divise, e in ognuna si scrive il suo valore.",
}
"""What is said of each."""

ERRORI: Final = {
    "#REF!": "#RIF!",
    "#N/A": "#N/D",
    "#VALUE!": "#VALORE!",
    "#NAME?": "#NOME?",
    "#DIV/0!": "#DIV/0!",
    "#NUM!": "#NUM!",
    "#NULL!": "#NULLO!",
}
"""An error as a workbook keeps it → as an Italian spreadsheet shows it."""

MASSIME: Final = 1_000_000
"""The cells of a sheet that are remembered."""

Rotta = tuple[int, int, str]
"""Row and column from zero, and ``vuota``, ``unita``, ``errore`` or which error it is."""

_COME: Final = (VUOTA, UNITA, ERRORE, *dict.fromkeys(ERRORI.values()))
_PEZZO: Final = 1 << 20
_RIGA_LUNGA: Final = 64 << 20
_RIPETUTE: Final = 1_000
"""Of a cell that is said to repeat, how many times it is told."""
_CIFRE: Final = 8
_SOSPETTI: Final = (b"<f", b":f", b'"e"', b"'e'")
"""Without one of these there is neither a formula nor an error: a sheet of 150 MB is passed over in a moment."""
_IN_ERRORE: Final = re.compile(rb"<(?:\w+:)?c\s([^>/]*\bt=[\"']e[\"'][^>/]*)>.*?<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/])>\s*<(?:\w+:)?f[\s/>](.*?)</(?:\w+:)?c>", re.DOTALL)
_CALCOLATA: Final = re.compile(rb"<(?:\w+:)?v>[^<]")
_TESTO: Final = re.compile(rb"\bt=[\"'](?:str|e)[\"']")
"""A text that is empty has been computed; an error is told apart."""
_DOVE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ELEMENTO: Final = re.compile(r"<[\w:]+\s[^<>]*>")
_ATTRIBUTO: Final = re.compile(r'([\w:]+)="([^"]*)"')


class Rotte:
    """Many cells in little memory, eight bytes each; told from the first row on."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.scritte = array("Q")

    def __len__(self) -> int:
        return len(self.scritte)

    def add(self, riga: int, colonna: int, come: str) -> None:
        """One more, up to as many as are remembered."""
        if len(self.scritte) < MASSIME:
            self.scritte.append(riga << 24 | colonna << 4 | _COME.index(come))

    def __iter__(self) -> Iterator[Rotta]:
        for scritta in sorted(self.scritte):
            yield scritta >> 24, scritta >> 4 & 0xFFFFF, _COME[scritta & 0xF]


def find_broken(contenuto: bytes, foglio: str | None = None) -> dict[str, Rotte]:
    """By sheet; ``foglio``: only that one."""
    with zipfile.ZipFile(BytesIO(contenuto)) as archivio:
        presenti = set(archivio.namelist())
        if "xl/workbook.xml" in presenti:
            volute = [(n, p) for n, p in _paths(archivio) if p in presenti and foglio in (None, n)]
            return {nome: _of_xlsx(archivio, percorso) for nome, percorso in volute}
        return _of_ods(archivio, foglio) if "content.xml" in presenti else {}


def _of_xlsx(archivio: zipfile.ZipFile, percorso: str) -> Rotte:
    rotte = Rotte()
    for pezzo in _rows(archivio, percorso):
        if any(segno in pezzo for segno in _SOSPETTI):
            for riga, colonna, come in _without_value(pezzo):
                rotte.add(riga, colonna, come)
    return rotte


def _rows(archivio: zipfile.ZipFile, percorso: str) -> Iterator[bytes]:
    """The sheet some at a time, cut where a row ends."""
    resto = b""
    with archivio.open(percorso) as letto:
        while pezzo := letto.read(_PEZZO):
            resto += pezzo
            if len(resto) > _RIGA_LUNGA:
                raise MemoryError
            taglio = resto.rfind(b"row>") + 4
            if taglio > len(b"row>"):
                yield resto[:taglio]
                resto = resto[taglio:]
    yield resto


def _without_value(xml: bytes) -> Iterator[Rotta]:
    for cella in _IN_ERRORE.finditer(xml):
        yield from _place(cella[1], ERRORI.get(unescape(cella[2].decode(errors="replace")), ERRORE))
    for cella in _FORMULA.finditer(xml):
        if not (_CALCOLATA.search(cella[2]) or _TESTO.search(cella[1])):
            yield from _place(cella[1], VUOTA)


def _place(attributi: bytes, come: str) -> Iterator[Rotta]:
    if dove := _DOVE.search(attributi):
        colonna = 0
        for lettera in dove[1]:
            colonna = colonna * 26 + lettera - 64
        yield int(dove[2]) - 1, colonna - 1, come


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


def _of_ods(archivio: zipfile.ZipFile, foglio: str | None) -> dict[str, Rotte]:
    """Looked at only where there is an error at all."""
    if not any(b'value-type="error"' in pezzo for pezzo in _overlapping(archivio)):
        return {}
    lettore = _LettoreOds(foglio)
    analisi = expat.ParserCreate(namespace_separator="|")
    analisi.StartElementHandler, analisi.EndElementHandler = lettore.open, lettore.close
    analisi.CharacterDataHandler = lettore.write
    with archivio.open("content.xml") as letto:
        analisi.ParseFile(letto)
    return lettore.rotte


def _overlapping(archivio: zipfile.ZipFile) -> Iterator[bytes]:
    coda = b""
    with archivio.open("content.xml") as letto:
        while pezzo := letto.read(_PEZZO):
            yield coda + pezzo
            coda = pezzo[-30:]


class _LettoreOds:
    """Counts rows and columns, those that are said to repeat too."""

    def __init__(self, foglio: str | None) -> None:
        self.foglio, self.rotte = foglio, dict[str, Rotte]()
        self.nome, self.riga, self.colonna, self.testo = "", 0, 0, ""
        self.righe = self.colonne = 1
        self.sbagliata, self.sue = False, dict[int, str]()

    def open(self, nome: str, attributi: dict[str, str]) -> None:
        suoi = {chiave.rpartition("|")[2]: valore for chiave, valore in attributi.items()}
        elemento = nome.rpartition("|")[2]
        if elemento == "table":
            self.nome, self.riga = suoi.get("name", ""), 0
        elif elemento == "table-row":
            self.colonna, self.righe, self.sue = 0, _times(suoi.get("number-rows-repeated")), {}
        elif elemento in ("table-cell", "covered-table-cell"):
            self.colonne, self.testo = _times(suoi.get("number-columns-repeated")), ""
            self.sbagliata = any(c.endswith("|value-type") and v == "error" for c, v in attributi.items())

    def write(self, testo: str) -> None:
        if self.sbagliata:
            self.testo = (self.testo + testo)[:20]

    def close(self, nome: str) -> None:
        elemento = nome.rpartition("|")[2]
        if elemento == "table-row":
            self._keep()
            self.riga += self.righe
        elif elemento in ("table-cell", "covered-table-cell"):
            if self.sbagliata:
                come = ERRORI.get(self.testo, self.testo if self.testo in _COME else ERRORE)
                self.sue |= dict.fromkeys(range(self.colonna, self.colonna + min(self.colonne, _RIPETUTE)), come)
            self.colonna, self.sbagliata = self.colonna + self.colonne, False

    def _keep(self) -> None:
        if self.sue and self.foglio in (None, self.nome):
            rotte = self.rotte.setdefault(self.nome, Rotte())
            for riga in range(self.riga, self.riga + min(self.righe, _RIPETUTE)):
                for colonna, come in self.sue.items():
                    rotte.add(riga, colonna, come)


def _times(scritto: str | None) -> int:
    return int(scritto) if scritto and scritto.isascii() and scritto.isdecimal() and len(scritto) <= _CIFRE else 1


def spread(rotte: Iterable[Rotta]) -> Iterator[tuple[int, dict[int, str]]]:
    """Row by row: column → what is wrong there."""
    riga, sue = -1, dict[int, str]()
    for dove, colonna, come in rotte:
        if dove != riga and sue:
            yield riga, sue
            sue = {}
        riga = dove
        sue[colonna] = come
    if sue:
        yield riga, sue
