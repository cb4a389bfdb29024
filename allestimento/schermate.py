"""Takes the pictures of the guide, ``docs/schermate/*.png``: the main pages, wide and on a telephone."""

import io
import shutil
import sys
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
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from allestimento.scena import DIGITATA, Scena, build_scena, complete, publish_last
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.services import update
from raccolta.valori import build_schede

CARTELLA: Final = Path(__file__).resolve().parent.parent / "docs" / "schermate"
LARGHEZZE: Final = {"": (1280, 1500), "-390": (390, 1700)}
"""For each width, how much of the page is shown."""

COLORI: Final = 64
PUNTI: Final = 110
PAROLA: Final = "prova-pianocasa"
DEL_PONTE: Final = ("ponte/altri_usi/unita", "ponte/altri_usi/motivo")
SAP, SAS = "consistenza/900001/sap", "consistenza/900001/sas"
CHI: Final = {
    "compila": "compilatore.valdemo@example.org",
    "certifica": "certificatrice.valdemo@example.org",
    "capofila": "capofila.valdemo@example.org",
}


def main() -> None:
    """Wants a database of its own, empty: it is filled with the invented ambito."""
    scena = build_scena()
    CARTELLA.mkdir(exist_ok=True)
    with serve() as sito, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        Fotografo(browser, sito, scena).take_all()
        browser.close()
    fatte = list(CARTELLA.glob("*.png"))
    peso = sum(file.stat().st_size for file in fatte)
    sys.stdout.write(f"{len(fatte)} schermate in {CARTELLA}, {peso / 1e6:.1f} MB\n")


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
    """Goes through the pages as the people of Valdemo, and takes each at both widths."""

    def __init__(self, browser: Browser, sito: str, scena: Scena) -> None:
        """``sito`` is the address without a path."""
        self.browser, self.sito, self.scena = browser, sito, scena
        self.scheda = f"/schede/{scena.scheda.pk}/"
        self.raccolta = f"/ambiti/valdemo/{scena.ricognizione.anno}/"

    def take_all(self) -> None:
        """In the order in which the work goes on."""
        compila = self.enter("compila")
        for nome, dove in {"scrivania": "/scrivania/", "scheda": self.scheda}.items():
            self.take(compila, nome, dove)
        self.take(compila, "patrimonio", f"{self.scheda}patrimonio/")
        self.take(compila, "disponibilita", f"{self.scheda}disponibilita/")
        self.take_conflict(compila)
        self.take_errors(compila)
        capofila = self.enter("capofila")
        self.take_offices(capofila)
        self.take_rest_of_offices(capofila)
        self.take_rest_of_scheda(compila)
        complete(self.scena)
        self.take_checks(compila)
        self.take(compila, "riepilogo", f"{self.scheda}riepilogo/")
        self.take_certification(self.enter("certifica"))
        self.take_public()

    def enter(self, chi: str) -> Page:
        """A browser in which somebody has logged in."""
        pagina = self.browser.new_context(locale="it-IT", timezone_id="Europe/Rome").new_page()
        pagina.goto(f"{self.sito}/accedi/")
        pagina.get_by_label("Email").fill(CHI[chi])
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

    def take_conflict(self, pagina: Page) -> None:
        """Two write the same value: while one types, a colleague saves."""
        pagina.goto(f"{self.sito}{self.scheda}patrimonio/")
        pagina.locator(f'[name="{SAP}"]').fill("214")
        scheda = Scheda.objects.for_system().get(pk=self.scena.scheda.pk)
        update(scheda, {SAP: 216}, by=self.scena.collega, origine=DIGITATA)
        pagina.get_by_role("button", name="Salva", exact=True).last.click()
        pagina.get_by_text("Un’altra persona ha scritto").wait_for()
        self.take(pagina, "conflitto")
        pagina.get_by_label("Resta quello scritto qui").check(force=True)
        pagina.get_by_role("button", name="Salva", exact=True).last.click()
        pagina.get_by_text("Salvato:").wait_for()

    def take_errors(self, pagina: Page) -> None:
        """What cannot be kept as a number stays as it was typed, with the reason."""
        pagina.goto(f"{self.sito}{self.scheda}patrimonio/")
        pagina.locator(f'[name="{SAS}"]').fill("14,5")
        pagina.get_by_role("button", name="Salva", exact=True).last.click()
        pagina.locator(".sommario-errori").wait_for()
        self.take(pagina, "errori")
        pagina.locator(f'[name="{SAS}"]').fill("14")
        pagina.get_by_role("button", name="Salva", exact=True).last.click()
        pagina.locator(".sommario-errori").wait_for(state="detached")

    def take_checks(self, pagina: Page) -> None:
        """Two units that are set aside for another use: before somebody says so, and after."""
        scheda = Scheda.objects.for_system().get(pk=self.scena.scheda.pk)
        detta = {cella: v for cella, v in values_of(build_schede([scheda])[scheda.pk]).items() if cella in DEL_PONTE}
        update(scheda, {DEL_PONTE[0]: None, DEL_PONTE[1]: ""}, by=self.scena.collega, origine=DIGITATA)
        self.take(pagina, "controlli", f"{self.scheda}controlli/")
        self.take(pagina, "ponte", f"{self.scheda}ponte/")
        scheda.refresh_from_db()
        update(scheda, detta, by=self.scena.collega, origine=DIGITATA)

    def take_offices(self, pagina: Page) -> None:
        """The pages of the capofila."""
        for nome, dove in {
            "cruscotto": self.raccolta,
            "finestre": f"{self.raccolta}ricognizione/",
            "controlli-capofila": f"{self.raccolta}controlli/",
            "testo": f"{self.raccolta}componi/premessa/",
            "schema": f"{self.raccolta}schema/",
            "solleciti": f"{self.raccolta}solleciti/",
            "persone": "/ambiti/valdemo/persone/",
        }.items():
            self.take(pagina, nome, dove)

    def take_rest_of_scheda(self, pagina: Page) -> None:
        """The other pages of who compiles: a scheda half filled in."""
        for nome in ("quote", "avvisi", "misure", "note", "foglio", "storia", "domande", "allegati"):
            self.take(pagina, nome, f"{self.scheda}{nome}/")
        self.take(pagina, "valore", f"{self.scheda}valore/?cella={SAP}")
        for nome in ("permessi", "regole", "norme"):
            self.take(pagina, nome, f"/{nome}/")

    def take_rest_of_offices(self, pagina: Page) -> None:
        """The other pages of the capofila, and its own scheda."""
        d_ambito = Scheda.objects.for_system().get(ricognizione=self.scena.ricognizione, ente=None)
        for nome, dove in {
            "scrivania-capofila": "/scrivania/",
            "nuova-finestra": f"{self.raccolta}ricognizione/finestra/",
            "proroga": f"{self.raccolta}ricognizione/proroga/",
            "integrazione": f"{self.raccolta}ricognizione/integrazione/",
            "storia-raccolta": f"{self.raccolta}storia/",
            "ponte-nel-piano": f"{self.raccolta}ponte/",
            "nuovo-anno": "/ambiti/valdemo/nuovo-anno/",
            "enti": "/ambiti/valdemo/enti/",
            "invito": "/ambiti/valdemo/persone/invito/",
            "scheda-ambito": f"/schede/{d_ambito.pk}/",
            "avvisi-ambito": f"/schede/{d_ambito.pk}/avvisi/",
        }.items():
            self.take(pagina, nome, dove)
        self.take_sending_back(pagina)

    def take_sending_back(self, pagina: Page) -> None:
        """Who one is is said again, then what is to be looked at again, and why."""
        certificate = Scheda.objects.for_system().filter(ricognizione=self.scena.ricognizione, stato="certificata")
        pagina.goto(f"{self.sito}/schede/{certificate.order_by('pk')[0].pk}/rinvia/")
        self.take(pagina, "conferma")
        pagina.get_by_label("Password").fill(PAROLA)
        pagina.get_by_role("button", name="Conferma e prosegui").click()
        self.take(pagina, "rinvio")

    def take_certification(self, pagina: Page) -> None:
        """Who certifies says again who she is, reads, attests; the receipt as it comes out of the printer."""
        pagina.goto(f"{self.sito}{self.scheda}certifica/")
        pagina.get_by_label("Password").fill(PAROLA)
        pagina.get_by_role("button", name="Conferma e prosegui").click()
        pagina.get_by_label("Qualifica di chi certifica").fill("Responsabile del servizio")
        self.take(pagina, "certificazione")
        pagina.get_by_label("Ho letto l’attestazione e la sottoscrivo").check(force=True)
        pagina.get_by_role("button", name="Certifica la scheda").click()
        with pagina.expect_download() as scaricata:
            pagina.get_by_role("link", name="Scarica la ricevuta").click()
        save_first_page(scaricata.value.path(), "ricevuta")

    def take_public(self) -> None:
        """The pages that anybody reads."""
        publish_last(self.scena)
        pagina = self.browser.new_context(locale="it-IT", timezone_id="Europe/Rome").new_page()
        self.take(pagina, "pubblicato", "/piani/valdemo/2026/")
        self.take(pagina, "dati-aperti", "/piani/valdemo/2026/dati/")


def save(png: bytes, nome: str) -> None:
    """Few colours: a third of the weight, and the eye sees no difference."""
    immagine = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORI, dither=Image.Dither.NONE)
    immagine.save(CARTELLA / f"{nome}.png", optimize=True)


def save_first_page(pdf: Path, nome: str) -> None:
    """As it looks on paper."""
    with pymupdf.open(pdf, filetype="pdf") as documento:
        save(documento[0].get_pixmap(dpi=PUNTI).tobytes("png"), nome)
