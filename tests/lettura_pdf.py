"""Reads back a PDF by its tags: tables as rows of cells, headings, the text of the pages."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

Tabella = list[list[str]]
IN_RIGA = frozenset({"/Span", "/Link", "/Strong", "/Em", "/Reference"})
INVISIBILI = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]")
"""Where a word goes on in the next line: a screen reader says nothing there."""


class DocumentoLetto:
    """A tagged PDF: every piece of text is found through the structure tree, as a screen reader finds it."""

    def __init__(self, pdf: bytes) -> None:
        self.lettore = PdfReader(io.BytesIO(pdf))
        self.testi = {
            pagina.indirect_reference.idnum: dict(_marked_text(pagina, self.lettore)) for pagina in self.lettore.pages
        }

    def tables(self) -> list[Tabella]:
        """All the tables, in reading order."""
        radice = self.lettore.root_object["/StructTreeRoot"]
        return [
            [[self.text(cella) for cella in self.find(riga, "/TH", "/TD")] for riga in self.find(tabella, "/TR")]
            for tabella in self.find(radice, "/Table")
        ]

    def headings(self) -> list[str]:
        """The headings H1–H6, in reading order."""
        radice = self.lettore.root_object["/StructTreeRoot"]
        return [self.text(titolo) for titolo in self.find(radice, *(f"/H{n}" for n in range(1, 7)))]

    def whole_text(self) -> str:
        """All the tagged text, in reading order."""
        return self.text(self.lettore.root_object["/StructTreeRoot"])

    def find(self, elemento: DictionaryObject, *tipi: str) -> Iterator[DictionaryObject]:
        """The outermost descendants of some types."""
        for figlio in self.kids(elemento):
            if figlio.get("/S") in tipi:
                yield figlio
            else:
                yield from self.find(figlio, *tipi)

    def kids(self, elemento: DictionaryObject) -> Iterator[DictionaryObject]:
        for figlio in self.entries(elemento):
            trovato = figlio.get_object() if isinstance(figlio, IndirectObject) else figlio
            if isinstance(trovato, DictionaryObject) and "/S" in trovato:
                yield trovato

    @staticmethod
    def entries(elemento: DictionaryObject) -> list:
        voci = elemento.get("/K", [])
        voci = voci.get_object() if isinstance(voci, IndirectObject) else voci
        return list(voci) if isinstance(voci, list) else [voci]

    def text(self, elemento: DictionaryObject) -> str:
        """The text of an element and of what is inside it: blocks are apart, words in a line as they are written."""
        return re.sub(r"[ \n]+", " ", INVISIBILI.sub("", self._gather(elemento))).strip(" ")

    def _gather(self, elemento: DictionaryObject) -> str:
        pezzi = []
        for figlio in self.entries(elemento):
            trovato = figlio.get_object() if isinstance(figlio, IndirectObject) else figlio
            if isinstance(trovato, int):
                pezzi.append(self.testi[elemento.raw_get("/Pg").idnum].get(trovato, ""))
            elif isinstance(trovato, DictionaryObject) and "/MCID" in trovato:
                pagina = trovato if "/Pg" in trovato else elemento
                pezzi.append(self.testi[pagina.raw_get("/Pg").idnum].get(trovato["/MCID"], ""))
            elif isinstance(trovato, DictionaryObject) and "/S" in trovato:
                accanto = "" if trovato["/S"] in IN_RIGA and not _is_block(trovato) else " "
                pezzi.append(f"{accanto}{self._gather(trovato)}{accanto}")
        return "".join(pezzi)


def _is_block(elemento: DictionaryObject) -> bool:
    """A span may say that it stands by itself."""
    return any(attributi.get_object().get("/Placement") == "/Block" for attributi in elemento.get("/A", []))


class _Segnato(NamedTuple):
    """A marked content: its number, or that of the one around it, and what is said in place of its letters."""

    mcid: int | None
    detto: str | None


def _open(proprieta: object, intorno: list[_Segnato]) -> _Segnato:
    attributi = proprieta if isinstance(proprieta, DictionaryObject) else DictionaryObject()
    detto = attributi.get("/ActualText")
    return _Segnato(attributi.get("/MCID") if detto is None or not intorno else intorno[-1].mcid, detto)


def _marked_text(pagina, lettore: PdfReader) -> Iterator[tuple[int, str]]:
    """The text of each marked content of a page, by its MCID."""
    mappe = {nome: _to_unicode(font.get_object()) for nome, font in pagina["/Resources"].get("/Font", {}).items()}
    trovati: dict[int | None, str] = {}
    pila: list[_Segnato] = []
    mappa: dict[int, str] = {}
    for operandi, operatore in ContentStream(pagina["/Contents"].get_object(), lettore).operations:
        if operatore in (b"BDC", b"BMC"):
            pila.append(_open(operandi[-1], pila))
            trovati[pila[-1].mcid] = trovati.get(pila[-1].mcid, "") + (pila[-1].detto or "")
        elif operatore == b"EMC":
            pila.pop()
        elif operatore == b"Tf":
            mappa = mappe[operandi[0]]
        elif operatore in (b"TJ", b"Tj") and pila and pila[-1].detto is None:
            pezzi = operandi[0] if operatore == b"TJ" else operandi
            trovati[pila[-1].mcid] += "".join(_decode(p, mappa) for p in pezzi)
    return ((mcid, testo) for mcid, testo in trovati.items() if mcid is not None)


def _to_unicode(font: DictionaryObject) -> dict[int, str]:
    testo = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    coppie = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n", testo)
    return {int(glifo, 16): bytes.fromhex(unicode).decode("utf-16-be") for glifo, unicode in coppie}


def _decode(pezzo: object, mappa: dict[int, str]) -> str:
    if not isinstance(pezzo, str | bytes):
        return ""
    grezzo = getattr(pezzo, "original_bytes", pezzo)
    glifi = (int.from_bytes(grezzo[i : i + 2]) for i in range(0, len(grezzo), 2))
    return "".join(mappa.get(glifo, "") for glifo in glifi)
