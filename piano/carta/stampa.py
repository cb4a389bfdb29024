"""HTML → PDF/A-3a and PDF/UA-1. The only module that knows Typst; nothing is fetched, no face but our own is used."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import typst
from msgspec import Struct
from msgspec.structs import asdict

from piano.carta.lettura import read_for_paper
from piano.carta.tag import head_rows
from piano.errori import DocumentoNonValido

FOGLI: Final = Path(__file__).resolve().parent
NORME: Final = ("a-3a", "ua-1")
CARATTERI: Final = (
    Path(str(files("bootstrap_italia_template"))) / "static" / "fonts" / "Titillium_Web",
    Path(str(files("fontpkg_fira_sans"))) / "files",
)
"""Titillium; and Fira for the names that Titillium cannot write: Greek, Cyrillic, Vietnamese."""


_IGNOTI: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


class Allegato(Struct, frozen=True):
    """A file inside the PDF: ``Source`` is what the document is made from, ``Data`` the data that it shows."""

    nome: str
    mime: str
    descrizione: str
    relazione: Literal["Source", "Data"]
    contenuto: bytes


def render_pdf(html: str, allegati: Sequence[Allegato] = ()) -> bytes:
    """A PDF/A-3a that is also PDF/UA-1; the same HTML and files give the same bytes. Raises DocumentoNonValido."""
    foglio = read_for_paper(html)
    giorno = date.fromisoformat(foglio.giorno)
    documento = asdict(foglio) | {
        "giorno": {"year": giorno.year, "month": giorno.month, "day": giorno.day},
        "allegati": [{n: v for n, v in asdict(a).items() if n != "contenuto"} for a in allegati],
    }
    with TemporaryDirectory() as dati:
        (Path(dati) / "documento.json").write_text(json.dumps(documento))
        for numero, allegato in enumerate(allegati):
            (Path(dati) / str(numero)).write_bytes(allegato.contenuto)
        return head_rows(_typeset("ricevuta" if "ricevuta" in foglio.corpo["c"] else "documento", dati, giorno))


def _typeset(foglio: str, dati: str, giorno: date) -> bytes:
    """``dati`` is the folder of the document, where its sheet finds it: the root is that of the disk."""
    compositore = typst.Compiler(root="/", font_paths=_faces(), sys_inputs={"dati": dati})
    try:
        scritto, avvisi = compositore.compile_with_warnings(
            str(FOGLI / f"{foglio}.typ"),
            format="pdf",
            pdf_standards=list(NORME),
            timestamp=datetime.combine(giorno, time(), UTC),
        )
    except typst.TypstError as errore:
        raise DocumentoNonValido(_explain(errore.message)) from errore
    if avvisi:
        raise DocumentoNonValido(f"Il documento non si compone: {'; '.join(str(a.message) for a in avvisi)}.")
    if not isinstance(scritto, bytes):
        raise TypeError(type(scritto))
    return scritto


def _explain(messaggio: str) -> str:
    """Why a document is not handed out: a character without a drawing is the one thing that a person can mend."""
    if ignoti := _IGNOTI.search(messaggio):
        return f"I caratteri «{ignoti[1]}» non si possono stampare."
    return f"Il documento non si compone: {messaggio}."


@lru_cache(maxsize=1)
def _faces() -> typst.Fonts:
    """The two families of the document, and no other: the bytes do not depend on the machine."""
    cartelle = [str(cartella) for cartella in CARATTERI]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=cartelle)
