"""The document for an office: the blocks of the rendered plan as a Word file with styles, real tables and fields."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from piano.esportazioni.archivio import repack
from piano.esportazioni.blocchi import (
    Blocco,
    Documento,
    Figura,
    Paragrafo,
    RigaTavola,
    Tavola,
    Titolo,
    Tratti,
    Voce,
    read_document,
)
from piano.esportazioni.descrizione import Descrizione, describe
from piano.esportazioni.stili import (
    LARGHEZZA,
    add_bookmark,
    add_element,
    add_field,
    add_link,
    begin_field,
    end_field,
    open_paragraph,
    prepare,
    set_borders,
)
from piano.html import render_html
from piano.valori import Impronte, PianoSnapshot

_SCURO, _CHIARO = "17324D", "C9D3DD"
_NUMERATA: Final = re.compile(r"(Tabella|Figura)\s(\d+)\. (.+)", re.DOTALL)
_CORTA: Final = 18
"""Rows of a table that stays on one page."""
_CARATTERE, _MARGINE = 2.1, 4.5
"""Millimetres: of a character in a table, of the room around it."""
_STILI: Final = {"valore": "Cifra", "nome": "Dettaglio", "dettaglio": "Dettaglio"}
_PUNTI: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")


def export(snapshot: PianoSnapshot, impronte: Impronte) -> bytes:
    """The same snapshot gives the same bytes; raises PianoNonComponibile."""
    descrizione = describe(snapshot, impronte)
    letto = read_document(render_html(snapshot, impronte))
    documento = docx.Document()
    prepare(documento)
    _set_properties(documento, descrizione)
    _set_margins(documento, descrizione)
    for blocco in letto.frontespizio:
        _add_cover(documento, blocco)
    with _new_page(documento):
        for posto, blocco in enumerate(letto.apertura):
            _add(documento, blocco, posto)
    with _new_page(documento):
        _add_contents(documento, letto)
    with _new_page(documento):
        for posto, blocco in enumerate(letto.corpo, start=len(letto.apertura)):
            _add(documento, blocco, posto)
    scritto = io.BytesIO()
    documento.save(scritto)
    return repack(scritto.getvalue())


def _set_properties(documento: Document, descrizione: Descrizione) -> None:
    proprieta = documento.core_properties
    proprieta.title, proprieta.subject = descrizione.oggetto[:255], descrizione.titolo[:255]
    proprieta.author = descrizione.ambito[:255]
    proprieta.last_modified_by, proprieta.comments, proprieta.keywords = "Pianocasa", "", ""
    proprieta.language, proprieta.revision = "it-IT", 1
    proprieta.identifier = descrizione.impronte.versione
    proprieta.created = proprieta.modified = descrizione.istante


def _set_margins(documento: Document, descrizione: Descrizione) -> None:
    """Above, what the document is and is not; below, the page. The cover has neither."""
    sezione = documento.sections[0]
    testa, piede = sezione.header.paragraphs[0], sezione.footer.paragraphs[0]
    testa.add_run("; ".join((descrizione.ambito, *descrizione.marchi))).font.size = Pt(8.5)
    testa.alignment = piede.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    piede.add_run("pagina ")
    add_field(piede, "PAGE", "1")
    piede.add_run(" di ")
    add_field(piede, "NUMPAGES", "1")


def _add_cover(documento: Document, blocco: Blocco) -> None:
    """The cover has one title, and its marks in capitals; its picture is for the eyes only."""
    if isinstance(blocco, Titolo):
        _write(open_paragraph(documento, "Title"), blocco.tratti)
    elif isinstance(blocco, Paragrafo) and "marchio" in blocco.classe.split():
        paragrafo = open_paragraph(documento, "Marchio")
        testo = "".join(tratto.testo for tratto in blocco.tratti)
        prima, separatore, resto = testo.partition(",") if "," in testo else testo.partition(":")
        paragrafo.add_run(f"{prima.upper()}{separatore}{resto}")
    elif isinstance(blocco, Paragrafo) and blocco.classe != "legenda":
        _add_paragraph(documento, blocco)


@contextmanager
def _new_page(documento: Document) -> Iterator[None]:
    """What is added here begins on a new page."""
    corpo: Any = documento.element.body
    posto = len(corpo) - 1  # the last child is the section
    yield
    if len(corpo) - 1 > posto:
        Paragraph(corpo[posto], documento).paragraph_format.page_break_before = True


def _add_contents(documento: Document, letto: Documento) -> None:
    """Two fields that Word can renew, of headings and of tables; until then, the list of them."""
    blocchi = (*letto.apertura, *letto.corpo)
    titoli = {blocco.ancora for blocco in blocchi if isinstance(blocco, Titolo)}
    voci = [voce for voce in letto.indice if voce.ancora in titoli]
    open_paragraph(documento, "TOC Heading").add_run("Indice")
    for paragrafo, voce in zip(_field_lines(documento, 'TOC \\o "1-1" \\h \\z \\u', len(voci)), voci, strict=True):
        add_link(paragrafo, name_anchor(voce.ancora), voce.testo)
    didascalie = [blocco.didascalia for blocco in blocchi if isinstance(blocco, Tavola) and blocco.didascalia]
    if didascalie:
        open_paragraph(documento, "TOC Heading").add_run("Tabelle")
    righe = _field_lines(documento, 'TOC \\h \\z \\c "Tabella"', len(didascalie))
    for paragrafo, didascalia in zip(righe, didascalie, strict=True):
        paragrafo.add_run(didascalia)


def _field_lines(documento: Document, istruzione: str, quante: int) -> Iterator[Paragraph]:
    """The lines inside a field, to be filled one by one."""
    for posto in range(quante):
        paragrafo = open_paragraph(documento, "toc 1")
        if posto == 0:
            begin_field(paragrafo, istruzione)
        yield paragrafo
        if posto == quante - 1:
            end_field(paragrafo)


def name_anchor(ancora: str) -> str:
    """The name of a bookmark: letters, figures, underscores, forty at most."""
    return re.sub(r"\W", "_", f"_{ancora}")[:40]


def _add(documento: Document, blocco: Blocco, posto: int) -> None:
    match blocco:
        case Titolo():
            _add_heading(documento, blocco, posto)
        case Voce():
            _add_item(documento, blocco)
        case Tavola():
            _add_table(documento, blocco)
        case Figura():
            _add_figure(documento, blocco)
        case Paragrafo():
            _add_paragraph(documento, blocco)


def _add_figure(documento: Document, figura: Figura) -> None:
    """In words: Word draws no SVG that we could vouch for."""
    genere = "" if figura.testo.startswith("Codice") else "Grafico: "
    open_paragraph(documento).add_run(f"{genere}{figura.testo}").italic = True


def _add_paragraph(documento: Document, paragrafo: Paragrafo) -> None:
    """The caption of a figure is a caption; a key figure is large, and stays with its name."""
    if paragrafo.classe == "figcaption":
        _add_caption(documento, _text(paragrafo.tratti))
    else:
        _write(open_paragraph(documento, _STILI.get(paragrafo.classe, "")), paragrafo.tratti)


def _add_heading(documento: Document, titolo: Titolo, posto: int) -> None:
    """Chapters are level 1: the title of the document is on the cover."""
    paragrafo = _write(open_paragraph(documento, f"Heading {max(1, min(3, titolo.livello - 1))}"), titolo.tratti)
    if titolo.ancora:
        add_bookmark(paragrafo, name_anchor(titolo.ancora), posto)


def _write(paragrafo: Paragraph, tratti: Tratti, *, forte: bool = False) -> Paragraph:
    for tratto in tratti:
        run = paragrafo.add_run(tratto.testo)
        run.bold, run.italic = (tratto.forte or forte) or None, tratto.corsivo or None
    return paragrafo


def _add_item(documento: Document, voce: Voce) -> None:
    """A point; or a number written as such, for Word would go on counting from the list before."""
    if voce.numero is None:
        _write(open_paragraph(documento, _PUNTI[min(voce.livello, 2)]), voce.tratti)
        return
    paragrafo = open_paragraph(documento)
    rientro = Mm(7 * (voce.livello + 1))
    paragrafo.paragraph_format.left_indent, paragrafo.paragraph_format.first_line_indent = rientro, -Mm(7)
    paragrafo.paragraph_format.tab_stops.add_tab_stop(rientro)
    paragrafo.add_run(f"{voce.numero}.\t")
    _write(paragrafo, voce.tratti)


def _add_caption(documento: Document, didascalia: str) -> None:
    """«Tabella 3. …», with a number that Word can renew; a figure in parts has one number."""
    paragrafo = open_paragraph(documento, "Caption")
    trovata = _NUMERATA.fullmatch(didascalia)
    if trovata is None:
        paragrafo.add_run(didascalia)
        return
    genere, numero, testo = trovata.groups()
    altra_parte = re.search(r"\((\d+) di \d+\)$", testo)
    paragrafo.add_run(f"{genere} ")
    come = "\\c" if altra_parte and altra_parte[1] != "1" else "\\* ARABIC"
    add_field(paragrafo, f"SEQ {genere} {come}", numero)
    paragrafo.add_run(f". {testo}")


def _add_table(documento: Document, tavola: Tavola) -> None:
    """The caption above, heads on every page, no row broken, rules and no boxes."""
    if tavola.didascalia:
        _add_caption(documento, tavola.didascalia)
    colonne = max((len(riga.celle) for riga in tavola.righe), default=0)
    if not colonne:
        return
    tabella = documento.add_table(rows=len(tavola.righe), cols=colonne)
    _set_table(tabella, tavola)
    ultima = len(tavola.righe) - 1
    for posto, (scritta, riga) in enumerate(zip(tabella.rows, tavola.righe, strict=True)):
        unita = posto < ultima and (riga.testa or len(tavola.righe) <= _CORTA or posto == ultima - 1)
        _write_row(scritta._tr, scritta.cells, riga, unita=unita)
    documento.add_paragraph().paragraph_format.space_after = Pt(2)


def _set_table(tabella: Table, tavola: Tavola) -> None:
    proprieta: Any = tabella._tbl.tblPr
    lati = (("top", 12, _SCURO), ("bottom", 12, _SCURO), ("insideH", 4, _CHIARO))
    set_borders(proprieta, lati, "tblBorders")
    for vecchio in proprieta.findall(qn("w:tblLook")):
        proprieta.remove(vecchio)
    add_element(
        proprieta, "tblLook", val="04A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noVBand="1"
    )
    if tavola.didascalia:
        add_element(proprieta, "tblCaption", val=tavola.didascalia)
    for colonna, larghezza in zip(tabella.columns, _widths(tavola), strict=True):
        colonna.width = larghezza


def _widths(tavola: Tavola) -> list[Mm]:
    """What each column takes of the page: its longest word, then its share of what is left, by its longest cell."""
    colonne = list(zip(*([_text(cella.tratti) for cella in riga.celle] for riga in tavola.righe), strict=False))
    minime = [_CARATTERE * max(map(len, " ".join(colonna).split(" "))) + _MARGINE for colonna in colonne]
    volute = [_CARATTERE * min(45, max(map(len, colonna))) + _MARGINE for colonna in colonne]
    pesi = [max(0.0, voluta - minima) for voluta, minima in zip(volute, minime, strict=True)]
    resto, peso = LARGHEZZA.mm - sum(minime), sum(pesi)
    if resto <= 0 or not peso:
        return [Mm(LARGHEZZA.mm * minima / sum(minime)) for minima in minime]
    return [Mm(minima + resto * parte / peso) for minima, parte in zip(minime, pesi, strict=True)]


def _text(tratti: Tratti) -> str:
    return "".join(tratto.testo for tratto in tratti)


def _write_row(elemento: Any, celle: Any, riga: RigaTavola, *, unita: bool) -> None:
    """``unita``: on the page of the row that follows."""
    proprieta = elemento.get_or_add_trPr()
    add_element(proprieta, "cantSplit")
    if riga.testa:
        add_element(proprieta, "tblHeader")
    for scritta, cella in zip(celle, riga.celle, strict=False):
        paragrafo = scritta.paragraphs[0]
        elemento_p: Any = paragrafo._p
        elemento_p.style = "Tavola"  # by its id: python-docx goes through all the styles to find a name
        _write(paragrafo, cella.tratti, forte=riga.testa or riga.classe == "tot")
        paragrafo.paragraph_format.keep_with_next = unita or None
        if cella.numerica:
            paragrafo.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if riga.testa or riga.classe == "tot":
            lato = "bottom" if riga.testa else "top"
            set_borders(scritta._tc.get_or_add_tcPr(), ((lato, 8, _SCURO),), "tcBorders")
    if riga.classe == "parte" and celle:
        celle[0].paragraphs[0].paragraph_format.left_indent = Mm(4)
