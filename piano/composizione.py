"""Frozen bytes → the document that is kept: HTML, and the PDF that carries its own data."""

from typing import Final

from msgspec import Struct

from lessico.congelamento import thaw
from piano.carta.stampa import Allegato, render_pdf
from piano.esportazioni import xlsx
from piano.html import render_html
from piano.snapshot import fingerprints
from piano.valori import Impronte, PianoSnapshot

FOGLIO: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Composto(Struct, frozen=True):
    """The document of a plan as it is stored."""

    html: str
    pdf: bytes
    impronte: Impronte


def compose(contenuto: bytes) -> Composto:
    """Everything from the bytes that are kept, nothing from the database. Raises PianoNonComponibile."""
    impronte = fingerprints(contenuto)
    html = render_html(thaw(contenuto, PianoSnapshot), impronte)
    return Composto(html=html, pdf=bind(contenuto, html), impronte=impronte)


def bind(contenuto: bytes, html: str) -> bytes:
    """The PDF of a document already written, with its data attached. Raises DocumentoNonValido."""
    return render_pdf(html, attachments(contenuto))


def attachments(contenuto: bytes) -> tuple[Allegato, ...]:
    """What the document is made from, and its tables as a workbook."""
    snapshot = thaw(contenuto, PianoSnapshot)
    nome = f"piano-{snapshot.contenuti.testata.ambito}-{snapshot.contenuti.testata.anno}"
    tabelle = xlsx.export(snapshot, fingerprints(contenuto))
    return (
        Allegato(f"{nome}.json", "application/json", "I dati da cui il piano è composto", "Source", contenuto),
        Allegato(f"{nome}.xlsx", FOGLIO, "Le tabelle del piano in un foglio di calcolo", "Data", tabelle),
    )
