"""The workbook: a sheet that explains, then one sheet for each table; numbers are numbers, texts are never formulas."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from lessico import italiano
from lessico.tavole.testi import clean, is_risky
from piano.esportazioni.archivio import FixedZip
from piano.esportazioni.descrizione import LETTURA, Descrizione, describe
from piano.prospetti import PARTE, TOTALE, Casella, Numero, Prospetto, RigaProspetto
from piano.tabelle import TabellaPiano, collect, istat_codes
from piano.valori import Impronte, PianoSnapshot

CODICI: Final = ("Codice dell’ente", "Codice ISTAT", "Chiave della riga")
"""Headings of the last columns, by which a table is joined to others."""

TESTA: Final = 4
"""The row of the headings: above it the caption, the section, how to read it."""

_INCHIOSTRO, _GRIGIO = "FF17324D", "FF40566C"
_NORMALE: Final = Font(name="Calibri", size=11, color=_INCHIOSTRO)
_GRASSETTO: Final = Font(name="Calibri", size=11, bold=True, color=_INCHIOSTRO)
_TENUE: Final = Font(name="Calibri", size=10, color=_GRIGIO)
_TITOLO: Final = Font(name="Calibri", size=14, bold=True, color="FF0B3A66")
_FONDO: Final = PatternFill("solid", fgColor="FFE6EDF4")
_RIGA: Final = Side("thin", color=_INCHIOSTRO)
_LINEA, _ALTEZZA_MASSIMA = 15.0, 405.0
"""Points of a line, and of the highest row that there is."""
_DISTESO: Final = Alignment(horizontal="left", vertical="top")
_A_CAPO: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)
_RIENTRATO: Final = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_A_DESTRA: Final = Alignment(horizontal="right", vertical="top", wrap_text=True)
_COLLEGAMENTO: Final = Font(name="Calibri", size=11, color="FF0B3A66", underline="single")


def export(snapshot: PianoSnapshot, impronte: Impronte) -> bytes:
    """The same snapshot gives the same bytes; raises PianoNonComponibile."""
    descrizione, tabelle, istat = describe(snapshot, impronte), collect(snapshot), istat_codes(snapshot)
    cartella = Workbook()
    primo = cartella.worksheets[0]
    primo.title = "Leggimi"
    _explain(primo, descrizione, tabelle)
    _set_page(primo, descrizione)
    for tabella in tabelle:
        foglio = cartella.create_sheet(name_sheet(tabella))
        _write_table(foglio, tabella, istat)
        foglio.print_title_rows = f"{TESTA}:{TESTA}"
        _set_page(foglio, descrizione)
    _set_properties(cartella, descrizione)
    scritto = io.BytesIO()
    with FixedZip(scritto, "w", zipfile.ZIP_DEFLATED) as archivio:
        ExcelWriter(cartella, archivio).save()  # Workbook.save would look at the clock
    return scritto.getvalue()


def name_sheet(tabella: TabellaPiano) -> str:
    """«3 consistenza», in the 31 characters that a sheet may have."""
    return f"{tabella.numero} {tabella.nome}"[:31].rstrip("-")


def write_format(valore: Numero, unita: str) -> str:
    """How a number is shown: thousands, its decimals (euro: two at least), «%» or the unit after it."""
    decimali = 0 if isinstance(valore, int) else max(0, -int(valore.normalize().as_tuple().exponent))
    if unita.partition(" ")[0] == "euro":
        decimali = max(2, decimali)
    cifre = f"#,##0.{'0' * decimali}" if decimali else "#,##0"
    pulita = re.sub(r'["\\]', "", unita)[:60]
    return f'{cifre}"{"" if pulita == "%" else " "}{pulita}"' if pulita else cifre


def _explain(foglio: Worksheet, descrizione: Descrizione, tabelle: Iterable[TabellaPiano]) -> None:
    _put(_cell(foglio, 1, 1), descrizione.titolo, _TITOLO)
    fatti = (
        ("Ambito", descrizione.ambito),
        ("Anno", str(descrizione.anno)),
        ("Stato", descrizione.stato),
        ("Data", italiano.data(descrizione.quando)),
        ("Impronta dei contenuti", descrizione.impronte.contenuti),
        ("Impronta della versione", descrizione.impronte.versione),
        ("Indirizzo pubblico", descrizione.indirizzo or "nessuno"),
    )
    for riga, (nome, testo) in enumerate(fatti, start=3):
        _put(_cell(foglio, riga, 1), nome, _GRASSETTO)
        _put(_cell(foglio, riga, 2), testo, _NORMALE)
    _list_sheets(foglio, tabelle, foglio.max_row + 2)
    prossima = foglio.max_row + 2
    _put(_cell(foglio, prossima, 1), "Come si legge", _GRASSETTO)
    codici = f"Le ultime colonne ({', '.join(CODICI)}) servono per unire le tabelle tra loro e con altri dati."
    for riga, testo in enumerate((*LETTURA, codici), start=prossima + 1):
        _put(_cell(foglio, riga, 1), testo, _NORMALE)
    for colonna, larghezza in (("A", 34), ("B", 70), ("C", 70)):
        foglio.column_dimensions[colonna].width = larghezza


def _list_sheets(foglio: Worksheet, tabelle: Iterable[TabellaPiano], riga: int) -> None:
    """One line a sheet, with a link to it."""
    for colonna, titolo in enumerate(("Foglio", "Tabella", "Sezione del piano"), start=1):
        _put(_cell(foglio, riga, colonna), titolo, _GRASSETTO).fill = _FONDO
    for posto, tabella in enumerate(tabelle, start=riga + 1):
        nome = name_sheet(tabella)
        cella = _put(_cell(foglio, posto, 1), nome, _COLLEGAMENTO)
        cella.hyperlink = Hyperlink(ref=cella.coordinate, location=f"'{nome}'!A1")
        _put(_cell(foglio, posto, 2), tabella.didascalia, _NORMALE)
        _put(_cell(foglio, posto, 3), tabella.intestazione, _NORMALE)


def _write_table(foglio: Worksheet, tabella: TabellaPiano, istat: Mapping[str, str]) -> None:
    prospetto = tabella.prospetto
    sopra = ((tabella.didascalia, _TITOLO), (tabella.intestazione, _TENUE), (" ".join(_notes(prospetto)), _TENUE))
    for posto, (testo, font) in enumerate(sopra, start=1):
        _put(_cell(foglio, posto, 1), testo, font)
    titoli = [
        (prospetto.prima, _A_CAPO),
        *((c.titolo, _A_DESTRA if c.numerica else _A_CAPO) for c in prospetto.colonne),
    ]
    titoli += [(codice, _RIENTRATO) for codice in CODICI]
    for colonna, (titolo, posa) in enumerate(titoli, start=1):
        cella = _put(_cell(foglio, TESTA, colonna), titolo, _GRASSETTO, posa)
        cella.fill, cella.border = _FONDO, Border(bottom=_RIGA)
    for posto, riga in enumerate(prospetto.righe, start=TESTA + 1):
        _write_row(foglio, posto, riga, istat.get(riga.ente, ""))
    foglio.freeze_panes = f"B{TESTA + 1}"
    ultima = TESTA + len(prospetto.righe) - tabella.sommata
    foglio.auto_filter.ref = f"A{TESTA}:{get_column_letter(len(titoli))}{ultima}"
    righe = [(r.nome, *(c.testo for c in r.caselle), r.ente, istat.get(r.ente, ""), r.chiave) for r in prospetto.righe]
    _set_sizes(foglio, [tuple(titolo for titolo, _ in titoli), *righe])


def _notes(prospetto: Prospetto) -> list[str]:
    """How to read what stands in this table, and only that."""
    testi = {casella.testo for riga in prospetto.righe for casella in riga.caselle}
    return [nota for nota in LETTURA[:2] if nota.partition("»")[0].removeprefix("«") in testi]


def _write_row(foglio: Worksheet, posto: int, riga: RigaProspetto, istat: str) -> None:
    """The name, the cells, the codes; a total is bold under a rule, a part is set in."""
    font = _GRASSETTO if riga.genere == TOTALE else _NORMALE
    _put(_cell(foglio, posto, 1), riga.nome, font, _RIENTRATO if riga.genere == PARTE else _A_CAPO)
    for colonna, casella in enumerate(riga.caselle, start=2):
        _put_value(_cell(foglio, posto, colonna), casella, font)
    for colonna, codice in enumerate((riga.ente, istat, riga.chiave), start=2 + len(riga.caselle)):
        _put(_cell(foglio, posto, colonna), codice, _TENUE, _RIENTRATO)
    if riga.genere == TOTALE:
        for colonna in range(1, 2 + len(riga.caselle)):
            _cell(foglio, posto, colonna).border = Border(top=_RIGA)


def _cell(foglio: Worksheet, riga: int, colonna: int) -> Cell:
    return cast("Cell", foglio.cell(riga, colonna))  # no cell is merged


def _put_value(cella: Cell, casella: Casella, font: Font) -> None:
    """A number as a number in its unit, or what the text says instead."""
    if casella.valore is None:
        _put(cella, casella.testo, _TENUE if casella.numerica else font, _A_DESTRA if casella.numerica else _A_CAPO)
        return
    cella.value, cella.number_format = casella.valore, write_format(casella.valore, casella.unita)
    cella.font, cella.alignment = font, _A_DESTRA


def _put(cella: Cell, testo: str, font: Font, posa: Alignment = _DISTESO) -> Cell:
    """A text as a text, whatever it begins with."""
    if testo:
        cella.value = clean(testo)
        cella.data_type = "s"
        cella.quotePrefix = is_risky(testo)
    cella.font, cella.alignment = font, posa
    return cella


def _set_sizes(foglio: Worksheet, testi: list[tuple[str, ...]]) -> None:
    """Columns from 12 to 60 characters, as what is written below the headings; rows as high as their lines."""
    larghezze = [min(60, max(12, *map(len, colonna))) for colonna in zip(*testi[1:], strict=True)]
    for colonna, larghezza in enumerate(larghezze, start=1):
        foglio.column_dimensions[get_column_letter(colonna)].width = larghezza + 2
    for riga, scritti in enumerate(testi, start=TESTA):
        linee = max(_count_lines(testo, larghezza) for testo, larghezza in zip(scritti, larghezze, strict=True))
        if linee > 1:
            foglio.row_dimensions[riga].height = min(_ALTEZZA_MASSIMA, _LINEA * linee)


def _count_lines(testo: str, larghezza: int) -> int:
    """How many lines a text makes: they break before they are full."""
    return 1 if len(testo) <= larghezza else max(2, ceil(len(testo) * 1.1 / larghezza))


def _set_page(foglio: Worksheet, descrizione: Descrizione) -> None:
    """On paper: as wide as the page, the state above, the sheet and the page below."""
    foglio.page_setup.orientation, foglio.page_setup.paperSize = "landscape", 9
    foglio.page_setup.fitToHeight = 0
    foglio.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    testa, piede = HeaderFooterItem(), HeaderFooterItem()
    testa.center.text, piede.center.text = "; ".join(descrizione.marchi), "&A, pagina &P di &N"
    foglio.HeaderFooter = HeaderFooter(oddHeader=testa, oddFooter=piede)


def _set_properties(cartella: Workbook, descrizione: Descrizione) -> None:
    proprieta = cartella.properties
    proprieta.creator = proprieta.lastModifiedBy = "Pianocasa"
    proprieta.title, proprieta.subject = descrizione.oggetto, "Tabelle del piano"
    proprieta.language = "it-IT"
    proprieta.identifier = descrizione.impronte.versione
    proprieta.created = proprieta.modified = descrizione.istante
