"""A person at the browser: clicks, types and presses keys as one does, and what it costs is counted."""

import re
from itertools import count

from allauth.account.models import EmailAddress
from playwright.sync_api import BrowserContext, Locator, expect

from enti.models import Incarico
from tests.guardia import watch
from tests.raccolta.raccolta_di_prova import enter_as
from tests.test_pagine import check

PAROLA = "tre-parole-da-ricordare"


class Persona:
    """One person with a browser of her own; ``battute`` and ``clic`` are what she has done since ``start_counting``."""

    def __init__(self, contesto: BrowserContext, sito: str, *, javascript: bool = True) -> None:
        self.sito, self.pagina, self.javascript = sito, contesto.new_page(), javascript
        self.guai = watch(self.pagina, sito)
        self.battute = self.clic = 0

    # getting in

    def enter(self, incarico: Incarico) -> "Persona":
        """She is in already, at her desk: the story is not about logging in."""
        give_password(incarico)
        enter_as(self.pagina, self.sito, incarico)
        return self.go("/scrivania/")

    def log_in(self, email: str) -> None:
        """On the page of the login."""
        self.pagina.get_by_label("Email").fill(email)
        self.pagina.get_by_label("Password").fill(PAROLA)
        self.pagina.get_by_role("main").get_by_role("button", name="Accedi").click()

    def confirm(self) -> None:
        """Who is acting is asked before an act."""
        self.reads("Conferma")
        self.pagina.get_by_label("Password").fill(PAROLA)
        self.pagina.get_by_role("button", name="Conferma e prosegui").click()

    # moving, writing

    def go(self, percorso: str) -> "Persona":
        """Follow an address, also a whole one out of a letter."""
        self.pagina.goto(percorso if percorso.startswith("http") else f"{self.sito}{percorso}")
        return self

    def start_counting(self) -> None:
        self.battute = self.clic = 0

    def click(self, che_cosa: Locator) -> None:
        che_cosa.click()
        self.clic += 1

    def press(self, tasto: str) -> None:
        self.pagina.keyboard.press(tasto)
        self.battute += 1

    def write(self, testo: str) -> None:
        """In the field that has the focus, over what is there."""
        self.pagina.keyboard.type(testo)
        self.battute += len(testo)

    def follow(self, nome: str | re.Pattern[str]) -> None:
        """A link of the page."""
        self.click(self.pagina.get_by_role("main").get_by_role("link", name=nome).first)

    def push(self, nome: str | re.Pattern[str]) -> None:
        """A button."""
        self.click(self.pagina.get_by_role("main").get_by_role("button", name=nome))

    def fill(self, etichetta: str, testo: str) -> None:
        """A field, by its label."""
        campo = self.pagina.get_by_label(etichetta, exact=True)
        self.click(campo)
        campo.fill(testo)
        self.battute += len(testo)

    def tick(self, etichetta: str) -> None:
        """A box, by the words beside it."""
        self.click(self.pagina.get_by_role("main").locator("label").filter(has_text=etichetta))

    def reach(self, che_cosa: Locator) -> None:
        """By Tab alone; a page in which a thing cannot be reached so fails here."""
        for passi in count():
            if che_cosa.evaluate("e => e === document.activeElement"):
                return
            assert passi < 80, f"con Tab non si arriva a {che_cosa}"
            self.press("Tab")

    def land(self, tasto: str = "Enter") -> None:
        """Press what opens another page, and wait until it is there."""
        qui = self.pagina.url
        self.press(tasto)
        expect(self.pagina).not_to_have_url(qui)
        self.pagina.wait_for_load_state("load")

    # the parts of a quadro

    def voce(self, nome: str) -> Locator:
        """The part of the page about a voce."""
        return self.pagina.locator("fieldset.voce").filter(has=self.pagina.locator("legend", has_text=nome)).last

    def cella(self, voce: str, riga: str, colonna: str) -> Locator:
        """A value: «SAP» of «Rovato» in «Consistenza del patrimonio»."""
        return self.pagina.get_by_role("textbox", name=re.compile(f"^{colonna}.*{riga}.*{re.escape(voce)}"))

    def none_of(self, voce: str) -> None:
        """«Nessuna»: there is nothing to declare."""
        self.click(self.voce(voce).locator("label").get_by_text("Nessuna", exact=True).first)

    def go_on(self) -> None:
        """Save and open the next page."""
        qui = self.pagina.url
        self.click(self.pagina.locator(".salva .btn-primary"))
        expect(self.pagina).not_to_have_url(qui)

    # reading

    def reads(self, titolo: str | re.Pattern[str]) -> None:
        """The heading of the page where she is now."""
        expect(self.pagina.get_by_role("heading", level=1)).to_have_text(titolo)

    def sees(self, testo: str | re.Pattern[str]) -> None:
        expect(self.pagina.get_by_role("main").get_by_text(testo).first).to_be_visible()

    def looks_around(self) -> None:
        """Nothing here hinders who uses other eyes or a telephone; then back to the width of before.

        Without scripts axe cannot look: that the page is not wider than the window is seen in its picture.
        """
        if not self.javascript:
            larghezza = int.from_bytes(self.pagina.screenshot(full_page=True)[16:20])
            assert larghezza == self.pagina.viewport_size["width"]
            return
        ampiezza = self.pagina.viewport_size
        check(self.pagina)
        self.pagina.set_viewport_size(ampiezza)

    def download(self, nome: str) -> tuple[str, bytes]:
        """What a link brings: its name and its bytes."""
        with self.pagina.expect_download() as scaricato:
            self.follow(nome)
        return scaricato.value.suggested_filename, scaricato.value.path().read_bytes()


def give_password(incarico: Incarico) -> None:
    """Who is in already can confirm who she is."""
    utente = incarico.utente
    utente.set_password(PAROLA)
    utente.save()
    EmailAddress.objects.get_or_create(user=utente, email=utente.email, verified=True, primary=True)
