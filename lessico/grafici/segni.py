"""Signs: the few elements of SVG that charts are made of, as text.

Presentation attributes only, for the CSP allows no style. Lengths are points on paper; a chart is as wide as its text.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final, Literal

LARGHEZZA: Final = 470.0
"""166 mm: the width of the text on A4."""
CORPO: Final = 9.0
"""The size of letters: 9 points on paper; a page shows them no smaller than 12 pixels."""
FAMIGLIA: Final = "Titillium Web, Fira Sans, sans-serif"

INCHIOSTRO: Final = "#17324d"
SCURO: Final = "#0b3a66"
MEDIO: Final = "#6fa3d4"
CHIARO: Final = "#dfe8f1"
AMBRA: Final = "#f2a900"
TENUE: Final = "#51667b"
FILO: Final = "#8a9aab"

Ancora = Literal["start", "middle", "end"]

_GRUPPI: Final[Mapping[str, float]] = {
    "ijl.,:;'’|! ·íìïî": 0.24,
    'frt()[]"': 0.34,
    "-\\/çc": 0.44,
    "szxkvyLê": 0.48,
    "mM": 0.84,
    "wW": 0.83,
    "ABGKPRUVÀ": 0.61,
    "DHNOQ&": 0.68,
}
_LARGHEZZE: Final = {lettera: quanto for lettere, quanto in _GRUPPI.items() for lettera in lettere}
_TIPICA: Final = 0.55


def measure(testo: str, corpo: float = CORPO, *, grassetto: bool = False) -> float:
    """How wide a text is in Titillium Web, a little generous: nothing is drawn upon it."""
    quanto = sum(_LARGHEZZE.get(lettera, _TIPICA) for lettera in testo)
    return quanto * corpo * (1.08 if grassetto else 1.02)


def wrap(testo: str, spazio: float, corpo: float = CORPO, righe: int = 2) -> tuple[str, ...]:
    """A text in few lines; what does not fit ends with «…» (the text alternative has it whole)."""
    fatte: list[str] = []
    for parola in testo.split():
        prova = f"{fatte[-1]} {parola}" if fatte else parola
        if fatte and measure(prova, corpo) <= spazio:
            fatte[-1] = prova
        else:
            fatte.append(parola)
    if len(fatte) > righe:
        fatte = [*fatte[: righe - 1], f"{fatte[righe - 1]} {fatte[righe]}…"]
    return tuple(shorten(riga, spazio, corpo) for riga in fatte)


def shorten(testo: str, spazio: float, corpo: float = CORPO) -> str:
    """The text, or as much of it as the space holds, and «…»."""
    if measure(testo, corpo) <= spazio:
        return testo
    corto = testo.rstrip("…")
    while corto and measure(f"{corto}…", corpo) > spazio:
        corto = corto[:-1]
    return f"{corto.rstrip()}…"


def n(valore: float) -> str:
    """A length with one decimal at most."""
    return f"{valore:.1f}".removesuffix(".0")


def words(
    x: float,
    y: float,
    testo: str,
    *,
    ancora: Ancora = "start",
    grassetto: bool = False,
    colore: str = "",
    corpo: float = CORPO,
) -> str:
    """Real text, with its baseline at ``y``."""
    attributi = "".join(
        (
            f' text-anchor="{ancora}"' if ancora != "start" else "",
            ' font-weight="700"' if grassetto else "",
            f' fill="{colore}"' if colore else "",
            f' font-size="{n(corpo)}"' if corpo != CORPO else "",
        )
    )
    return f'<text x="{n(x)}" y="{n(y)}"{attributi}>{escape(testo)}</text>'


def bar(x: float, y: float, larga: float, alta: float, colore: str, *, orlo: str = "") -> str:
    """A rectangle; ``orlo`` draws its edge, for a fill that a tired printer would lose."""
    bordo = f' stroke="{orlo}" stroke-width="0.6"' if orlo else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(larga)}" height="{n(alta)}" fill="{colore}"{bordo}/>'


def line(x1: float, y1: float, x2: float, y2: float, colore: str = FILO) -> str:
    """A hairline."""
    estremi = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return f'<line {estremi} stroke="{colore}" stroke-width="0.6"/>'


def shape(tracciato: str, colore: str, *, orlo: str = "") -> str:
    """A path: many equal marks are one node."""
    bordo = f' stroke="{orlo}" stroke-width="0.6"' if orlo else ""
    return f'<path d="{tracciato}" fill="{colore}"{bordo}/>' if tracciato else ""


def draw(alta: float, alternativa: str, segni: Iterable[str], larga: float = LARGHEZZA) -> str:
    """A whole drawing; ``alternativa`` says in words everything that it shows."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {n(larga)} {n(alta)}" '
            f'width="{n(larga)}" height="{n(alta)}" font-family="{FAMIGLIA}" font-size="{n(CORPO)}" '
            f'fill="{INCHIOSTRO}">',
            f"<title>{escape(alternativa)}</title>",
            *(segno for segno in segni if segno),
            "</svg>",
        )
    )
