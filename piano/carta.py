"""HTML → the tree that paper needs: the same words, without what only a page on a screen wants.

The document is written so that it is also XML, which the standard library reads sooner than HTML5. No
cell says its address, the spans that carried one are gone, columns have their widths, and words of a drawing that
end at a point begin where they must: WeasyPrint makes an object of its own of each word that is anchored.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from msgspec import Struct

from piano.caratteri import measure_letters
from piano.larghezze import lay_columns

_INDIRIZZI: Final = re.compile(r'\s+(?:data-(?:ente|chiave|misura|stato|voce)|tabindex|role)="[^"]*"')
_VOCI: Final = re.compile(r"(<li\b[^>]*>)\s*<span>")
"""The body of a list item, which is tagged as such, is the one span that stays."""
_NUDI: Final = re.compile(r"<span>([^<]*)</span>")
_ANNIDATI: Final = 2
"""How deep spans that carried an address stand in one another: a comune, and its province."""
_VUOTI: Final = re.compile(r"<(meta|br)\b([^>]*?)\s*/?>")
_STILE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_FRA_BLOCCHI: Final = re.compile(
    r"(?<=>)\s+(?=</?(?:table|caption|thead|tbody|tr|th|td|section|article|div|figure|figcaption|p|ul|li|h[1-6])\b)"
)
_SVG: Final = "{http://www.w3.org/2000/svg}"


class Foglio(Struct, frozen=True):
    """A document for paper: its style, and its tree."""

    stile: str
    albero: ET.Element


def read_for_paper(html: str) -> Foglio | None:
    """The document of a plan; nothing if it is not XML too, and wants an HTML5 parser."""
    trovato = _STILE.search(html)
    stile = trovato[1] if trovato else ""
    try:
        albero = ET.fromstring(_lighten(_STILE.sub("", html, count=1)))  # noqa: S314 - our own document
    except ET.ParseError:
        return None
    for contenitore in albero.iter("div"):
        for tabella in contenitore.findall("table"):
            lay_columns(tabella, contenitore.get("class", ""))
    for disegno in albero.iter(f"{_SVG}svg"):
        for parole in disegno.iter(f"{_SVG}text"):
            _begin(parole, float(disegno.get("font-size", 0)))
    return Foglio(stile, albero)


def _lighten(html: str) -> str:
    html = _VOCI.sub(r'\1<span class="voce">', _INDIRIZZI.sub("", html))
    for _ in range(_ANNIDATI):
        html = _NUDI.sub(r"\1", html)
    return _VUOTI.sub(r"<\1\2/>", _FRA_BLOCCHI.sub("", html).replace("&nbsp;", "\N{NO-BREAK SPACE}"))


def _begin(parole: ET.Element, corpo: float) -> None:
    """Words that end at their ``x`` begin as much before it as they are wide, in the letters of the drawing."""
    if set(parole.keys()) == {"x", "y", "text-anchor"} and parole.get("text-anchor") == "end":
        larghe = measure_letters(parole.text or "", corpo)
        if larghe is not None:
            parole.set("x", f"{float(parole.get('x', 0)) - larghe:.2f}")
            del parole.attrib["text-anchor"]
