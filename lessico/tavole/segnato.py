"""The workbook of a marked file: the same rows after a column of errors, red cells, notes; none of it is kept.

openpyxl makes the workbook with its styles and the parts that hold the notes; the rows flow into its sheet as text, as
in ``xlsx``, and the archive goes out while it is written.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from xml.sax.saxutils import escape

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lessico.tavole.testi import clean, is_risky

SEGNATE: Final = 2_000
"""The cells that have a note: each is a drawing of its own, and a program that opens thousands of them is slow."""
_FOGLIO: Final = "xl/worksheets/sheet1.xml"
_NOTE: Final = "xl/comments/comment1.xml"
_DISEGNI: Final = "xl/drawings/commentsDrawing1.vml"
_DIMENSIONE: Final = re.compile(rb"<dimension[^>]*/>")
_ROSSO: Final = PatternFill("solid", fgColor="FFF8C9C4")
_GRASSETTO: Final = Font(name="Calibri", size=11, bold=True, color="FF17324D")
_A_CAPO: Final = Alignment(vertical="top", wrap_text=True)
_GIORNO_ZERO: Final = date(1899, 12, 30)
_PEZZO: Final = 500
_LARGO: Final = 60
_SPIEGA: Final = (
    "In questa colonna c’è che cosa va corretto in ogni riga: si può filtrare. Quando il file torna non si legge."
)
_VML: Final = (
    '<v:shape id="_x0000_s{n}" type="#_x0000_t202" style="position:absolute;width:270pt;height:75pt;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:textbox/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{riga}</x:Row><x:Column>{colonna}</x:Column>"
    "</x:ClientData></v:shape>"
)
_VML_TESTA: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE_TESTA: Final = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Pianocasa</author>'
    "</authors><commentList>"
)
_NOTA: Final = '<comment ref="{cella}" authorId="0"><text><t xml:space="preserve">{testo}</t></text></comment>'


class RigaSegnata(Struct, frozen=True):
    """``errori``: for the first column; ``sbagli``: column of the file, from zero → what is wrong there."""

    numero: int
    errori: str
    celle: Sequence[Any]
    sbagli: Mapping[int, str]
    titoli: bool = False


class Foglio(Struct, frozen=True):
    """Its name, the row of the headings, the last one, how many columns there are with ours, how it is to be read."""

    nome: str
    intestazione: int
    ultima: int
    colonne: int
    note: Sequence[str]


class _Stili(Struct, frozen=True):
    """(wrong, a day, a text like a formula) → the number of the style; that of the headings and of the errors."""

    caselle: Mapping[tuple[bool, bool, bool], int]
    titoli: int
    errori: int


class _Tubo(io.RawIOBase):
    """What is written comes out at the other end."""

    def __init__(self) -> None:
        self.pezzi: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, pezzo: Any, /) -> int:
        self.pezzi.append(bytes(pezzo))
        return len(pezzo)

    def drain(self) -> bytes:
        """What has come so far."""
        uscito, self.pezzi = b"".join(self.pezzi), []
        return uscito


def write_xlsx(foglio: Foglio, righe: Iterable[RigaSegnata]) -> Iterator[bytes]:
    """The workbook piece by piece."""
    modello, stili = _make_model(foglio)
    tubo, note = _Tubo(), [(f"A{foglio.intestazione}", foglio.intestazione - 1, 0, _SPIEGA)]
    with (
        zipfile.ZipFile(modello) as letto,
        zipfile.ZipFile(tubo, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as scritto,
    ):
        for nome in letto.namelist():
            if nome not in (_FOGLIO, _NOTE, _DISEGNI):
                scritto.writestr(nome, letto.read(nome))
        testa, fine, coda = letto.read(_FOGLIO).partition(b"</sheetData>")
        with scritto.open(_FOGLIO, "w") as dentro:
            dentro.write(_DIMENSIONE.sub(b"", testa.partition(b"<sheetData>")[0]) + b"<sheetData>")
            for pezzo in _pour(righe, stili, note):
                dentro.write(pezzo)
                yield tubo.drain()
            dentro.write(fine + coda)
        scritto.writestr(_NOTE, _write_notes(note))
        scritto.writestr(_DISEGNI, _write_drawings(note))
    yield tubo.drain()


def _make_model(da_fare: Foglio) -> tuple[io.BytesIO, _Stili]:
    """The workbook with no rows."""
    cartella = Workbook()
    foglio: Any = cartella.worksheets[0]
    foglio.title = da_fare.nome[:31]
    foglio.freeze_panes = f"B{da_fare.intestazione + 1}"
    foglio.column_dimensions["A"].width = _LARGO
    foglio.auto_filter.ref = f"A{da_fare.intestazione}:{get_column_letter(da_fare.colonne)}{da_fare.ultima}"
    foglio["A1"].comment = Comment(_SPIEGA, "Pianocasa")
    stili = _register_styles(foglio)
    leggimi: Any = cartella.create_sheet("Note")
    leggimi.column_dimensions["A"].width = 110
    for frase in da_fare.note:
        leggimi.append([frase])
    modello = io.BytesIO()
    cartella.save(modello)
    return modello, stili


def _register_styles(foglio: Any) -> _Stili:
    """Cells that stand nowhere serve to learn the numbers of the styles."""
    caselle = {}
    for sbagliata in (False, True):
        for giorno, formula in ((False, False), (True, False), (False, True)):
            cella: Any = WriteOnlyCell(foglio)
            cella.number_format = "dd/mm/yyyy" if giorno else "General"
            cella.quotePrefix = formula
            if sbagliata:
                cella.fill = _ROSSO
            caselle[sbagliata, giorno, formula] = cella.style_id
    titolo: Any = WriteOnlyCell(foglio)
    titolo.font = _GRASSETTO
    errore: Any = WriteOnlyCell(foglio)
    errore.alignment = _A_CAPO
    return _Stili(caselle, titolo.style_id, errore.style_id)


def _pour(righe: Iterable[RigaSegnata], stili: _Stili, note: list[tuple[str, int, int, str]]) -> Iterator[bytes]:
    """The rows as they are written in the sheet, some at a time; ``note`` takes those of the wrong cells."""
    lettere = [get_column_letter(n) for n in range(1, 300)]
    testo: list[str] = []
    for riga in righe:
        testo.append(_write_row(riga, stili, lettere))
        for posto, frase in riga.sbagli.items():
            if len(note) <= SEGNATE:
                note.append((f"{lettere[posto + 1]}{riga.numero}", riga.numero - 1, posto + 1, frase))
        if len(testo) == _PEZZO:
            yield "".join(testo).encode()
            testo.clear()
    yield "".join(testo).encode()


def _write_row(riga: RigaSegnata, stili: _Stili, lettere: Sequence[str]) -> str:
    celle = (
        [_text(f"A{riga.numero}", riga.errori, stili.titoli if riga.titoli else stili.errori)] if riga.errori else []
    )
    larga = max(len(riga.celle), max(riga.sbagli, default=-1) + 1)
    for posto in range(larga):
        valore = riga.celle[posto] if posto < len(riga.celle) else ""
        if valore != "" or posto in riga.sbagli:
            dove = f"{lettere[posto + 1]}{riga.numero}"
            celle.append(_write_cell(dove, valore, stili, wrong=posto in riga.sbagli))
    return f'<row r="{riga.numero}">{"".join(celle)}</row>'


def _write_cell(dove: str, valore: Any, stili: _Stili, *, wrong: bool) -> str:
    if isinstance(valore, str):
        return _text(dove, valore, stili.caselle[wrong, False, is_risky(valore)])
    if isinstance(valore, list):
        giorno = (date.fromisoformat(valore[0]) - _GIORNO_ZERO).days
        return f'<c r="{dove}" s="{stili.caselle[wrong, True, False]}"><v>{giorno}</v></c>'
    return f'<c r="{dove}" s="{stili.caselle[wrong, False, False]}"><v>{valore!r}</v></c>'


def _text(dove: str, valore: str, stile: int) -> str:
    if not valore:
        return f'<c r="{dove}" s="{stile}"/>'
    scritto = escape(clean(valore))
    return f'<c r="{dove}" s="{stile}" t="inlineStr"><is><t xml:space="preserve">{scritto}</t></is></c>'


def _write_notes(note: Iterable[tuple[str, int, int, str]]) -> str:
    dette = "".join(_NOTA.format(cella=cella, testo=escape(frase)) for cella, _, _, frase in note)
    return f"{_NOTE_TESTA}{dette}</commentList></comments>"


def _write_drawings(note: Iterable[tuple[str, int, int, str]]) -> str:
    forme = (_VML.format(n=1025 + n, riga=riga, colonna=colonna) for n, (_, riga, colonna, _) in enumerate(note))
    return f"{_VML_TESTA}{''.join(forme)}</xml>"
