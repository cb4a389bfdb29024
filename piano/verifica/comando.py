"""What ``manage.py verifica`` answers: of a file, or of an archive, or of a file against an archive."""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from piano.archivio.indice import NOME, ArchivioRifiutato
from piano.archivio.lettura import Archivio
from piano.archivio.modelli import model_of
from piano.models import Versione
from piano.verifica.copertura import COPERTURA, tell_covered
from piano.verifica.forms import MASSIMO, TROPPO_GRANDE
from piano.verifica.giudizio import Conservata, Esito, VersioneNota, judge, read_file
from piano.verifica.guasti import Guasto
from piano.verifica.parole import Risposta, answer
from piano.verifica.ricerca import verify_bytes

_IMPRONTE: Final = ("impronta", "impronta_contenuti", "impronta_html", "impronta_pdf")


def is_archive(percorso: Path) -> bool:
    """Whether a file is the archive of a plan, whole or not: by its name, or a zip with an index."""
    if percorso.suffix.lower() == ".zip":
        return True
    try:
        with zipfile.ZipFile(percorso) as letto:
            return NOME in letto.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def verify_archive(percorso: Path) -> list[Guasto]:
    """All that is wrong with an archive; raises ArchivioRifiutato."""
    with Archivio(percorso) as archivio:
        return list(archivio.verify())


def tell_archive(percorso: Path) -> tuple[str, ...]:
    """Which rows of an archive something covers also in the database it comes from; raises ArchivioRifiutato."""
    with Archivio(percorso) as archivio:
        quante = {etichetta: sum(1 for _ in archivio.rows(etichetta)) for etichetta in COPERTURA}
    nomi = {etichetta: str(model_of(etichetta)._meta.verbose_name_plural) for etichetta in COPERTURA}
    return tuple(tell_covered(quante, nomi))


def verify_file(percorso: Path, archivio: Path | None) -> Risposta:
    """Which version a file is: of the database, or of an archive and then with no database at all."""
    if percorso.stat().st_size > MASSIMO:
        return Risposta(riuscita=False, avviso=False, titolo=TROPPO_GRANDE, frasi=())
    contenuto = percorso.read_bytes()
    if archivio is None:
        return answer(verify_bytes(contenuto, Versione.objects.for_system()))
    with Archivio(archivio) as aperto:
        return answer(_verify_against(contenuto, aperto))


def _verify_against(contenuto: bytes, archivio: Archivio) -> Esito:
    if guasto := next(archivio.verify(), None):
        raise ArchivioRifiutato(f"L’archivio è stato modificato. {guasto}")
    note = list(_read_versions(archivio))

    def load(versione: VersioneNota) -> Conservata:
        dati, pdf = (archivio.content("piano.Versione", versione.chiave, campo) for campo in ("contenuto", "pdf"))
        return Conservata(dati, pdf)

    return judge(read_file(contenuto), note, load)


def _read_versions(archivio: Archivio) -> Iterator[VersioneNota]:
    indice = archivio.indice
    pesi: Mapping[str, int] = {file.nome: file.byte for file in indice.file}
    pubblicate = {riga["versione"] for riga in archivio.rows("piano.Pubblicazione")}
    for numero, riga in enumerate(archivio.rows("piano.Versione"), start=1):
        campi: dict[str, Any] = {campo: riga[campo] for campo in ("numero", "atto", *_IMPRONTE)}
        cartella = f"byte/righe/piano.Versione/{numero}-"
        yield VersioneNota(
            chiave=numero,
            ambito=indice.ambito,
            ambito_nome=indice.ambito_nome,
            anno=indice.anno,
            quando=datetime.fromisoformat(riga["quando"]),
            pubblicata=numero in pubblicate,
            byte_pdf=pesi[f"{cartella}pdf"],
            byte_dati=pesi[f"{cartella}contenuto"],
            **campi,
        )
