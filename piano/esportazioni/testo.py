"""A short text as a Word file: headings, paragraphs and lists, with the styles of the plan."""

import io
from collections.abc import Iterable
from typing import Final

import docx

from piano.esportazioni.archivio import repack
from piano.esportazioni.descrizione import Descrizione
from piano.esportazioni.stili import prepare

CORSIVO: Final = "corsivo"
FORTE: Final = "forte"
PUNTO: Final = "List Bullet"
NUMERO: Final = "List Number"
TITOLI: Final = {"titolo": 1, "sottotitolo": 2}

Riga = tuple[str, str]
"""What it is (one of the words above, or nothing) and its text."""


def write_text(titolo: str, righe: Iterable[Riga], descrizione: Descrizione) -> bytes:
    """The same lines give the same bytes."""
    documento = docx.Document()
    prepare(documento)
    proprieta = documento.core_properties
    proprieta.title, proprieta.author = titolo[:255], descrizione.ambito[:255]
    proprieta.last_modified_by, proprieta.comments, proprieta.keywords = "Pianocasa", "", ""
    proprieta.language, proprieta.revision = "it-IT", 1
    proprieta.created = proprieta.modified = descrizione.istante
    for che, testo in righe:
        if che in TITOLI:
            documento.add_heading(testo, TITOLI[che])
            continue
        paragrafo = documento.add_paragraph(style=che if che in (PUNTO, NUMERO) else None)
        tratto = paragrafo.add_run(testo)
        tratto.italic, tratto.bold = che == CORSIVO or None, che == FORTE or None
    scritto = io.BytesIO()
    documento.save(scritto)
    return repack(scritto.getvalue())
