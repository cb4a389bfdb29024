"""A table as a workbook, written row by row: numbers are numbers, days are days, texts are never formulas.

openpyxl makes the workbook with its headings and styles; the rows flow into its sheet as text, ten times as fast as
cell by cell, and none of them is kept.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any, Final
from xml.sax.saxutils import escape

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lessico.italiano import ROMA
from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore
from lessico.tavole.testi import clean, is_risky

MASSIMO_RIGHE: Final = 1_048_575
"""Rows that a sheet has under its headings."""

_FOGLIO: Final = "xl/worksheets/sheet1.xml"
_FINE: Final = b"</sheetData>"
_PEZZO: Final = 500
"""Rows written at a time."""
_GIORNO_ZERO: Final = date(1899, 12, 30)
_SECONDI: Final = 86_400
_FORMATI: Final[Mapping[Tipo, str]] = {
    Tipo.NUMERO: "#,##0",
    Tipo.EURO: "#,##0.00",
    Tipo.DATA: "dd/mm/yyyy",
    Tipo.ISTANTE: "dd/mm/yyyy hh:mm",
}
_LARGHEZZE: Final[Mapping[Tipo, int]] = {Tipo.NUMERO: 12, Tipo.EURO: 14, Tipo.DATA: 12, Tipo.ISTANTE: 17}
_TESTO, _LARGO = 24, 60
_GRASSETTO: Final = Font(name="Calibri", size=11, bold=True, color="FF17324D")
_FONDO: Final = PatternFill("solid", fgColor="FFE6EDF4")
_A_CAPO: Final = Alignment(vertical="top", wrap_text=True)

Scrittore = Callable[[Valore, int], str]
"""From a value and the number of its row to its cell."""


class TroppeRighe(ValueError):
    """More rows than a sheet holds: a CSV has no such limit."""


def write_xlsx(tavola: Tavola, su: IO[bytes]) -> None:
    """The workbook on a file; raises TroppeRighe."""
    modello, stili = _make_model(tavola)
    with zipfile.ZipFile(modello) as letto, zipfile.ZipFile(su, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as scritto:
        for nome in letto.namelist():
            if nome != _FOGLIO:
                scritto.writestr(nome, letto.read(nome))
        testa, fine, coda = letto.read(_FOGLIO).partition(_FINE)
        with scritto.open(_FOGLIO, "w", force_zip64=True) as foglio:
            foglio.write(testa)
            righe = _pour(foglio, tavola, stili)
            ultima = get_column_letter(len(tavola.colonne))
            foglio.write(fine + coda.replace(f":{ultima}1".encode(), f":{ultima}{righe + 1}".encode()))


class _Stili(Struct, frozen=True):
    """The numbers of the styles in the workbook: of each type of column, and of a text that looks like a formula."""

    tipi: Mapping[Tipo, int]
    testo: int


def _make_model(tavola: Tavola) -> tuple[IO[bytes], _Stili]:
    """The workbook with no rows under its headings."""
    cartella = Workbook()
    foglio: Any = cartella.worksheets[0]
    foglio.title, foglio.freeze_panes = "Dati", "A2"
    cartella.properties.title, cartella.properties.creator = clean(tavola.titolo), "Pianocasa"
    stili = _register_styles(foglio)
    for posto, colonna in enumerate(tavola.colonne, start=1):
        foglio.column_dimensions[get_column_letter(posto)].width = _width(colonna)
        _put(foglio, 1, posto, colonna.titolo, testata=True)
    foglio.auto_filter.ref = f"A1:{get_column_letter(len(tavola.colonne))}1"
    note: Any = cartella.create_sheet("Note")
    note.column_dimensions["A"].width = 110
    for riga, testo in enumerate((tavola.titolo, *tavola.note), start=1):
        _put(note, riga, 1, testo, testata=riga == 1)
    modello = io.BytesIO()
    cartella.save(modello)
    return modello, stili


def _register_styles(foglio: Any) -> _Stili:
    """Cells that stand nowhere serve to learn the numbers of the styles."""
    tipi = {}
    for tipo in Tipo:
        cella: Any = WriteOnlyCell(foglio)
        cella.number_format = _FORMATI.get(tipo, "General")
        tipi[tipo] = cella.style_id
    rischiosa: Any = WriteOnlyCell(foglio)
    rischiosa.quotePrefix = True
    return _Stili(tipi, rischiosa.style_id)


def _width(colonna: Colonna) -> int:
    return max(_LARGHEZZE.get(colonna.tipo, _LARGO if colonna.larga else _TESTO), min(len(colonna.titolo) + 2, _TESTO))


def _put(foglio: Any, riga: int, colonna: int, testo: str, *, testata: bool) -> None:
    """A text as a text, whatever it begins with."""
    cella = foglio.cell(riga, colonna)
    cella.value = clean(testo)
    cella.data_type = "s"
    if testata:
        cella.font, cella.fill, cella.alignment = _GRASSETTO, _FONDO, _A_CAPO


def _pour(foglio: IO[bytes], tavola: Tavola, stili: _Stili) -> int:
    """How many rows there were."""
    scrittori = [_writer(posto, colonna.tipo, stili) for posto, colonna in enumerate(tavola.colonne, start=1)]
    numero = 1
    for pezzo in _pieces(tavola.righe):
        testo = []
        for riga in pezzo:
            numero += 1
            celle = "".join([write(valore, numero) for write, valore in zip(scrittori, riga, strict=True)])
            testo.append(f'<row r="{numero}">{celle}</row>')
        if numero - 1 > MASSIMO_RIGHE:
            raise TroppeRighe("Le righe sono più di quante ne tiene un foglio di calcolo: si scarica il CSV.")
        foglio.write("".join(testo).encode())
    return numero - 1


def _pieces(righe: Iterable[Sequence[Valore]]) -> Iterator[list[Sequence[Valore]]]:
    pezzo: list[Sequence[Valore]] = []
    for riga in righe:
        pezzo.append(riga)
        if len(pezzo) == _PEZZO:
            yield pezzo
            pezzo = []
    yield pezzo


def _writer(posto: int, tipo: Tipo, stili: _Stili) -> Scrittore:
    """How the values of a column become cells."""
    lettera, stile = get_column_letter(posto), stili.tipi[tipo]

    def write(valore: Valore, riga: int) -> str:
        if valore is None or valore == "":
            return ""
        if isinstance(valore, str):
            segno = f' s="{stili.testo}"' if is_risky(valore) else ""
            testo = escape(clean(valore))
            return f'<c r="{lettera}{riga}"{segno} t="inlineStr"><is><t xml:space="preserve">{testo}</t></is></c>'
        return f'<c r="{lettera}{riga}" s="{stile}"><v>{_as_number(valore)}</v></c>'

    return write


def _as_number(valore: int | Decimal | date) -> str:
    """As a workbook keeps it: days from the end of 1899, moments as parts of a day, on the clock of Rome."""
    if isinstance(valore, datetime):
        qui = valore.astimezone(ROMA).replace(tzinfo=UTC)
        secondi = qui.hour * 3600 + qui.minute * 60 + qui.second
        return repr((qui.date() - _GIORNO_ZERO).days + secondi / _SECONDI)
    if isinstance(valore, date):
        return str((valore - _GIORNO_ZERO).days)
    return f"{valore:f}" if isinstance(valore, Decimal) else str(valore)
