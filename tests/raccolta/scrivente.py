"""A person at the pages of a scheda, without a browser: reads the form, types in its fields, presses its buttons."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessico.cella import NON_RIPARTITA
from lessico.voce import StatoVoce
from patrimonio.models import Scheda
from patrimonio.voci import DICHIARAZIONE
from raccolta.moduli.modulo import field_of
from raccolta.moduli.righe import Riga, read_riga
from raccolta.quadri import QUADRI, is_asked


class LettoreDiModulo(HTMLParser):
    """The fields of a page as a browser would send them, and its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.campi: list[tuple[str, str]] = []
        self.vuoti: set[str] = set()
        self.bottoni: list[str] = []
        self.area: str | None = None
        self.scelta: list[str | None] | None = None
        self.testo: list[str] = []
        self.dentro = False
        self.feed(html)

    def handle_starttag(self, tag: str, coppie: list[tuple[str, str | None]]) -> None:
        attributi = {nome: valore or "" for nome, valore in coppie}
        if tag == "form":
            self.dentro = "quadro" in attributi.get("class", "")
        elif self.dentro and hasattr(self, f"_{tag}"):
            getattr(self, f"_{tag}")(attributi.get("name", ""), attributi)

    def _input(self, nome: str, attributi: dict[str, str]) -> None:
        if attributi.get("type") not in ("radio", "checkbox"):
            self.campi.append((nome, attributi.get("value", "")))
            return
        self.vuoti.add(nome)
        if "checked" in attributi:
            self.campi.append((nome, attributi.get("value", "on")))

    def _textarea(self, nome: str, _attributi: dict[str, str]) -> None:
        self.area, self.testo = nome, []

    def _select(self, nome: str, _attributi: dict[str, str]) -> None:
        self.scelta = [nome, None]

    def _option(self, _nome: str, attributi: dict[str, str]) -> None:
        if self.scelta is not None and (self.scelta[1] is None or "selected" in attributi):
            self.scelta[1] = attributi.get("value", "")

    def _button(self, _nome: str, attributi: dict[str, str]) -> None:
        self.bottoni.append(attributi.get("value", ""))

    def handle_data(self, dati: str) -> None:
        if self.area is not None:
            self.testo.append(dati)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.campi.append((self.area, "".join(self.testo).removeprefix("\n").removeprefix("\r\n")))
            self.area = None
        elif tag == "select" and self.scelta is not None:
            self.campi.append((self.scelta[0] or "", self.scelta[1] or ""))
            self.scelta = None
        elif tag == "form":
            self.dentro = False


class Scrivente:
    """Opens a quadro, types, presses; ``risposta`` is the last answer."""

    def __init__(self, client: Client, scheda: Scheda) -> None:
        self.client, self.scheda = client, scheda
        self.risposta: HttpResponse
        self.campi: list[tuple[str, str]] = []
        self.vuoti: set[str] = set()
        self.bottoni: list[str] = []

    def open(self, quadro: str) -> "Scrivente":
        return self.go(reverse("raccolta:quadro", args=[self.scheda.pk, quadro]))

    def go(self, indirizzo: str) -> "Scrivente":
        self.indirizzo = indirizzo
        self._read(self.client.get(self.indirizzo))
        assert self.risposta.status_code == 200, self.risposta.status_code
        return self

    def _read(self, risposta: HttpResponse) -> None:
        self.risposta = risposta
        letta = LettoreDiModulo(risposta.content.decode())
        self.campi, self.vuoti, self.bottoni = letta.campi, letta.vuoti, letta.bottoni

    @property
    def html(self) -> str:
        return self.risposta.content.decode()

    def names(self) -> set[str]:
        return {nome for nome, _ in self.campi} | self.vuoti

    def values(self, nome: str) -> list[str]:
        return [valore for suo, valore in self.campi if suo == nome]

    def value(self, nome: str) -> str:
        [valore] = self.values(nome)
        return valore

    def type(self, testi: Mapping[str, str]) -> "Scrivente":
        """Only in fields that the page has."""
        for nome, testo in testi.items():
            assert nome in self.names(), f"la pagina non ha {nome}"
            if nome in self.vuoti:
                self.campi = [coppia for coppia in self.campi if coppia[0] != nome]
                self.campi.append((nome, testo))
            else:
                self.campi = [(suo, testo if suo == nome else valore) for suo, valore in self.campi]
        return self

    def body(self) -> dict[str, list[str]]:
        inviati: dict[str, list[str]] = {}
        for nome, valore in self.campi:
            inviati.setdefault(nome, []).append(valore)
        return inviati

    def press(self, azione: str = "salva", **altro: object) -> "Scrivente":
        assert azione in self.bottoni, f"la pagina non ha il bottone {azione}: {self.bottoni}"
        return self.send({**self.body(), "azione": azione, **altro})

    def send(self, inviati: Mapping[str, object]) -> "Scrivente":
        """What is sent, right or forged; a page that goes elsewhere is not followed."""
        risposta = self.client.post(self.indirizzo, inviati)
        if risposta.status_code in (302, 303):
            self.risposta = risposta
        else:
            self._read(risposta)
        return self

    def saved(self) -> bool:
        return self.risposta.status_code == 303

    @property
    def destination(self) -> str:
        return urlsplit(self.risposta["Location"]).path


def write_text(cella: str, valore: object) -> str:
    """A value as a person types it."""
    campo = field_of(cella)
    if isinstance(campo, forms.ChoiceField):
        return str(valore)
    return str(campo.prepare_value(valore))


def fill_in(scrivente: Scrivente, valori: Mapping[str, object]) -> None:
    """All the values of a scheda, typed page after page as a person would; each page is saved."""
    ambito = scrivente.scheda.ente_id is None
    for quadro in QUADRI:
        codici = {v.codice for v in quadro.voci if is_asked(v, ambito=ambito) and not v.facoltativa}
        sue = {c: v for c, v in valori.items() if c.split("/")[0] in codici and not is_note(c)}
        if codici:
            fill_page(scrivente.open(quadro.codice), sue)
    fill_page(scrivente.open("note"), {c: v for c, v in valori.items() if is_note(c)})
    if ponte := {c: v for c, v in valori.items() if c.startswith("ponte/") and not c.startswith("ponte/-/")}:
        fill_bridge(scrivente, ponte)


def fill_bridge(scrivente: Scrivente, valori: Mapping[str, object]) -> None:
    """The lines of the bridge, on their own page."""
    scrivente.go(reverse("piano:ponte", args=[scrivente.scheda.pk]))
    scrivente.type({cella: str(valore) for cella, valore in valori.items()})
    risposta = scrivente.send(scrivente.body()).risposta
    assert risposta.status_code == 302, scrivente.html


def is_note(cella: str) -> bool:
    return cella.endswith("/-/nota")


def fill_page(scrivente: Scrivente, valori: Mapping[str, object]) -> None:
    for cella, valore in valori.items():
        codice, chiave, misura = cella.split("/")
        if chiave == NON_RIPARTITA and misura in DICHIARAZIONE.misure:
            if valore != StatoVoce.VALORIZZATA:
                scrivente.type({cella: str(valore) if misura == "stato" else write_text(cella, valore)})
            continue
        riga = read_riga(f"{codice}/{chiave}")
        if riga.nome not in scrivente.values("righe"):
            add_row(scrivente, riga)
        scrivente.type({cella: write_text(cella, valore)})
    assert scrivente.press("salva").saved(), scrivente.html


def add_row(scrivente: Scrivente, riga: Riga) -> None:
    """With «Aggiungi», saying the parts of the key; the name of what has one, once."""
    if riga.tabella.ramo:
        while riga.nome not in scrivente.values("righe"):
            scrivente.press(f"aggiungi:{riga.voce}/{riga.parti[0]}.{riga.tabella.ramo}")
        return
    for parte, testo in zip(riga.tabella.chiave, riga.parti, strict=True):
        scritto = "" if testo == NON_RIPARTITA and parte.campo != "ubicazione_id" else testo
        scrivente.type({f"nuova/{riga.voce}-{parte.campo}": scritto})
    scrivente.press(f"aggiungi:{riga.voce}")
    assert riga.nome in scrivente.values("righe"), scrivente.html
