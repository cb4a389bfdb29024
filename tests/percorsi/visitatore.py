"""A person at the pages without a browser: opens an address, fills in a form as it was served, sends it, goes on."""

import re
from html import unescape
from itertools import count
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.raccolta.scrivente import LettoreDiModulo

MODULO = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
AZIONE = re.compile(r'\baction="([^"]*)"')


class Visitatore:
    """The tokens of the forms are checked, as on the real site; each has a line of her own, for who tries too often.

    ``html`` is the page where one is.
    """

    linee = count(1)

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"10.0.0.{next(self.linee) % 250}")
        self.risposta: HttpResponse
        self.indirizzo = "/"

    @property
    def html(self) -> str:
        return self.risposta.content.decode()

    def open(self, indirizzo: str) -> "Visitatore":
        return self._arrive(self.client.get(indirizzo, follow=True), indirizzo)

    def _arrive(self, risposta: HttpResponse, indirizzo: str) -> "Visitatore":
        self.risposta = risposta
        self.indirizzo = risposta.redirect_chain[-1][0] if risposta.redirect_chain else indirizzo
        assert risposta.status_code == 200, f"{risposta.status_code}: {indirizzo}\n{self.html}"
        return self

    def send(self, bottone: str, /, **scritti: object) -> "Visitatore":
        """Fill in the form that has a button with these words; what is not written stays as it was served."""
        attributi, dentro = next(m for m in MODULO.findall(self.html) if bottone in m[1] and 'method="post"' in m[0])
        campi: dict[str, list[str]] = {}
        letto = LettoreDiModulo(f'<form class="quadro">{dentro}</form>')
        for nome, valore in letto.campi:
            campi.setdefault(nome, []).append(valore)
        for nome, valore in scritti.items():
            assert nome in campi or nome in letto.vuoti, f"il modulo non ha {nome}: {sorted(campi)}"
            campi[nome] = [str(valore)]
        azione = AZIONE.search(attributi)
        qui = unescape(azione[1]) if azione and azione[1] else urlsplit(self.indirizzo).path
        return self._arrive(self.client.post(qui, campi, follow=True), qui)

    def link(self, modello: str) -> str:
        """The first address of the page that looks so."""
        return next(a for a in map(unescape, re.findall(r'href="([^"]*)"', self.html)) if re.fullmatch(modello, a))
