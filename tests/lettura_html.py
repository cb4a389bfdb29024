"""Reads the document by its marks: which value is printed for which ente and measure, in which section."""

from html.parser import HTMLParser
from typing import NamedTuple

VUOTI = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


BLOCCHI = {"td", "th", "tr", "li", "p", "h1", "h2", "h3", "h4", "caption", "dt", "dd"}


class Valore(NamedTuple):
    """A printed value with its address: the line of the schema, the ente, the key of the row, the measure."""

    sezione: str
    ente: str
    chiave: str
    misura: str
    testo: str


class _Lettore(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pila: list[tuple[str, dict[str, str | None]]] = []
        self.aperti: list[tuple[int, list[str]]] = []
        self.valori: list[Valore] = []
        self.testo: list[str] = []
        self.sezioni: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VUOTI:
            return
        self.pila.append((tag, dict(attrs)))
        if "data-misura" in dict(attrs):
            self.aperti.append((len(self.pila), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VUOTI:
            return
        assert self.pila, f"chiude </{tag}> e nulla è aperto"
        assert self.pila[-1][0] == tag, f"chiude </{tag}> dentro <{self.pila[-1][0]}>"
        if self.aperti and self.aperti[-1][0] == len(self.pila):
            _, pezzi = self.aperti.pop()
            self.valori.append(
                Valore(
                    self.here("id", "section"),
                    self.here("data-ente"),
                    self.here("data-chiave"),
                    self.here("data-misura"),
                    tidy(pezzi),
                )
            )
        self.pila.pop()
        if tag in BLOCCHI:
            self.handle_data(" ")

    def handle_data(self, testo: str) -> None:
        if self.pila and self.pila[-1][0] in {"style", "title"}:
            return
        self.testo.append(testo)
        self.sezioni.setdefault(self.here("id", "section"), []).append(testo)
        for _, pezzi in self.aperti:
            pezzi.append(testo)

    def here(self, attributo: str, solo: str = "") -> str:
        for tag, attributi in reversed(self.pila):
            if attributo in attributi and (not solo or tag == solo):
                return attributi[attributo] or ""
        return ""


def tidy(pezzi: list[str]) -> str:
    return " ".join("".join(pezzi).split())


class Pagina:
    """A document or a fragment; well formed, or the reader says where not."""

    def __init__(self, html: str) -> None:
        lettore = _Lettore()
        lettore.feed(html)
        lettore.close()
        assert not lettore.pila, f"resta aperto {lettore.pila[-1][0]}"
        self.valori = lettore.valori
        self.testo = tidy(lettore.testo)
        self.sezioni = {nome: tidy(pezzi) for nome, pezzi in lettore.sezioni.items()}

    def value(self, sezione: str, ente: str, misura: str, chiave: str = "") -> str:
        """The value printed at an address; the same everywhere it is printed in that section."""
        trovati = {v.testo for v in self.valori if v[:4] == (sezione, ente, chiave, misura)}
        presenti = sorted({v[:4] for v in self.valori if v.sezione == sezione})
        assert trovati, f"in {sezione} non c’è {misura} di {ente} {chiave}: {presenti}"
        assert len(trovati) == 1, f"in {sezione} {misura} di {ente} vale {trovati}"
        return trovati.pop()
