"""The look of the Word document: page, styles, language, and the fields that Word itself fills in."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

CARATTERE: Final = "Calibri"
INCHIOSTRO: Final = RGBColor(0x17, 0x32, 0x4D)
BLU: Final = RGBColor(0x0B, 0x3A, 0x66)
LARGHEZZA: Final = Mm(166)
"""Of the text."""

_TITOLI: Final = {"Title": 28, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Caption": 10, "TOC Heading": 18}
_NUOVI: Final = {"Marchio": "Normal", "toc 1": "Normal", "Tavola": "Normal", "Cifra": "Normal", "Dettaglio": "Normal"}


def prepare(documento: Document) -> None:
    """A4, Italian, our styles; nothing stays of the empty document that python-docx starts from."""
    sezione = documento.sections[0]
    sezione.page_width, sezione.page_height = Mm(210), Mm(297)
    sezione.left_margin, sezione.right_margin = Mm(24), Mm(20)
    sezione.top_margin, sezione.bottom_margin = Mm(27), Mm(24)
    sezione.different_first_page_header_footer = True
    _set_language(documento)
    for nome, base in _NUOVI.items():
        stile = documento.styles.add_style(nome, WD_STYLE_TYPE.PARAGRAPH, builtin=nome.startswith("toc"))
        if isinstance(stile, ParagraphStyle):
            stile.base_style = documento.styles[base]
    _set_styles(documento)


@cache
def _ids() -> dict[str, str]:
    """Name → id of the styles of a document: python-docx looks through all of them at each paragraph."""
    documento = docx.Document()
    prepare(documento)
    punti = (f"List Bullet{livello}" for livello in ("", " 2", " 3"))
    return {nome: str(documento.styles[nome].style_id) for nome in (*_TITOLI, *_NUOVI, *punti)}


def open_paragraph(documento: Document, stile: str = "") -> Paragraph:
    """A new paragraph in a style of ours, or in the ordinary one."""
    paragrafo = documento.add_paragraph()
    if stile:
        elemento: Any = paragrafo._p
        elemento.style = _ids()[stile]
    return paragrafo


def find_style(documento: Document, nome: str) -> ParagraphStyle:
    """A paragraph style by name."""
    stile = documento.styles[nome]
    if not isinstance(stile, ParagraphStyle):
        raise TypeError(nome)
    return stile


def _set_styles(documento: Document) -> None:
    for nome in ("Normal", *_NUOVI, *_TITOLI, "Header", "Footer"):
        _set_font(find_style(documento, nome))
    normale = find_style(documento, "Normal")
    normale.font.size, normale.paragraph_format.space_after = Pt(11), Pt(6)
    for nome, corpo in _TITOLI.items():
        stile = find_style(documento, nome)
        stile.font.size, stile.font.bold, stile.font.color.rgb = Pt(corpo), True, BLU
        stile.paragraph_format.keep_with_next = True
    find_style(documento, "Title").paragraph_format.space_before = Mm(50)
    _drop(find_style(documento, "Title"), "w:pBdr")
    find_style(documento, "Marchio").font.bold = True
    cifra = find_style(documento, "Cifra")
    cifra.font.size, cifra.font.bold, cifra.font.color.rgb = Pt(18), True, BLU
    cifra.paragraph_format.space_after, cifra.paragraph_format.keep_with_next = Pt(0), True
    find_style(documento, "Dettaglio").paragraph_format.space_after = Pt(0)
    cifra.paragraph_format.space_before = Pt(6)
    tavola = find_style(documento, "Tavola")
    tavola.font.size, tavola.paragraph_format.space_after = Pt(9.5), Pt(1)
    find_style(documento, "toc 1").paragraph_format.tab_stops.add_tab_stop(
        LARGHEZZA, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def _set_font(stile: ParagraphStyle) -> None:
    """Our face and ink, in place of those of the theme."""
    stile.font.name, stile.font.color.rgb = CARATTERE, INCHIOSTRO
    facce: Any = stile.element.find(qn("w:rPr")).find(qn("w:rFonts"))
    for attributo in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        facce.attrib.pop(qn(f"w:{attributo}"), None)
    stile.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _drop(stile: ParagraphStyle, elemento: str) -> None:
    proprieta: Any = stile.element.find(qn("w:pPr"))
    for trovato in proprieta.findall(qn(elemento)):
        proprieta.remove(trovato)


def _set_language(documento: Document) -> None:
    radici: tuple[Any, ...] = (documento.styles.element, documento.settings.element)
    for radice in radici:
        for lingua in (*radice.iter(qn("w:lang")), *radice.iter(qn("w:themeFontLang"))):
            lingua.set(qn("w:val"), "it-IT")


def add_element(padre: Any, nome: str, **attributi: str) -> Any:
    """A child element with attributes of the w: namespace."""
    elemento: Any = OxmlElement(f"w:{nome}")
    for attributo, valore in attributi.items():
        elemento.set(qn(f"w:{attributo}"), valore)
    padre.append(elemento)
    return elemento


def begin_field(paragrafo: Paragraph, istruzione: str) -> None:
    """What Word computes: until ``end_field`` stands what is read before it does."""
    for tipo in ("begin", "", "separate"):
        run: Any = paragrafo.add_run()._r
        if tipo:
            add_element(run, "fldChar", fldCharType=tipo)
        else:
            testo = add_element(run, "instrText")
            testo.set(qn("xml:space"), "preserve")
            testo.text = f" {istruzione} "


def end_field(paragrafo: Paragraph) -> None:
    """The end of what ``begin_field`` began."""
    run: Any = paragrafo.add_run()._r
    add_element(run, "fldChar", fldCharType="end")


def add_field(paragrafo: Paragraph, istruzione: str, testo: str) -> None:
    """A field in a line, with the text it has meanwhile."""
    begin_field(paragrafo, istruzione)
    paragrafo.add_run(testo)
    end_field(paragrafo)


def add_bookmark(paragrafo: Paragraph, nome: str, numero: int) -> None:
    """A place that a link leads to: the whole paragraph."""
    elemento: Any = paragrafo._p
    inizio: Any = OxmlElement("w:bookmarkStart")
    inizio.set(qn("w:id"), str(numero))
    inizio.set(qn("w:name"), nome)
    elemento.insert(1 if elemento.pPr is not None else 0, inizio)
    add_element(elemento, "bookmarkEnd", id=str(numero))


def add_link(paragrafo: Paragraph, ancora: str, testo: str) -> None:
    """A link to a bookmark."""
    elemento: Any = paragrafo._p
    collegamento = add_element(elemento, "hyperlink", anchor=ancora, history="1")
    run: Any = paragrafo.add_run(testo)._r
    collegamento.append(run)


def set_borders(padre: Any, lati: Iterable[tuple[str, int, str]], contenitore: str) -> None:
    """Rules of a table or of a cell: side, eighths of a point, colour."""
    bordi = add_element(padre, contenitore)
    for lato, spessore, colore in lati:
        add_element(bordi, lato, val="single", sz=str(spessore), space="0", color=colore)
