"""Writes one quadro as CSV: the same grid as its sheet, the names of the rows in the first column."""

import csv
import io
import re
from typing import Final

from raccolta.fogli.scrittura import as_cell
from raccolta.fogli.tavola import Casella, Tavola, Tipo, draw
from raccolta.moduli.visita import Visita

_PERICOLO: Final = re.compile(r"'*[=+\-@\t\r]")


def write_csv(visita: Visita) -> bytes:
    """In UTF-8 with its mark and with semicolons, as spreadsheets open it in Italy."""
    tavola = draw(visita)
    scritto = io.StringIO(newline="")
    scrittore = csv.writer(scritto, delimiter=";", lineterminator="\r\n")
    for numero in range(len(tavola.righe)):
        scrittore.writerow(_row(tavola, numero))
    return scritto.getvalue().encode("utf-8-sig")


def _row(tavola: Tavola, numero: int) -> list[str]:
    riquadro = tavola.righe[numero]
    return [
        _text(riquadro[colonna]) if colonna in riquadro else "" for colonna in range(1, max(riquadro, default=0) + 1)
    ]


def _text(casella: Casella) -> str:
    """As it is typed; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    if casella.valore is None or (casella.tipo is Tipo.TOTALE and casella.campo):
        return ""
    if not casella.campo:
        return guard(str(casella.valore))
    valore = as_cell(casella.campo, casella.valore)
    if valore is None:
        return ""
    return guard(valore) if isinstance(valore, str) else str(casella.campo.prepare_value(valore))


def guard(testo: str) -> str:
    """A text that stays a text wherever it is opened."""
    return f"'{testo}" if _PERICOLO.match(testo) else testo
