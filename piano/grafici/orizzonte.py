"""The skyline of the cover: a building for each owner, a window for each dwelling, lit if available in the year."""

from collections.abc import Iterable, Sequence
from math import ceil, sqrt
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.grafici.segni import AMBRA, draw, line, n, shape
from piano.elenchi import add, owners
from piano.valori import PianoSnapshot

LARGHEZZA: Final = 595.0
ALTEZZA: Final = 250.0
FINESTRE: Final = 1500
"""Above this many dwellings one window stands for several."""

_MURO: Final = "#1d4f85"
_VETRO: Final = "#b9d3ec"
_TETTO: Final = 0.55
_MURI: Final = 0.8
_VICOLO: Final = 0.5
_CELLA: Final = 9.0
_LATI: Final = 40.0
_PRIMO: Final = 10_007
_SNELLEZZE: Final = (1.0, 1.4, 1.8, 2.3, 3.0, 4.0, 5.5)


class Palazzo(Struct, frozen=True):
    """A building: its windows, how many are lit, how many columns they stand in."""

    finestre: int
    accese: int
    colonne: int

    @property
    def piani(self) -> int:
        """Rows of windows."""
        return ceil(self.finestre / self.colonne)


class Orizzonte(Struct, frozen=True):
    """The drawing and what it says in words; with no drawing there is nothing to show."""

    disegno: str
    didascalia: str


def skyline(piano: PianoSnapshot) -> Orizzonte:
    """The owners from the largest, in the middle, to the smallest, at the sides."""
    coppie = [(p.scheda.stock_total() or 0, p.scheda.units_assignable() or 0) for p in owners(piano)]
    alloggi = sum(totale for totale, _ in coppie)
    vale = max(1, ceil(alloggi / FINESTRE))
    conti = [
        (ceil(totale / vale), min(ceil(totale / vale), ceil(quante / vale))) for totale, quante in coppie if totale
    ]
    didascalia = _caption(piano, alloggi, vale, sum(accese for _, accese in conti))
    if not alloggi:
        return Orizzonte("", didascalia)
    palazzi, cella = _size(conti)
    alternativa = f"Un palazzo per ogni ente che ha alloggi. {didascalia}"
    return Orizzonte(draw(ALTEZZA, alternativa, _paint(_from_the_middle(palazzi), cella), LARGHEZZA), didascalia)


def _caption(piano: PianoSnapshot, alloggi: int, vale: int, accese: int) -> str:
    anno = piano.contenuti.testata.anno
    unita = add(p.scheda.units_assignable() for p in owners(piano))
    if not alloggi:
        return ""
    quanto = "un alloggio" if vale == 1 else f"fino a {italiano.numero(vale)} alloggi"
    tutti = f"Ogni finestra vale {quanto}: {italiano.numero(alloggi)} in tutto."
    if not accese or unita is None:
        return tutti
    if accese == unita:
        return f"{tutti} Le finestre accese sono le unità disponibili nel {anno}: {italiano.numero(unita)}."
    return f"{tutti} Le finestre accese dicono dove sono le unità disponibili nel {anno}: {italiano.numero(unita)}."


def _size(conti: Sequence[tuple[int, int]]) -> tuple[list[Palazzo], float]:
    """The shape of the buildings that lets windows be largest."""
    prove = []
    for snellezza in _SNELLEZZE:
        palazzi = [Palazzo(f, a, max(1, round(sqrt(f / snellezza)))) for f, a in conti]
        larghi = sum(_width(palazzo) for palazzo in palazzi) + _VICOLO * (len(palazzi) - 1)
        alti = max(palazzo.piani + 1 + (palazzo.colonne + 1) * _TETTO / 2 for palazzo in palazzi)
        cella = min(_CELLA, (LARGHEZZA - 2 * _LATI) / larghi, (ALTEZZA - 6) / alti)
        prove.append((cella, palazzi))
    cella, palazzi = max(prove, key=lambda prova: prova[0])
    return palazzi, cella


def _width(palazzo: Palazzo) -> float:
    """In windows, with the walls at the sides."""
    return palazzo.colonne + _MURI


def _from_the_middle(palazzi: Iterable[Palazzo]) -> list[Palazzo]:
    """The tallest in the middle, the others to its left and right in turn."""
    ordinati = sorted(palazzi, key=lambda palazzo: -palazzo.piani)
    return [*reversed(ordinati[1::2]), *ordinati[::2]]


def _paint(palazzi: Sequence[Palazzo], cella: float) -> Iterable[str]:
    """Three paths: walls, windows, lit windows; and the ground."""
    muri: list[str] = []
    spente: list[str] = []
    accese: list[str] = []
    terra = ALTEZZA - 2
    x = (LARGHEZZA - cella * (sum(_width(p) for p in palazzi) + _VICOLO * (len(palazzi) - 1))) / 2
    for palazzo in palazzi:
        larga = _width(palazzo) * cella
        alta = (palazzo.piani + 0.8) * cella
        falda = larga * _TETTO / 2
        muri.append(f"M{n(x)} {n(terra)}v{n(-alta)}l{n(larga / 2)} {n(-falda)}l{n(larga / 2)} {n(falda)}v{n(alta)}z")
        luci = _lit(palazzo)
        for posto in range(palazzo.finestre):
            riga, colonna = divmod(posto, palazzo.colonne)
            finestra = _window(x + (colonna + _MURI / 2) * cella, terra - alta + (riga + 0.5) * cella, cella)
            (accese if posto in luci else spente).append(finestra)
        x += larga + _VICOLO * cella
    yield shape("".join(muri), _MURO)
    yield shape("".join(spente), _VETRO)
    yield shape("".join(accese), AMBRA)
    yield line(0, terra, LARGHEZZA, terra, _VETRO)


def _lit(palazzo: Palazzo) -> set[int]:
    """Which windows are lit: spread over the front with no pattern, and always the same ones."""
    sparse = sorted(range(palazzo.finestre), key=lambda posto: (posto + 7) ** 3 * 7919 % _PRIMO)
    return set(sparse[: palazzo.accese])


def _window(x: float, y: float, cella: float) -> str:
    larga, alta = cella * 0.5, cella * 0.62
    return f"M{x + cella * 0.25:.2f} {y + cella * 0.2:.2f}h{larga:.2f}v{alta:.2f}h{-larga:.2f}z"
