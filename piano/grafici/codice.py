"""The QR code of an address, as one path: black on white, whatever is around it."""

from typing import Final

import segno

from lessico.grafici.segni import bar, draw, shape

_MARGINE: Final = 4
"""Modules of white around the code, as the standard wants."""


def draw_code(indirizzo: str) -> str:
    """The code of an address; error correction «m» survives a photocopy."""
    righe = [tuple(riga) for riga in segno.make(indirizzo, error="m", micro=False, boost_error=False).matrix]
    lato = len(righe) + 2 * _MARGINE
    moduli = "".join(
        f"M{x + _MARGINE} {y + _MARGINE}h1v1h-1z" for y, riga in enumerate(righe) for x, nero in enumerate(riga) if nero
    )
    segni = (bar(0, 0, lato, lato, "#ffffff"), shape(moduli, "#000000"))
    return draw(lato, f"Codice QR dell’indirizzo {indirizzo}", segni, lato)
