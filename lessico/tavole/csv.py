"""A table as CSV, as an Italian spreadsheet opens it: UTF-8 with its mark, semicolons, a comma before the decimals."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from lessico.italiano import ROMA
from lessico.tavole.tavola import Tavola, Valore
from lessico.tavole.testi import clean, guard

SEGNO: Final = b"\xef\xbb\xbf"
"""By it a spreadsheet knows that the text is UTF-8."""

_PEZZO: Final = 64_000
"""Characters written at a time."""


def write_csv(tavola: Tavola) -> Iterator[bytes]:
    """The file piece by piece; no more than a piece is ever in memory."""
    scritto = io.StringIO(newline="")
    righe = csv.writer(scritto, delimiter=";", lineterminator="\r\n")
    yield SEGNO
    righe.writerow([guard(colonna.titolo) for colonna in tavola.colonne])
    for riga in tavola.righe:
        righe.writerow([write_value(valore) for valore in riga])
        if scritto.tell() > _PEZZO:
            yield scritto.getvalue().encode()
            scritto.seek(0)
            scritto.truncate()
    yield scritto.getvalue().encode()


def write_value(valore: Valore) -> str:
    """A number with no thousands point, a day as 31/10/2026, a moment in Rome as 31/10/2026 23:59."""
    if isinstance(valore, str):
        return guard(clean(valore))
    if isinstance(valore, Decimal):
        return f"{valore:f}".replace(".", ",")
    if isinstance(valore, datetime):
        return f"{valore.astimezone(ROMA):%d/%m/%Y %H:%M}"
    if isinstance(valore, date):
        return f"{valore:%d/%m/%Y}"
    return "" if valore is None else str(valore)
