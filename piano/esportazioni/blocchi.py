"""The rendered document as a sequence of blocks: headings, paragraphs, items, tables, words in place of figures."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from piano.esportazioni.nodi import Nodo, parse

_IN_RIGA: Final = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "wbr"}
)
_TITOLI, _FIGURE = ("h1", "h2", "h3", "h4", "h5", "h6"), ("svg", "img")
_FORTI, _CORSIVI = frozenset({"strong", "b", "dt"}), frozenset({"em", "i", "cite"})
_ILLEGALI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BIANCHI: Final = re.compile(r"[ \t\r\n]+")


class Tratto(Struct, frozen=True):
    """A piece of text in one look; a new line in it is a line break."""

    testo: str
    forte: bool = False
    corsivo: bool = False


Tratti = tuple[Tratto, ...]


class Titolo(Struct, frozen=True):
    """A heading of level 1 to 6, and the anchor of the section that it opens."""

    livello: int
    tratti: Tratti
    ancora: str = ""


class Paragrafo(Struct, frozen=True):
    """A paragraph, with the class it has in the document; that of a figure's caption is «figcaption»."""

    tratti: Tratti
    classe: str = ""


class Voce(Struct, frozen=True):
    """An item of a list, at a depth from 0; ``numero`` is None in a list of points."""

    tratti: Tratti
    livello: int = 0
    numero: int | None = None


class CellaTavola(Struct, frozen=True):
    """A cell; ``numerica`` aligns it to the right."""

    tratti: Tratti
    numerica: bool = False


class RigaTavola(Struct, frozen=True):
    """A row; ``classe`` is «tot» for a total, «parte» for what is already counted."""

    celle: tuple[CellaTavola, ...]
    testa: bool = False
    classe: str = ""


class Tavola(Struct, frozen=True):
    """A table with its caption."""

    didascalia: str
    righe: tuple[RigaTavola, ...]


class Figura(Struct, frozen=True):
    """What a picture says to whoever does not see it."""

    testo: str


Blocco = Titolo | Paragrafo | Voce | Tavola | Figura


class Collegamento(Struct, frozen=True):
    """A line of the contents: an anchor and its heading."""

    ancora: str
    testo: str


class Documento(Struct, frozen=True):
    """The parts of the document: cover, what stands before the contents, the contents, all the rest."""

    frontespizio: tuple[Blocco, ...]
    apertura: tuple[Blocco, ...]
    indice: tuple[Collegamento, ...]
    corpo: tuple[Blocco, ...]


def read_document(html: str) -> Documento:
    """The parts of a rendered plan, in their order."""
    [corpo] = parse(html).find("body")
    copertina, apertura, indice, resto = (Nodo("", {}) for _ in range(4))
    per_classe = {"frontespizio": copertina, "indice": indice}
    altrove = apertura
    for figlio in corpo.figli:
        classi = figlio.classi if isinstance(figlio, Nodo) else []
        qui = next((parte for nome, parte in per_classe.items() if nome in classi), altrove)
        qui.figli.append(figlio)
        altrove = resto if qui is indice else altrove
    voci = (Collegamento(a.attributi.get("href", "").lstrip("#"), _write(a)) for a in indice.find("a"))
    return Documento(tuple(_blocks(copertina)), tuple(_blocks(apertura)), tuple(voci), tuple(_blocks(resto)))


def _blocks(nodo: Nodo, livello: int = 0) -> Iterator[Blocco]:
    """The blocks inside an element; loose text between them is a paragraph."""
    sciolto = Nodo("p", {})
    for figlio in nodo.figli:
        if isinstance(figlio, str) or figlio.tag in _IN_RIGA:
            sciolto.figli.append(figlio)
            continue
        yield from _paragraph(sciolto)
        sciolto = Nodo("p", {})
        if not figlio.muto:
            yield from _block(figlio, livello)
    yield from _paragraph(sciolto)


def _block(nodo: Nodo, livello: int) -> Iterator[Blocco]:
    match nodo.tag:
        case "p" | "dt" | "dd" | "figcaption":
            yield from _paragraph(nodo, nodo.tag if nodo.tag == "figcaption" else "")
        case "ul" | "ol":
            yield from _items(nodo, livello)
        case "table":
            yield _table(nodo)
        case "section":
            yield from _section(nodo, livello)
        case tag if tag in _TITOLI:
            yield Titolo(int(tag[1]), _pieces(nodo))
        case _:
            yield from _figure(nodo) if nodo.tag in _FIGURE else _blocks(nodo, livello)


def _section(nodo: Nodo, livello: int) -> Iterator[Blocco]:
    """The first heading of a section bears its anchor."""
    ancora = nodo.attributi.get("id", "")
    for blocco in _blocks(nodo, livello):
        if isinstance(blocco, Titolo) and ancora and not blocco.ancora:
            yield replace(blocco, ancora=ancora)
            ancora = ""
        else:
            yield blocco


def _paragraph(nodo: Nodo, classe: str = "") -> Iterator[Blocco]:
    if tratti := _pieces(nodo):
        yield Paragrafo(tratti, classe or nodo.attributi.get("class", ""))
    for figura in nodo.find(*_FIGURE):
        yield from _figure(figura)


def _figure(nodo: Nodo) -> Iterator[Blocco]:
    titoli = (_write(figlio) for figlio in nodo.figli if isinstance(figlio, Nodo) and figlio.tag in ("title", "desc"))
    testo = " ".join(filter(None, titoli)) or nodo.attributi.get("aria-label", "") or nodo.attributi.get("alt", "")
    if testo and not nodo.muto:
        yield Figura(testo)


def _items(lista: Nodo, livello: int) -> Iterator[Blocco]:
    """The items of a list, each followed by what it holds."""
    numero = int(lista.attributi.get("start", "1")) if lista.tag == "ol" else None
    for elemento in lista.find("li"):
        prima = True
        for blocco in _blocks(elemento, livello + 1):
            if isinstance(blocco, Paragrafo) and prima:
                yield Voce(blocco.tratti, livello, numero)
            else:
                yield blocco
            prima = False
        numero = None if numero is None else numero + 1


def _table(nodo: Nodo) -> Tavola:
    didascalia = next((_write(c) for c in nodo.find("caption")), "")
    testa = {id(riga) for gruppo in nodo.find("thead") for riga in gruppo.find("tr")}
    return Tavola(didascalia, tuple(_row(riga, testa=id(riga) in testa) for riga in nodo.find("tr")))


def _row(nodo: Nodo, *, testa: bool) -> RigaTavola:
    celle = tuple(CellaTavola(_pieces(c), "n" in c.classi) for c in nodo.find("th", "td"))
    return RigaTavola(celle, testa, next((nome for nome in ("tot", "parte") if nome in nodo.classi), ""))


def _write(nodo: Nodo) -> str:
    """The text of an element on one line."""
    return "".join(tratto.testo for tratto in _pieces(nodo)).replace("\n", " ")


def _pieces(nodo: Nodo) -> Tratti:
    """The text of an element in pieces of one look, with single spaces and none at the ends."""
    tratti: list[Tratto] = []
    for tratto in _walk(nodo, forte=False, corsivo=False):
        testo = tratto.testo.lstrip(" ") if not tratti or tratti[-1].testo.endswith((" ", "\n")) else tratto.testo
        if not testo:
            continue
        if tratti and (tratti[-1].forte, tratti[-1].corsivo) == (tratto.forte, tratto.corsivo):
            tratti[-1] = replace(tratti[-1], testo=tratti[-1].testo + testo)
        else:
            tratti.append(replace(tratto, testo=testo))
    while tratti and not (ultimo := tratti[-1].testo.rstrip()):
        tratti.pop()
    return (*tratti[:-1], replace(tratti[-1], testo=ultimo)) if tratti else ()


def _walk(nodo: Nodo, *, forte: bool, corsivo: bool) -> Iterator[Tratto]:
    forte, corsivo = forte or nodo.tag in _FORTI, corsivo or nodo.tag in _CORSIVI
    for figlio in nodo.figli:
        if isinstance(figlio, str):
            yield Tratto(_BIANCHI.sub(" ", _ILLEGALI.sub("", figlio)), forte, corsivo)
        elif figlio.tag == "br":
            yield Tratto("\n", forte, corsivo)
        elif not figlio.muto and figlio.tag not in _FIGURE:
            yield from _walk(figlio, forte=forte, corsivo=corsivo)
