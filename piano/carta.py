"""HTML → the tree that paper needs: the same words, without what only a page on a screen wants.

The document is written so that it is also XML, which the standard library reads sooner than HTML5. No
cell says its address, the spans that carried one are gone, columns have their widths.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from msgspec import Struct

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
    return Foglio(stile, albero)


def _lighten(html: str) -> str:
    html = _VOCI.sub(r'\1<span class="voce">', _INDIRIZZI.sub("", html))
    for _ in range(_ANNIDATI):
        html = _NUDI.sub(r"\1", html)
    return _VUOTI.sub(r"<\1\2/>", _FRA_BLOCCHI.sub("", html).replace("&nbsp;", "\N{NO-BREAK SPACE}"))
