"""HTML → PDF/A-3a and PDF/UA-1. Nothing is fetched, and no face but our own is used."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import asdict

from piano.carta.lettura import read_for_paper
from piano.carta.tag import head_rows
from piano.errori import DocumentoNonValido

FOGLI: Final = Path(__file__).resolve().parent
CARATTERI: Final = (
    Path(str(files("bootstrap_italia_template"))) / "static" / "fonts" / "Titillium_Web",
    Path(str(files("fontpkg_fira_sans"))) / "files",
)
"""Titillium; and Fira for the names that Titillium cannot write: Greek, Cyrillic, Vietnamese."""
PAZIENZA: Final = 120
"""Seconds: a plan of sixty enti takes half of one."""
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
        _typeset("ricevuta" if "ricevuta" in foglio.corpo["c"] else "documento", dati, foglio.giorno)
        return head_rows((Path(dati) / "documento.pdf").read_bytes())


def _typeset(foglio: str, dati: str, giorno: str) -> None:
    """``dati`` is the folder of the document, where its sheet finds it and leaves the PDF."""
    argomenti = [f"{FOGLI / foglio}.typ", dati, giorno, *map(str, CARATTERI)]
    comando = [sys.executable, str(FOGLI / "compositore.py"), *argomenti]
    try:
        fatto = subprocess.run(comando, capture_output=True, check=False, timeout=PAZIENZA)
    except subprocess.TimeoutExpired as errore:
        raise DocumentoNonValido(f"Il documento non si compone in {PAZIENZA} secondi.") from errore
    if fatto.returncode:
        raise DocumentoNonValido(_explain(fatto.stderr.decode(errors="replace")))


def _explain(messaggio: str) -> str:
    """Why a document is not handed out: a character without a drawing is the one thing that a person can mend."""
    if ignoti := _IGNOTI.search(messaggio):
        return f"I caratteri «{ignoti[1]}» non si possono stampare."
    return f"Il documento non si compone: {messaggio}."
