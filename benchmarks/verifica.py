"""``python -m benchmarks.verifica``: a hundred versions verified, a file among them, the archive there and back."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.impostazioni")
django.setup()

from django.core.management import call_command  # noqa: E402 - models need django.setup() first
from django.db import connection, transaction  # noqa: E402
from msgspec.structs import replace  # noqa: E402

from enti.models import AttoreSistema  # noqa: E402
from lessico.congelamento import freeze  # noqa: E402
from piano.archivio.consegna import export_file  # noqa: E402
from piano.archivio.lettura import Archivio  # noqa: E402
from piano.archivio.ripresa import import_archive  # noqa: E402
from piano.caricamento import FIXTURES, load_ambito  # noqa: E402
from piano.composizione import compose  # noqa: E402
from piano.models import AttoDiVersione, Piano, Versione  # noqa: E402
from piano.services import keep_version  # noqa: E402
from piano.snapshot import build_snapshot, fingerprints  # noqa: E402
from piano.verifica.banca_dati import verify_versions  # noqa: E402
from piano.verifica.ricerca import verify_bytes  # noqa: E402

VERSIONI = 100
MISURE = AttoreSistema("misure")
QUANDO = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def keep_many(piano: Piano) -> None:
    """A hundred versions of the real plan: one PDF, a hundred envelopes."""
    snapshot, prima = build_snapshot(piano), ""
    composto = compose(freeze(snapshot))
    for _ in range(VERSIONI):
        contenuto = freeze(replace(snapshot, busta=replace(snapshot.busta, versione_precedente=prima)))
        suo = replace(composto, impronte=fingerprints(contenuto))
        prima = suo.impronte.versione
        keep_version(piano, contenuto, suo, by=MISURE, quando=QUANDO, atto=AttoDiVersione.APPROVAZIONE)


def measure(nome: str, lavoro: Callable[[], object]) -> None:
    """One line: milliseconds."""
    inizio = time.perf_counter()
    esito = lavoro()
    print(f"{nome:<34} {(time.perf_counter() - inizio) * 1000:>8.0f} ms  {esito}")


def bring(percorso: Path) -> str:
    """Brought where it never was, and taken back."""
    with transaction.atomic(), Archivio(percorso) as archivio:
        piano = import_archive(archivio, by=MISURE, quando=QUANDO)
        transaction.set_rollback(True)
    return str(piano)


def main() -> None:
    """In a database of memory, made and thrown away."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    with tempfile.TemporaryDirectory() as cartella:
        percorso = Path(cartella) / "archivio.zip"
        with transaction.atomic():
            call_command("carica_registri", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
            load_ambito(FIXTURES / "oglio-ovest")
            piano = Piano.objects.for_system().select_related("ricognizione__ambito").get()
            keep_many(piano)
            versioni = Versione.objects.for_system()
            ultimo = bytes(versioni.order_by("-numero").values_list("pdf", flat=True)[0])
            falso = ultimo[:50_000] + bytes([ultimo[50_000] ^ 1]) + ultimo[50_001:]
            measure(f"{VERSIONI} versioni verificate", lambda: f"{len(list(verify_versions(versioni)))} guasti")
            measure("un PDF tra cento versioni", lambda: verify_bytes(ultimo, versioni).giudizio.value)
            measure("un PDF con un byte cambiato", lambda: verify_bytes(falso, versioni).giudizio.value)
            measure("archivio scritto", lambda: f"{len(export_file(piano, percorso).file)} file")
            transaction.set_rollback(True)
        measure("archivio verificato", lambda: f"{len(list(Archivio(percorso).verify()))} guasti")
        measure("archivio ripreso", lambda: bring(percorso))
        print(f"archivio: {percorso.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
