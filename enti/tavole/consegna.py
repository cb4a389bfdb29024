"""How a table is handed over: at the address of its page, with ``scarica`` in the question; what the registro keeps."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from enti import registro
from enti.incarichi import Richiesta
from lessico.tavole.csv import write_csv
from lessico.tavole.tavola import Tavola
from lessico.tavole.xlsx import write_xlsx

CHIESTO: Final = "scarica"
"""The word of the question by which the table of a page is asked for as a file."""

SCARICO: Final = "scarico"
"""The act that the registro keeps."""

_PEZZO: Final = 64_000


class Formato(NamedTuple):
    """The media type, and the pieces of the file."""

    mime: str
    write: Callable[[Tavola], Iterator[bytes]]


def _pieces_of_xlsx(tavola: Tavola) -> Iterator[bytes]:
    """A workbook has its index at the end: it is written on disk, then read."""
    with tempfile.TemporaryFile() as file:
        write_xlsx(tavola, file)
        file.seek(0)
        yield b""
        while pezzo := file.read(_PEZZO):
            yield pezzo


FORMATI: Final[Mapping[str, Formato]] = {
    "xlsx": Formato("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _pieces_of_xlsx),
    "csv": Formato("text/csv; charset=utf-8", write_csv),
}


def is_asked(request: HttpRequest) -> bool:
    """Whether the table is wanted as a file."""
    return request.method in ("GET", "HEAD") and request.GET.get(CHIESTO, "") in FORMATI


def hand_over(request: HttpRequest, tavola: Tavola) -> HttpResponseBase:
    """The file, in the format that was asked for: never in memory as a whole."""
    scelto = request.GET[CHIESTO]
    formato = FORMATI[scelto]
    pezzi = formato.write(tavola)
    inizio = next(pezzi)  # what goes wrong in making a workbook is a page, not half a file
    disposizione = {"Content-Disposition": f'attachment; filename="{slugify(tavola.nome)}.{scelto}"'}
    return StreamingHttpResponse(chain([inizio], pezzi), content_type=formato.mime, headers=disposizione)


def hand_over_recorded(
    request: Richiesta, tavola: Tavola, *, catena: str, quando: datetime, oggetto: str = ""
) -> HttpResponseBase:
    """The file of what is not for everybody: who took it stands in the registro. ``oggetto``: what it is about."""
    detto = f"{tavola.titolo}, {request.GET[CHIESTO].upper()}"
    record(request, oggetto or tavola.titolo, detto, catena=catena, quando=quando)
    return hand_over(request, tavola)


def record(request: Richiesta, oggetto: str, dettaglio: str, *, catena: str, quando: datetime) -> None:
    """That somebody has taken a file; to look whether it is there is not to take it."""
    if request.method == "GET":
        chi = request.incarichi.tutti[0]
        registro.append(SCARICO, catena=catena, oggetto=oggetto, by=chi, quando=quando, dettaglio=dettaglio)
