"""``python -m benchmarks.pagine``: the pages where people work, served as in production, in all Lombardy.

For each page: its queries in ambiti of 5, 30 and 61 enti, the time of one request after the other, the requests per
second of four clients at once, beside a view that does nothing behind the same middleware and the same login; the
processor time that a request costs the server, which another job on the machine changes less than the clock. The memory
is that of the server's two processes at the end.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import basi
from benchmarks.basi import Ambiente
from benchmarks.richieste import RICHIESTE, RISCALDAMENTO, SECONDI

SOGLIA_MS = 100
POSTI = (14, 8, 8, 9, 10, 10, 7)
QUOTA = 1 / 3


def main() -> None:
    """Both engines, one table each."""
    ambiente = {
        **os.environ,
        "DEBUG": "0",
        "HTTPS": "0",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": secrets.token_hex(32),
        "DJANGO_SETTINGS_MODULE": "benchmarks.impostazioni",
        "PYTHONWARNINGS": "ignore:No directory at:UserWarning",  # WhiteNoise before collectstatic
    }
    cartella = basi.find_folder()
    ambiente["PIANOCASA_VAR"] = str(cartella)
    su_sqlite = basi.prepare_sqlite(ambiente, cartella)
    collect_static(su_sqlite)
    measure("SQLite", su_sqlite)
    with basi.open_postgresql(ambiente, cartella) as su_postgresql:
        if su_postgresql:
            measure("PostgreSQL", su_postgresql)


def collect_static(ambiente: Ambiente) -> None:
    """The names with their hashes, as the release has them."""
    shutil.rmtree(os.path.join(ambiente["PIANOCASA_VAR"], "static"), ignore_errors=True)
    comando = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(comando, env=ambiente, check=True, cwd=basi.RADICE)


def measure(motore: str, ambiente: Ambiente) -> None:
    """Every page, and a line for each."""
    pagine = msgspec.json.decode(basi.run("benchmarks.sonde", ambiente).splitlines()[-1])
    titoli = ("interrogazioni", "p50", "p95", "massimo", "processore", "al secondo", "/ nuda")
    print(f"{motore:<22}", " ".join(f"{titolo:>{posti}}" for titolo, posti in zip(titoli, POSTI, strict=True)))
    with serve(ambiente) as (porta, server):
        ask(pagine[0], porta, ambiente)  # the workers read the site with their first requests
        nuda = 0.0
        for pagina in pagine:
            prima = spent_by_workers(server)
            if misura := ask(pagina, porta, ambiente):
                richieste = RISCALDAMENTO + RICHIESTE + misura["al_secondo"] * SECONDI
                misura["processore"] = (spent_by_workers(server) - prima) / richieste * 1000
            nuda = nuda or misura.get("al_secondo", 0.0)
            print(show(pagina, misura, nuda), flush=True)
        print(f"{'memoria':<22} {', '.join(f'{mega:.0f} MB' for mega in weigh_workers(server))}", flush=True)


def ask(pagina: dict[str, Any], porta: int, ambiente: Ambiente) -> dict[str, float]:
    """What the clients saw; nothing of a page that does not answer."""
    argomenti = (str(porta), pagina["cookie"], pagina["percorso"])
    try:
        misura: dict[str, float] = msgspec.json.decode(basi.run("benchmarks.richieste", ambiente, *argomenti))
    except subprocess.CalledProcessError:
        return {}
    return misura


def show(pagina: dict[str, Any], misura: dict[str, float], nuda: float) -> str:
    """One line: what misses its aim has an exclamation mark after it."""
    quante = set(pagina["interrogazioni"].values())
    tutte = "/".join(map(str, pagina["interrogazioni"].values()))
    interrogazioni = str(*quante) if len(quante) == 1 else f"{tutte} !"
    if not misura:
        return f"{pagina['nome']:<22} {interrogazioni:>14}  non risponde"
    quota = misura["al_secondo"] / nuda
    return (
        f"{pagina['nome']:<22} {interrogazioni:>14} {misura['p50']:>5.0f} ms {misura['p95']:>5.0f} ms "
        f"{misura['massimo']:>6.0f} ms {misura['processore']:>7.1f} ms {misura['al_secondo']:>10.0f} {quota:>7.2f}  "
        f"{misura['peso']:.0f} kB"
        f"{'  p95 !' if misura['p95'] > SOGLIA_MS else ''}{'  quota !' if quota < QUOTA else ''}"
    )


@contextmanager
def serve(ambiente: Ambiente) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server as ``make run`` starts it, on a free port; stopped at the end."""
    with socket.socket() as presa:
        presa.bind(("127.0.0.1", 0))
        porta = presa.getsockname()[1]
    opzioni = ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
    comando = [sys.executable, "-m", "gunicorn", "pianocasa.wsgi", "--bind", f"127.0.0.1:{porta}", *opzioni]
    server = subprocess.Popen(comando, env=ambiente, cwd=basi.RADICE)
    try:
        wait_for(porta)
        yield porta, server
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(porta: int) -> None:
    """Until somebody listens."""
    fine = time.monotonic() + 60
    while time.monotonic() < fine:
        with socket.socket() as presa:
            if presa.connect_ex(("127.0.0.1", porta)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("Il server delle misure non parte.")


def spent_by_workers(server: subprocess.Popen[bytes]) -> float:
    """Processor seconds that the workers have spent; nothing where the system does not say."""
    figli = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    if not figli.exists():
        return 0.0
    stati = (Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split() for pid in figli.read_text().split())
    return sum(int(stato[11]) + int(stato[12]) for stato in stati) / os.sysconf("SC_CLK_TCK")


def weigh_workers(server: subprocess.Popen[bytes]) -> list[float]:
    """Resident memory of each worker in MB."""
    elenco = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True).stdout
    righe = (riga.split() for riga in elenco.splitlines())
    return [int(rss) / 1024 for padre, rss in righe if int(padre) == server.pid]


if __name__ == "__main__":
    main()
