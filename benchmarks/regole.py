"""``python -m benchmarks.regole``: the whole registry of the rules on 61 schede and on 1,500, beside reading them.

No database: the schede are invented, frozen, read again from their bytes. «lettura» is that reading alone, and stands
as the floor; «regole» is every rule on every scheda, the year before at hand. Each step runs in a process of its own,
so that its peak memory is its own; «freddo» is the first time in that process, «caldo» the median of five more.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

import django
import msgspec

if __name__ == "__main__":
    django.setup()

from benchmarks.basi import RADICE
from benchmarks.dichiarazioni import declare_ente
from lessico.congelamento import freeze, thaw
from lessico.regime import Categoria, Limite, Regime
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.regime import Codice
from raccolta.rilievi import find_findings
from raccolta.valori import SchedaCongelata

ANNO: Final = 2026
ENTI: Final = (61, 1_500)
SEDI_ALER: Final = 40
"""One ente out of each 61 is an agency, with dwellings in so many comuni."""

PASSI: Final = ("lettura", "regole")
RIPETIZIONI: Final = 5


class Misura(msgspec.Struct, frozen=True):
    """A step on so many enti: seconds the first time and the median of the others, peak memory in MB, what it gave."""

    passo: str
    enti: int
    freddo: float
    caldo: float
    memoria: float
    note: str


def main() -> None:
    """Measure every step on both sizes, print one table."""
    print(f"{'enti':<12} {'passo':<13} {'freddo':>9} {'caldo':>9} {'per ente':>9} {'memoria':>9}  note")
    misure = {(passo, enti): measure(passo, enti) for enti in ENTI for passo in PASSI}
    for misura in misure.values():
        print(show(misura))
    poche, tante = (misure["regole", enti].caldo / enti for enti in ENTI)
    print(f"{ENTI[1]:<12} per ente / per ente su {ENTI[0]}: {tante / poche:.2f} (caldo; 1 è lineare)")
    for enti in ENTI:
        print(
            f"{enti:<12} regole / lettura: {misure['regole', enti].caldo / misure['lettura', enti].caldo:.1f} (caldo)"
        )


def measure(passo: str, enti: int) -> Misura:
    """One step in a process of its own."""
    comando = [sys.executable, "-m", "benchmarks.regole", passo, str(enti)]
    fatto = subprocess.run(comando, check=True, stdout=subprocess.PIPE, text=True, cwd=RADICE)
    return msgspec.json.decode(fatto.stdout.splitlines()[-1], type=Misura)


def show(misura: Misura) -> str:
    """One line of the table: milliseconds, microseconds, megabytes."""
    tempi = (
        f"{misura.freddo * 1000:>6.0f} ms {misura.caldo * 1000:>6.0f} ms {misura.caldo / misura.enti * 1e6:>6.0f} µs"
    )
    return f"{misura.enti:<12} {misura.passo:<13} {tempi} {misura.memoria:>6.0f} MB  {misura.note}"


def step(passo: str, enti: int) -> Misura:
    """One step in this process: the first time, then again."""
    lavoro = prepare(passo, enti)
    tempi, note = [], ""
    for _ in range(RIPETIZIONI + 1):
        inizio = time.process_time()
        note = lavoro()
        tempi.append(time.process_time() - inizio)
    memoria = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Misura(passo, enti, tempi[0], statistics.median(tempi[1:]), memoria, note)


def prepare(passo: str, enti: int) -> Callable[[], str]:
    """What to time; it returns a note on what it did."""
    chi = [build_ente(numero) for numero in range(enti)]
    congelate = [(declare(numero, ente, ANNO), declare(numero, ente, ANNO - 1)) for numero, ente in enumerate(chi)]
    if passo == "lettura":
        return lambda: f"{sum(read(*coppia) for coppia in congelate) // 1024} kB"
    lette = [[thaw(contenuto, SchedaCongelata) for contenuto in coppia] for coppia in congelate]
    codice = Codice(0, ANNO, build_regime(date(ANNO, 1, 1)), frozenset({"transitori"}))

    def run() -> str:
        esami = (
            SchedaInEsame(anno=ANNO, scheda=ora, precedente=prima, ente=ente)
            for ente, (ora, prima) in zip(chi, lette, strict=True)
        )
        return f"{sum(len(find_findings(esame, codice)) for esame in esami)} rilievi"

    return run


def build_ente(numero: int) -> EnteInEsame:
    """A comune, or an agency, always the same."""
    if numero % ENTI[0]:
        return EnteInEsame(f"comune-{numero}", "comune", f"Comune {numero}", (f"{numero:06}",))
    return EnteInEsame(f"aler-{numero}", "aler", f"ALER {numero}")


def declare(numero: int, ente: EnteInEsame, anno: int) -> bytes:
    """What it declared for a year, frozen."""
    sedi = ente.comuni or tuple(f"{numero + sede:06}" for sede in range(SEDI_ALER))
    return freeze(declare_ente(Random(numero * 10_000 + anno), ente.slug, sedi, anno))


def read(ora: bytes, prima: bytes) -> int:
    """How many bytes were read."""
    thaw(ora, SchedaCongelata)
    thaw(prima, SchedaCongelata)
    return len(ora) + len(prima)


def build_regime(al: date) -> Regime:
    """The register of the law of the repository, on a day."""
    registro = tomllib.loads((RADICE / "fixtures" / "registri.toml").read_text(encoding="utf-8"))
    parametri, categorie = (
        [{"valore": None} | riga for riga in registro[nome] if riga["dal"] <= al <= riga.get("al", date.max)]
        for nome in ("parametro", "categoria")
    )
    return Regime(al, msgspec.convert(parametri, tuple[Limite, ...]), msgspec.convert(categorie, tuple[Categoria, ...]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(msgspec.to_builtins(step(sys.argv[1], int(sys.argv[2])))))
    else:
        main()
