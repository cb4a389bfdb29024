"""Writing what was exported: a file or a folder is there whole, or it is not there."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class EsportazioneImpossibile(Exception):
    """A sentence that says why, for the terminal."""


def write_whole(percorso: Path, contenuto: bytes) -> None:
    """Write beside and rename: there is never half a file. Raises EsportazioneImpossibile."""
    with _explained(percorso), _beside(percorso) as provvisorio:
        scritto = provvisorio / "file"
        scritto.write_bytes(contenuto)
        os.replace(scritto, percorso)


def write_folder(percorso: Path, contenuti: Mapping[str, bytes]) -> None:
    """A new folder with these files; one that holds something is left as it is. Raises EsportazioneImpossibile."""
    with _explained(percorso):
        if percorso.is_dir() and any(percorso.iterdir()):
            raise EsportazioneImpossibile(f"La cartella {percorso} non è vuota: indicarne una nuova, o una vuota.")
        with _beside(percorso) as provvisorio:
            scritta = provvisorio / "cartella"
            scritta.mkdir()
            for nome, contenuto in contenuti.items():
                (scritta / nome).write_bytes(contenuto)
            os.replace(scritta, percorso)


@contextmanager
def _beside(percorso: Path) -> Iterator[Path]:
    """A folder that lasts as long as the writing, on the same disk."""
    percorso.parent.mkdir(parents=True, exist_ok=True)
    provvisorio = Path(tempfile.mkdtemp(dir=percorso.parent, prefix="."))
    try:
        yield provvisorio
    finally:
        shutil.rmtree(provvisorio, ignore_errors=True)


@contextmanager
def _explained(percorso: Path) -> Iterator[None]:
    """What the system refuses becomes a sentence."""
    try:
        yield
    except OSError as errore:
        raise EsportazioneImpossibile(f"Non si può scrivere {percorso}: {errore.strerror}.") from errore
