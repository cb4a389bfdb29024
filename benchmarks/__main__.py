"""``python -m benchmarks``: freezing, snapshot, HTML and PDF of the real plan and of 61 enti, beside a bare table.

Each step runs in a process of its own, so that its peak memory is its own. The floor is WeasyPrint on one plain table
with as many cells as the plan has: what no document with those cells can beat.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PASSI = ("congelamento", "snapshot", "html", "pdf", "tabella")
PIANI = (("oglio-ovest", 2026), ("valdemo", 2026))


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
            print(f"{ambito:<12} PDF / tabella nuda con le stesse celle: {pdf['caldo'] / tabella['caldo']:.1f}")


def run(comando: list[str], ambiente: dict[str, str]) -> str:
    """The standard output of a command that must succeed."""
    fatto = subprocess.run(
        comando, env=ambiente, check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parent.parent
    )
    return fatto.stdout


def measure(passo: str, ambito: str, anno: int, ambiente: dict[str, str]) -> dict[str, float | str]:
    """Seconds cold and warm (median of repeats), peak memory in MB."""
    testo = run([sys.executable, "-m", "benchmarks.passi", passo, ambito, str(anno)], ambiente)
    misura: dict[str, float | str] = json.loads(testo.splitlines()[-1])
    return misura


def show(ambito: str, riga: dict[str, float | str]) -> str:
    """One line of the table: milliseconds and megabytes."""
    freddo, caldo = (float(riga[nome]) * 1000 for nome in ("freddo", "caldo"))
    return f"{ambito:<12} {riga['passo']:<13} {freddo:>6.0f} ms {caldo:>6.0f} ms {riga['memoria']:>6.0f} MB  {riga['note']}"


if __name__ == "__main__":
    main()
