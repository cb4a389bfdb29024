"""Takes pictures of the pages: the site on a free port, a browser, each page at both widths."""

import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pymupdf
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

CARTELLA: Final = Path(__file__).resolve().parent.parent / "docs" / "schermate"
LARGHEZZE: Final = {"": (1280, 1500), "-390": (390, 1700)}
"""For each width, how much of the page is shown."""

COLORI: Final = 64
PUNTI: Final = 110
PAROLA: Final = "prova-pianocasa"


def find_browser() -> str | None:
    """Chromium, under one of its names; None leaves the choice to Playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Taciturno(WSGIRequestHandler):
    """Without a line for every request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Nothing."""


@contextmanager
def serve() -> Iterator[str]:
    """The site on a free port of this machine, with its static files; its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Taciturno)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Fotografo:
    """Opens the pages, as somebody or as nobody, and takes each at both widths."""

    def __init__(self, browser: Browser, sito: str) -> None:
        """``sito`` is the address without a path."""
        self.browser, self.sito = browser, sito

    def open(self) -> Page:
        """A browser in which nobody has logged in."""
        return self.browser.new_context(locale="it-IT", timezone_id="Europe/Rome").new_page()

    def log_in(self, email: str) -> Page:
        """A browser in which somebody has logged in."""
        pagina = self.open()
        pagina.goto(f"{self.sito}/accedi/")
        pagina.get_by_label("Email").fill(email)
        pagina.get_by_label("Password").fill(PAROLA)
        pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
        pagina.wait_for_url("**/scrivania/")
        return pagina

    def take(self, pagina: Page, nome: str, dove: str = "") -> None:
        """The page at ``dove``, or the one that is there, from its top down to a reasonable height."""
        if dove:
            pagina.goto(f"{self.sito}{dove}")
        for coda, (larghezza, altezza) in LARGHEZZE.items():
            pagina.set_viewport_size({"width": larghezza, "height": 900})
            alta = int(pagina.evaluate("document.documentElement.scrollHeight"))
            riquadro = FloatRect(x=0, y=0, width=larghezza, height=min(alta, altezza))
            save(pagina.screenshot(full_page=True, animations="disabled", clip=riquadro), f"{nome}{coda}")
        pagina.set_viewport_size({"width": 1280, "height": 900})


def save(png: bytes, nome: str) -> None:
    """Few colours: a third of the weight, and the eye sees no difference."""
    immagine = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORI, dither=Image.Dither.NONE)
    immagine.save(CARTELLA / f"{nome}.png", optimize=True)


def save_first_page(pdf: Path, nome: str) -> None:
    """As it looks on paper."""
    with pymupdf.open(pdf, filetype="pdf") as documento:
        save(documento[0].get_pixmap(dpi=PUNTI).tobytes("png"), nome)
