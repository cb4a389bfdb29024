"""``python -m benchmarks``: freezing, snapshot, HTML and PDF of the real plan and of 61 enti, beside their peers.

Each step runs in a process of its own, so that its peak memory is its own: «freddo» is the first time in that process,
after the imports, «caldo» the median of five more. Beside the PDF stand a bare table with as many cells (our sheet at
its least), Typst on the same text and tables with no sheet of ours (the floor), LibreOffice converting the DOCX of the
same plan (the peer, where it is installed). «invariato» is the server time of the PDF of a plan that has not changed.
Then the rules, ``benchmarks.regole``, the published plan, ``benchmarks.pubblicazione``, the verification and the
archive, ``benchmarks.verifica``, the lists of dwellings, ``benchmarks.elenchi``, and the pages, ``benchmarks.pagine``.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks import alloggi, pagine
from benchmarks.soffice import find_libreoffice

PASSI = (
    *("congelamento", "snapshot", "html", "pdf", "tabella", "typst", "libreoffice", "invariato"),
    *("confronto", "fascicolo"),
)
ALTRE = ("regole", "pubblicazione", "verifica", "elenchi")
PIANI = (("oglio-ovest", 2026), ("valdemo", 2026))


class Misura(msgspec.Struct, frozen=True):
    """A step: seconds the first time and the median of the others, peak memory in MB, a note on its size."""

    passo: str
    freddo: float
    caldo: float
    memoria: float
    note: str


def main() -> None:
    """Make a database, load it, measure every step of every plan, print one table."""
    with tempfile.TemporaryDirectory(prefix="pianocasa-bench-") as cartella:
        ambiente = {
            **os.environ,
            "PIANOCASA_VAR": cartella,
            "DEBUG": "0",
            "HTTPS": "0",
            "PYTHONWARNINGS": "ignore:No directory at:UserWarning",  # WhiteNoise before collectstatic
            "SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "pianocasa.settings",
        }
        for comando in (("migrate",), ("collectstatic", "--no-input"), ("carica_registri",)):
            run([sys.executable, "manage.py", *comando], ambiente)
        run([sys.executable, "-m", "benchmarks.passi", "carica"], ambiente)
        print(f"{'piano':<12} {'passo':<13} {'freddo':>9} {'caldo':>9} {'memoria':>9}  note")
        for ambito, anno in PIANI:
            misure = {passo: measure(passo, ambito, anno, ambiente) for passo in PASSI if is_there(passo)}
            for misura in misure.values():
                print(show(ambito, misura))
            for altro in ("tabella", "typst", "libreoffice"):
                if altro in misure:
                    print(f"{ambito:<12} pdf / {altro}: {misure['pdf'].caldo / misure[altro].caldo:.2f} (caldo)")
        print(*(run([sys.executable, "-m", f"benchmarks.{altre}"], ambiente) for altre in ALTRE), sep="", end="")


def is_there(passo: str) -> bool:
    """LibreOffice is measured where it is installed."""
    return passo != "libreoffice" or find_libreoffice() is not None


def run(comando: list[str], ambiente: dict[str, str]) -> str:
    """The standard output of a command that must succeed."""
    fatto = subprocess.run(
        comando, env=ambiente, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parent.parent
    )
    return fatto.stdout


def measure(passo: str, ambito: str, anno: int, ambiente: dict[str, str]) -> Misura:
    """One step in a process of its own."""
    testo = run([sys.executable, "-m", "benchmarks.passi", passo, ambito, str(anno)], ambiente)
    return msgspec.json.decode(testo.splitlines()[-1], type=Misura)


def show(ambito: str, misura: Misura) -> str:
    """One line of the table: milliseconds and megabytes."""
    tempi = f"{misura.freddo * 1000:>6.0f} ms {misura.caldo * 1000:>6.0f} ms {misura.memoria:>6.0f} MB"
    return f"{ambito:<12} {misura.passo:<13} {tempi}  {misura.note}"


if __name__ == "__main__":
    main()
    pagine.main()
    alloggi.main()
