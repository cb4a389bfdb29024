"""A table as a workbook, written row by row: numbers are numbers, days are days, texts are never formulas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lessico.italiano import ROMA
from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore
from lessico.tavole.testi import clean, is_risky

MASSIMO_RIGHE: Final = 1_048_575
"""Rows that a sheet has under its headings; the others go on in a sheet of their own."""

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

Scrittore = Callable[[Valore], Any]


def write_xlsx(tavola: Tavola, su: IO[bytes]) -> None:
    """The workbook on a file: openpyxl keeps its rows on disk while it writes them."""
    cartella = Workbook(write_only=True)
    cartella.properties.title, cartella.properties.creator = tavola.titolo, "Pianocasa"
    righe, scritte, numero = iter(tavola.righe), MASSIMO_RIGHE, 0
    while scritte == MASSIMO_RIGHE:
        numero += 1
        foglio = _open(cartella, f"Dati {numero}" if numero > 1 else "Dati", tavola.colonne)
        scritte = _fill(foglio, tavola.colonne, islice(righe, MASSIMO_RIGHE))
    _explain(cartella.create_sheet("Note"), tavola)
    cartella.save(su)


def _open(cartella: Workbook, nome: str, colonne: Sequence[Colonna]) -> Any:
    """A sheet with its widths and the row of the headings, that stays in sight."""
    foglio: Any = cartella.create_sheet(nome)
    foglio.freeze_panes = "A2"
    for posto, colonna in enumerate(colonne, start=1):
        foglio.column_dimensions[get_column_letter(posto)].width = _width(colonna)
    foglio.append([_heading(foglio, colonna.titolo) for colonna in colonne])
    return foglio


def _width(colonna: Colonna) -> int:
    return max(_LARGHEZZE.get(colonna.tipo, _LARGO if colonna.larga else _TESTO), min(len(colonna.titolo) + 2, _TESTO))


def _heading(foglio: Any, testo: str) -> Any:
    cella = _as_text(foglio, testo)
    cella.font, cella.fill, cella.alignment = _GRASSETTO, _FONDO, _A_CAPO
    return cella


def _fill(foglio: Any, colonne: Sequence[Colonna], righe: Iterator[Sequence[Valore]]) -> int:
    """How many rows there were; the headings filter them."""
    scrittori, scritte = [_writer(foglio, colonna.tipo) for colonna in colonne], 0
    for riga in righe:
        foglio.append([write(valore) for write, valore in zip(scrittori, riga, strict=True)])
        scritte += 1
    foglio.auto_filter.ref = f"A1:{get_column_letter(len(colonne))}{scritte + 1}"
    return scritte


def _writer(foglio: Any, tipo: Tipo) -> Scrittore:
    """How the values of a column become cells: one cell with its format serves for all of them."""
    modello: Any = WriteOnlyCell(foglio)
    modello.number_format = _FORMATI.get(tipo, "General")

    def write(valore: Valore) -> Any:
        if isinstance(valore, str):
            return _as_text(foglio, valore) if is_risky(valore) or valore[:1] == "#" else clean(valore)
        if valore is None or tipo not in _FORMATI:
            return valore
        modello.value = valore.astimezone(ROMA).replace(tzinfo=None) if isinstance(valore, datetime) else valore
        return modello

    return write


def _as_text(foglio: Any, testo: str) -> Any:
    """A text as a text, whatever it begins with, also after somebody has worked on it."""
    cella: Any = WriteOnlyCell(foglio, clean(testo))
    cella.data_type = "s"
    if is_risky(testo):
        cella.quotePrefix = True
    return cella


def _explain(foglio: Any, tavola: Tavola) -> None:
    """What the table is, and how it is read."""
    foglio.column_dimensions["A"].width = 110
    foglio.append([_heading(foglio, tavola.titolo)])
    for nota in tavola.note:
        foglio.append([_as_text(foglio, nota)])
