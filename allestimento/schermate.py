"""Takes the pictures of the guide, ``docs/schermate/*.png``: the main pages, wide and on a telephone."""

import sys
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from allestimento.alloggi import take_dwellings
from allestimento.fotografo import CARTELLA, PAROLA, Fotografo, find_browser, save_first_page, serve
from allestimento.ingresso import take_entry, take_start
from allestimento.scena import DIGITATA, Scena, build_scena, complete, publish_last
from patrimonio.models import Scheda
from raccolta.celle import values_of
from raccolta.services import update
from raccolta.valori import build_schede

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
        Giro(browser, sito, scena).take_all()
        browser.close()
    fatte = list(CARTELLA.glob("*.png"))
    peso = sum(file.stat().st_size for file in fatte)
    sys.stdout.write(f"{len(fatte)} schermate in {CARTELLA}, {peso / 1e6:.1f} MB\n")


class Giro(Fotografo):
    """Goes through the pages as the people of Valdemo."""

    def __init__(self, browser: Browser, sito: str, scena: Scena) -> None:
        """``sito`` is the address without a path."""
        super().__init__(browser, sito)
        self.scena = scena
        self.scheda = f"/schede/{scena.scheda.pk}/"
        self.raccolta = f"/ambiti/valdemo/{scena.ricognizione.anno}/"

    def take_all(self) -> None:
        """In the order in which the work goes on."""
        take_entry(self, self.scena)
        compila = self.log_in(CHI["compila"])
        for nome, dove in {"scrivania": "/scrivania/", "scheda": self.scheda}.items():
            self.take(compila, nome, dove)
        self.take(compila, "patrimonio", f"{self.scheda}patrimonio/")
        self.take(compila, "disponibilita", f"{self.scheda}disponibilita/")
        self.take_conflict(compila)
        self.take_errors(compila)
        capofila = self.log_in(CHI["capofila"])
        self.take_offices(capofila)
        self.take_rest_of_offices(capofila)
        self.take_rest_of_scheda(compila)
        complete(self.scena)
        self.take_checks(compila)
        self.take(compila, "riepilogo", f"{self.scheda}riepilogo/")
        self.take_certification(self.log_in(CHI["certifica"]))
        take_dwellings(self, compila)
        self.take_public()
        take_start(self)

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
        pagina = self.open()
        self.take(pagina, "pubblicato", "/piani/valdemo/2026/")
        self.take(pagina, "dati-aperti", "/piani/valdemo/2026/dati/")
