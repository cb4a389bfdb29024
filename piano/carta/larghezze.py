"""Widths of columns, from the words in them: what an automatic table finds by laying out each cell three times."""

import re
from collections.abc import Collection, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from msgspec import Struct

from lessico.grafici.segni import measure

_SPAZI: Final = re.compile(r"[ \t\r\n]+")
"""Where a line may break; not at a no-break space, nor after a hyphen."""
_STRETTA: Final = 41.0
_LARGA: Final = 51.0
_FITTA: Final = 56.0
"""The width of a table in its own ems: in the column of the text, in the whole page, in smaller letters."""
_BORDO: Final = 0.7
_BORDO_FITTO: Final = 0.4
_RIENTRO: Final = 1.2
_MEZZA: Final = 0.5
"""A heading may well take two lines."""
_RIGA: Final = 24.0
"""A text longer than this may well take two lines."""
_PROSA: Final = 72.0
"""A text longer than this takes all the room there is."""


class Misure(Struct, frozen=True):
    """What a cell or a column takes, in ems: at least, comfortably (a heading on two lines), and with no break."""

    minima: float
    comoda: float
    massima: float


def lay_columns(tabella: ET.Element, intorno: Collection[str]) -> list[float]:
    """The hundredths that each column takes; ``intorno`` are the classes of the element around the table."""
    fitta = "fitta" in intorno
    righe = [[_cell(cella, riga.get("class", ""), fitta=fitta) for cella in riga] for riga in tabella.iter("tr")]
    colonne = [_widest(celle) for celle in zip(*righe, strict=True)]
    return share(colonne, _FITTA if fitta else _LARGA if "larga" in intorno else _STRETTA)


def share(colonne: Sequence[Misure], spazio: float) -> list[float]:
    """The hundredths of each column: the greatest measure that fits, and a part of what would be next."""
    larghe, *altre = ([m.minima for m in colonne], [m.comoda for m in colonne], [m.massima for m in colonne])
    for sopra in altre:
        if sum(larghe) >= spazio or sum(sopra) <= sum(larghe):
            continue
        quota = min(1.0, (spazio - sum(larghe)) / (sum(sopra) - sum(larghe)))
        larghe = [sotto + quota * (oltre - sotto) for sotto, oltre in zip(larghe, sopra, strict=True)]
    return [100 * larga / sum(larghe) for larga in larghe]


def _widest(celle: Sequence[Misure]) -> Misure:
    return Misure(max(c.minima for c in celle), max(c.comoda for c in celle), max(c.massima for c in celle))


def _cell(cella: ET.Element, riga: str, *, fitta: bool) -> Misure:
    """The measures of a cell with its padding; a number stays on its line, a part is indented."""
    testo, numero = "".join(cella.itertext()).strip(" \n"), cella.get("class") == "n"
    testata = cella.get("scope") == "col"
    bordo = _BORDO_FITTO if fitta else _BORDO
    bordo += (bordo if numero else 0.0) + (_RIENTRO if riga == "parte" and cella.tag == "th" else 0.0)
    intera = measure(testo, 1.0, grassetto=testata or riga == "tot")
    if numero and not testata:
        return Misure(intera + bordo, intera + bordo, intera + bordo)
    parola = max(measure(parola, 1.0, grassetto=testata or riga == "tot") for parola in _SPAZI.split(testo))
    comoda = intera * _MEZZA if testata else intera if intera > _PROSA else min(intera, _RIGA)
    return Misure(parola + bordo, max(parola, comoda) + bordo, intera + bordo)
