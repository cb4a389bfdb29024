"""What the bytes of a PDF say by themselves: where each saving ended, which files it carries, what was added to it."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec import Struct

_FINE: Final = re.compile(rb"%%EOF(\r\n|\n|\r)?")
_FLUSSO: Final = re.compile(rb"stream\r?\n")
_OGGETTO: Final = re.compile(rb"(?<![\w.])(\d{1,7}) 0 obj\b(?!\s*<<\s*/Type\s*/Metadata)")
"""An object with a number; not the description of the document, which programs write anew when they sign."""
_PAGINA: Final = re.compile(rb"/Contents\s*(\[[^\]]{0,2000}\]|\d{1,7} 0 R)")
_NUMERO: Final = re.compile(rb"(\d{1,7}) 0 R")
SALVATAGGI: Final = 64
FLUSSI: Final = 20_000
INIZIO: Final = 512
"""Of a compressed stream, enough bytes to know how it begins."""
APERTO: Final = 64 * 1024 * 1024
"""How large a file inside a PDF may be: a few bytes can be made to open into very many."""

SEGNI: Final = {"dati": b'{"busta":', "foglio": b"PK\x03\x04"}
"""How the two files begin that we attach to a plan: its data, its workbook."""


class Salvataggio(Struct, frozen=True):
    """A prefix that is a whole document: its length, and its SHA-256."""

    byte: int
    impronta: str


class Dentro(Struct, frozen=True):
    """A file inside a PDF: what it is, where its compressed bytes stand, what they open into."""

    nome: str
    dal: int
    al: int
    contenuto: bytes


def savings(pdf: bytes) -> tuple[Salvataggio, ...]:
    """Every prefix that ends where a document may end, with and without its last newline. A signature adds one."""
    fini = sorted({posto for m in islice(_FINE.finditer(pdf), SALVATAGGI) for posto in (m.start() + 5, m.end())})
    somma, letti, trovati = hashlib.sha256(), 0, []
    for fine in dict.fromkeys([*fini, len(pdf)]):
        somma.update(pdf[letti:fine])
        letti = fine
        trovati.append(Salvataggio(fine, somma.hexdigest()))
    return tuple(trovati)


def carried(pdf: bytes) -> Iterator[Dentro]:
    """The data and the workbook of a plan, wherever they stand in the file; what does not open is left out."""
    for inizio in islice((m.end() for m in _FLUSSO.finditer(pdf)), FLUSSI):
        nome = next((nome for nome, segno in SEGNI.items() if _opens_with(pdf, inizio, segno)), None)
        if nome and (aperto := _open(pdf, inizio)):
            contenuto, fine = aperto
            yield Dentro(nome, inizio, fine, contenuto)


def _opens_with(pdf: bytes, inizio: int, segno: bytes) -> bool:
    if pdf.startswith(segno, inizio):
        return True
    try:
        return zlib.decompressobj().decompress(pdf[inizio : inizio + INIZIO], len(segno)) == segno
    except zlib.error:
        return False


def _open(pdf: bytes, inizio: int) -> tuple[bytes, int] | None:
    """The stream that begins at a place and where it ends: as it is, or compressed."""
    if pdf.startswith(tuple(SEGNI.values()), inizio):
        fine = pdf.find(b"endstream", inizio)
        return (pdf[inizio:fine].rstrip(b"\r\n"), fine) if fine > 0 else None
    lettore = zlib.decompressobj()
    try:
        contenuto = lettore.decompress(memoryview(pdf)[inizio:], APERTO)
    except zlib.error:
        return None
    return (contenuto, len(pdf) - len(lettore.unused_data)) if lettore.eof else None


def region_of(pdf: bytes, posto: int) -> str:
    """In which part of one of our PDFs a byte stands: ``documento``, ``dati``, ``foglio``."""
    return next((d.nome for d in carried(pdf) if d.dal <= posto < d.al), "documento")


def is_signature(aggiunta: bytes) -> bool:
    """Whether what was added to a document has the form of a signature; not whether the signature is good."""
    return b"/ByteRange" in aggiunta


def replaces(pdf: bytes, aggiunta: bytes) -> bool:
    """Whether what was added puts something else in the place of the pages or of the files of the document.

    A signature writes again the catalogue and the page on which it stands; never a stream that was there, and the
    pages go on showing the streams they showed.
    """
    flussi = {int(m.group(1)) for m in _OGGETTO.finditer(pdf)}
    chiaro = [aggiunta, *_opened(aggiunta)]
    nuovi = {int(m.group(1)) for m in _OGGETTO.finditer(aggiunta)}
    mostrati = {int(n) for testo in chiaro for m in _PAGINA.finditer(testo) for n in _NUMERO.findall(m.group(1))}
    return bool(flussi & nuovi) or bool(mostrati - flussi)


def _opened(aggiunta: bytes) -> Iterator[bytes]:
    """The streams of objects of an addition, opened: newer programs write there what older ones write in the clear."""
    for posto in islice((m.end() for m in _FLUSSO.finditer(aggiunta)), SALVATAGGI):
        try:
            yield zlib.decompressobj().decompress(memoryview(aggiunta)[posto:], 1024 * 1024)
        except zlib.error:
            continue
