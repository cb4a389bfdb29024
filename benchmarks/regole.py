"""``python -m benchmarks.regole``: the whole registry of the rules on 61 schede and on 1,500, beside reading them.

No database: the schede are invented, frozen, read again from their bytes. «lettura» is that reading alone, and stands as
the floor; «regole» is every rule on every scheda, with the year before at hand. Each step runs in a process of its own,
so that its peak memory is its own; «freddo» is the first time, «caldo» the median of five more.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import django
import msgspec

QUANTI: Final = (61, 1_500)
PASSI: Final = ("lettura", "regole")
RIPETIZIONI: Final = 5
ANNO: Final = 2026
RADICE: Final = Path(__file__).resolve().parent.parent


class Misura(msgspec.Struct, frozen=True):
    """A step on so many enti: seconds the first time and the median of the others, peak memory in MB, what it gave."""

    passo: str
    enti: int
    freddo: float
    caldo: float
    memoria: float
    note: str


def main() -> None:
    """Measure every step on every size, print one table."""
    print(f"{'enti':>6} {'passo':<10} {'freddo':>9} {'caldo':>9} {'per ente':>9} {'memoria':>9}  note")
    misure = {(passo, quanti): measure(passo, quanti) for quanti in QUANTI for passo in PASSI}
    for misura in misure.values():
        print(show(misura))
    pochi, molti = (misure["regole", quanti].caldo / quanti for quanti in QUANTI)
    print(f"regole: un ente tra {QUANTI[1]} / un ente tra {QUANTI[0]} = {molti / pochi:.2f} (lineare: 1)")
    print(f"regole / lettura, {QUANTI[1]} enti: {pochi_volte(misure):.1f} (caldo)")


def pochi_volte(misure: dict[tuple[str, int], Misura]) -> float:
    """How many times the reading the rules take."""
    return misure["regole", QUANTI[1]].caldo / misure["lettura", QUANTI[1]].caldo


def measure(passo: str, quanti: int) -> Misura:
    """One step in a process of its own."""
    comando = [sys.executable, "-m", "benchmarks.regole", passo, str(quanti)]
    fatto = subprocess.run(comando, check=True, stdout=subprocess.PIPE, text=True, cwd=RADICE)
    return msgspec.json.decode(fatto.stdout.splitlines()[-1], type=Misura)


def show(misura: Misura) -> str:
    """One line of the table: milliseconds, microseconds, megabytes."""
    tempi = f"{misura.freddo * 1000:>6.0f} ms {misura.caldo * 1000:>6.0f} ms {misura.caldo / misura.enti * 1e6:>6.0f} µs"
    return f"{misura.enti:>6} {misura.passo:<10} {tempi} {misura.memoria:>6.0f} MB  {misura.note}"


def step(passo: str, quanti: int) -> None:
    """Time a step in this process and print one line of JSON."""
    lavoro = prepare(passo, quanti)
    tempi, esito = [], 0
    for _ in range(RIPETIZIONI + 1):
        inizio = time.perf_counter()
        esito = lavoro()
        tempi.append(time.perf_counter() - inizio)
    note = f"{esito} rilievi" if passo == "regole" else f"{esito // 1024} kB"
    memoria = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    misura = Misura(passo, quanti, tempi[0], statistics.median(tempi[1:]), memoria, note)
    print(json.dumps(msgspec.to_builtins(misura)))


def prepare(passo: str, quanti: int) -> Callable[[], int]:
    """What to time; it returns what it gave: bytes read, or findings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianocasa.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    from benchmarks.dichiarazioni import declare_ente  # noqa: PLC0415 - models need django.setup() first
    ...


if __name__ == "__main__":
    if len(sys.argv) > 1:
        step(sys.argv[1], int(sys.argv[2]))
    else:
        main()
