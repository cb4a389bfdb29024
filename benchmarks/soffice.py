"""The same document by LibreOffice, from the DOCX, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def find_libreoffice() -> str | None:
    """LibreOffice, where it is installed with its Writer: with Calc alone it opens no DOCX, and does not say so."""
    trovato = shutil.which("soffice") or shutil.which("libreoffice")
    return trovato if trovato and (Path(trovato).resolve().parent / "libswlo.so").exists() else None


def render_libreoffice(docx: bytes) -> bytes:
    """A PDF by LibreOffice, from the DOCX of the same plan, with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="pianocasa-lo-") as cartella:
        sorgente = Path(cartella) / "piano.docx"
        sorgente.write_bytes(docx)
        profilo = (Path(cartella) / "profilo").as_uri()
        comando = [find_libreoffice() or "", f"-env:UserInstallation={profilo}", "--headless"]
        subprocess.run(
            [*comando, "--convert-to", "pdf", "--outdir", cartella, str(sorgente)], check=True, capture_output=True
        )
        return sorgente.with_suffix(".pdf").read_bytes()
