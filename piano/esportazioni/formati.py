"""The formats in which a plan goes out beside the page and the PDF, each made from the frozen bytes."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from lessico.congelamento import thaw
from piano.esportazioni import csv, docx, xlsx
from piano.snapshot import fingerprints
from piano.valori import Impronte, PianoSnapshot


class Formato(NamedTuple):
    """How a file is called at its end, its media type, the bytes it is made of."""

    estensione: str
    mime: str
    export: Callable[[bytes], bytes]


def export_xlsx(contenuto: bytes) -> bytes:
    """The workbook of the tables."""
    return xlsx.export(*thaw_plan(contenuto))


def export_docx(contenuto: bytes) -> bytes:
    """The document, to be worked on in an office."""
    return docx.export(*thaw_plan(contenuto))


def export_csv(contenuto: bytes) -> bytes:
    """The open data, in a zip."""
    return csv.export_zip(*thaw_plan(contenuto))


def export_json(contenuto: bytes) -> bytes:
    """The frozen snapshot, as it is."""
    return contenuto


def thaw_plan(contenuto: bytes) -> tuple[PianoSnapshot, Impronte]:
    """The snapshot and its impronte, those of the bytes that are kept."""
    return thaw(contenuto, PianoSnapshot), fingerprints(contenuto)


_UFFICIO: Final = "application/vnd.openxmlformats-officedocument"

FORMATI: Final[Mapping[str, Formato]] = {
    "xlsx": Formato("xlsx", f"{_UFFICIO}.spreadsheetml.sheet", export_xlsx),
    "docx": Formato("docx", f"{_UFFICIO}.wordprocessingml.document", export_docx),
    "csv": Formato("zip", "application/zip", export_csv),
    "json": Formato("json", "application/json", export_json),
}
