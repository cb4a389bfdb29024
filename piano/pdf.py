"""HTML → PDF. The only module that knows WeasyPrint; nothing is fetched but files and data inside the document."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from piano.errori import PianoNonComponibile

STATICI: Final = Path(__file__).resolve().parent.parent / "static"
VOLTI: Final = (("300", "light"), ("400", "regular"), ("600", "semibold"), ("700", "bold"))
"""Weights of Titillium Web in use: each face costs time at every render."""

_LOG: Final = logging.getLogger("weasyprint")


class DocumentoNonValido(PianoNonComponibile):
    """The document cannot be made into a PDF: a sentence says what is missing or wrong."""


def render_pdf(html: str) -> bytes:
    """A tagged A4 PDF; the same HTML gives the same bytes. Raises DocumentoNonValido."""
    caratteri = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("file", "data"), fail_on_errors=True)
    try:
        with _warnings_are_errors():
            documento = HTML(string=html, base_url=f"{STATICI}/", url_fetcher=fetcher)
            stile = CSS(string=_faces(), font_config=caratteri, url_fetcher=fetcher)
            return bytes(documento.write_pdf(stylesheets=[stile], font_config=caratteri, pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as errore:
        raise DocumentoNonValido(f"Manca un’immagine del documento o un carattere: {errore}.") from errore


def _faces() -> str:
    """Titillium Web from the theme's package, as TrueType: quicker than WOFF2, and the same everywhere."""
    cartella = Path(str(files("bootstrap_italia_template"))) / "static" / "fonts" / "Titillium_Web"
    return "\n".join(
        f'@font-face {{ font-family: "Titillium Web"; font-weight: {peso}; src: url("{trovato.as_uri()}") }}'
        for peso, _ in VOLTI
        for trovato in sorted(cartella.glob(f"titillium-web-v10-*{'regular' if peso == '400' else peso}.ttf"))
    )


class _Raccoglitore(logging.Handler):
    """Collects what WeasyPrint complains of."""

    def __init__(self) -> None:
        """From warnings up."""
        super().__init__(logging.WARNING)
        self.righe: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence."""
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
