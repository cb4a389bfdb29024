"""``python -m benchmarks``: freezing, snapshot, HTML and PDF of the real plan and of 61 enti, beside a bare table.

Each step runs in a process of its own, so that its peak memory is its own. The floor is WeasyPrint on one plain table
with as many cells as the plan has: what no document with those cells can beat.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

PASSI = ("congelamento", "snapshot", "html", "pdf", "tabella")
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
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "pianocasa.settings",
        }
        for comando in ("migrate", "carica_registri"):
            run([sys.executable, "manage.py", comando], ambiente)
        run([sys.executable, "-m", "benchmarks.passi", "carica"], ambiente)
        print(f"{'piano':<12} {'passo':<13} {'freddo':>9} {'caldo':>9} {'memoria':>9}  note")
        for ambito, anno in PIANI:
            righe = [measure(passo, ambito, anno, ambiente) for passo in PASSI]
            for riga in righe:
                print(show(ambito, riga))
            pdf, tabella = righe[-2], righe[-1]
            print(f"{ambito:<12} PDF / tabella nuda con le stesse celle: {pdf.caldo / tabella.caldo:.1f}")


def run(comando: list[str], ambiente: dict[str, str]) -> str:
    """The standard output of a command that must succeed."""
    fatto = subprocess.run(
        comando, env=ambiente, check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parent.parent
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
