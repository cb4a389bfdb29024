"""HTML → PDF/A-3a and PDF/UA-1. The only module that knows WeasyPrint; nothing is fetched but files and data."""

import base64
import gc
import logging
import os
import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from msgspec import Struct

from piano.caratteri import list_faces
from piano.carta import read_for_paper
from piano.errori import DocumentoNonValido
from piano.finitura import finish

STATICI: Final = Path(__file__).resolve().parent.parent / "static"
_NESSUN_CARATTERE: Final = Path(__file__).with_name("caratteri.conf")
_LOG: Final = logging.getLogger("weasyprint")
_MAI_USATE: Final = re.compile(r"^(?:::(?:foot)?note-|\[dir|:is\([\w, ]+\)\[dir).*$", re.MULTILINE)
"""Rules of WeasyPrint's own sheet for notes, which make five styles for every element, and for other directions."""
_AVVIO: Final = threading.Lock()


class Allegato(Struct, frozen=True):
    """A file inside the PDF: ``Source`` is what the document is made from, ``Data`` the data that it shows."""

    nome: str
    mime: str
    descrizione: str
    relazione: Literal["Source", "Data"]
    contenuto: bytes


@contextmanager
def _no_fonts_of_the_machine() -> Iterator[None]:
    """While Fontconfig starts it sees our empty configuration; afterwards other programs see theirs again."""
    with _AVVIO:
        prima = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(_NESSUN_CARATTERE)
        try:
            yield
        finally:
            if prima is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = prima


with _no_fonts_of_the_machine(), warnings.catch_warnings():
    warnings.simplefilter("ignore")  # «No fonts configured»: that is the point
    from weasyprint import CSS, HTML, Attachment, svg
    from weasyprint.html import UA
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher


class _Parole(str):
    """Words that who goes through them letter by letter takes whole: so WeasyPrint lays them out at once."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        """One item. Our drawings neither turn letters nor space them."""
        yield str(self)


svg.Node.text = property(lambda nodo: _Parole(nodo._etree_node.text or ""))
"""The words of a drawing: those of the page are laid out a line at a time, these would be one letter at a time."""


class _Albero(HTML):
    """A document already read: WeasyPrint's own constructor wants text, and parses it as HTML5."""

    def __init__(self, albero: ET.Element, url_fetcher: URLFetcher) -> None:
        """Set what ``HTML.__init__`` sets once it has parsed."""
        self.base_url, self.media_type, self.url_fetcher = f"{STATICI}/", "print", url_fetcher
        self.wrapper_element = ElementWrapper.from_html_root(albero, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, *_: object) -> list[CSS]:
        """WeasyPrint's own sheet, without what a plan never uses."""
        return [_base_style()]


def render_pdf(html: str, allegati: Sequence[Allegato] = ()) -> bytes:
    """A PDF/A-3a that is also PDF/UA-1; the same HTML and files give the same bytes. Raises DocumentoNonValido."""
    with _no_garbage_collection():
        return _render(html, allegati)


def _render(html: str, allegati: Sequence[Allegato]) -> bytes:
    with _no_fonts_of_the_machine():
        caratteri = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("file", "data"), fail_on_errors=True)
    try:
        with _warnings_are_errors():
            stili = [CSS(string=list_faces(html), font_config=caratteri, url_fetcher=fetcher)]
            if foglio := read_for_paper(html):
                sorgente: HTML = _Albero(foglio.albero, fetcher)
                stili.append(_style(foglio.stile))
            else:
                sorgente = HTML(string=html, base_url=f"{STATICI}/", url_fetcher=fetcher)
            documento = sorgente.render(stylesheets=stili, font_config=caratteri, pdf_variant="pdf/a-3a")
            uniti = _attach(allegati, documento.metadata.created)
            return bytes(documento.write_pdf(finisher=finish, attachments=uniti, pdf_variant="pdf/a-3a"))
    except FatalURLFetchingError as errore:
        raise DocumentoNonValido(f"Manca un’immagine del documento o un carattere: {errore}.") from errore


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """The objects of a document live to its end: looking for dead ones takes up to a fifth of the time."""
    attivo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if attivo:
            gc.enable()


@lru_cache(maxsize=1)
def _base_style() -> CSS:
    return CSS(string=_MAI_USATE.sub("", UA).replace("\n::marker", "\nli::marker"))


@lru_cache(maxsize=4)
def _style(css: str) -> CSS:
    """A style sheet already parsed. Faces are apart: they belong to one rendering."""
    with _warnings_are_errors():
        return CSS(string=css, base_url=f"{STATICI}/", url_fetcher=URLFetcher(allowed_protocols=("file", "data")))


def _attach(allegati: Sequence[Allegato], creato: str | None) -> list[Any]:
    """The files, dated as the document: WeasyPrint's own date is that of the clock."""
    giorno = datetime.combine(date.fromisoformat(creato or "1980-01-01"), time())
    return [
        Attachment(
            url=f"data:{allegato.mime};base64,{base64.b64encode(allegato.contenuto).decode()}",
            name=allegato.nome,
            description=allegato.descrizione,
            created=giorno,
            modified=giorno,
            relationship=allegato.relazione,
        )
        for allegato in allegati
    ]


class _Raccoglitore(logging.Handler):
    """Collects what WeasyPrint complains of in one thread."""

    def __init__(self) -> None:
        """From warnings up."""
        super().__init__(logging.WARNING)
        self.righe: list[str] = []
        self.filo = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence."""
        if record.thread == self.filo:
            self.righe.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """A warning of the renderer is a document with a hole: it is not handed out."""
    raccoglitore = _Raccoglitore()
    _LOG.addHandler(raccoglitore)
    try:
        yield
    finally:
        _LOG.removeHandler(raccoglitore)
    if raccoglitore.righe:
        raise DocumentoNonValido(f"Il documento non si compone: {'; '.join(raccoglitore.righe)}.")
