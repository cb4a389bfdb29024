"""The archive handed over: to a file on the disk, or to who downloads it, with its line in the registro."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.db import connection, transaction

from enti import registro
from enti.models import Incarico
from piano.archivio.indice import Indice
from piano.archivio.scrittura import write_archive
from piano.models import Piano

ATTO: Final = "archivio"
IN_MEMORIA: Final = 16 * 1024 * 1024
"""A larger archive is written on the disk until it has been sent."""


def export_file(piano: Piano, percorso: Path) -> Indice:
    """Write the archive at a path, whole or not at all."""
    parziale = percorso.with_name(f".{percorso.name}.parte")
    try:
        with parziale.open("w+b") as aperto:
            indice = write_still(piano, aperto)
        parziale.replace(percorso)
    finally:
        parziale.unlink(missing_ok=True)
    return indice


def hand_over(piano: Piano, *, by: Incarico, quando: datetime) -> tuple[IO[bytes], Indice]:
    """The archive as a file open at its beginning, which goes when it is closed; the registro keeps its impronta."""
    aperto: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORIA)  # noqa: SIM115 it lives until it has been sent
    indice = write_still(piano, aperto)
    registro.append(
        ATTO,
        catena=piano.ricognizione.catena,
        oggetto=str(piano),
        dettaglio="scaricato, con tutto ciò che precede questa riga",
        impronta=indice.impronta,
        by=by,
        quando=quando,
    )
    aperto.seek(0)
    return aperto, indice


def write_still(piano: Piano, su: IO[bytes]) -> Indice:
    """Written while nobody writes (SQLite), or on the rows of one moment (PostgreSQL)."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursore:
                cursore.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return write_archive(piano, su)
