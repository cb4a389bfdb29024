"""The archive read and verified, with no database: every byte has its SHA-256, and the rows agree with each other."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, Self

import msgspec

from lessico.congelamento import ContenutoIllegibile, thaw
from piano.archivio import indice
from piano.archivio.indice import BYTE, RIGHE, ArchivioRifiutato, FileDellIndice, Indice
from piano.verifica.guasti import (
    CertificazioneLetta,
    EventoLetto,
    Guasto,
    VersioneLetta,
    check_certification,
    check_chain,
    check_file,
    check_version,
)

PEZZO: Final = 1024 * 1024
INDICE_MASSIMO: Final = 64 * 1024 * 1024
_DELLA_VERSIONE: Final = (
    *("numero", "atto", "chi"),
    *("impronta_contenuti", "impronta", "impronta_html", "impronta_pdf"),
)
Riga = dict[str, Any]


class Archivio:
    """An archive open for reading. Raises ArchivioRifiutato when the file is not one."""

    def __init__(self, percorso: Path) -> None:
        """The file on the disk."""
        self.percorso = percorso
        self.aperto: IO[bytes] = percorso.open("rb")
        try:
            self._open()
        except ArchivioRifiutato:
            self.aperto.close()
            raise

    def _open(self) -> None:
        try:
            self.zip = zipfile.ZipFile(self.aperto)
            self.indice = thaw(self._read_index(), Indice)
        except (zipfile.BadZipFile, KeyError, OSError, zlib.error, EOFError, NotImplementedError) as errore:
            raise ArchivioRifiutato(f"Il file non è un archivio, o non è intero: {errore}.") from errore
        except ContenutoIllegibile as errore:
            raise ArchivioRifiutato(f"L’indice dell’archivio non si legge: {errore}") from errore
        self._check_format()

    def _read_index(self) -> bytes:
        with self.zip.open(indice.NOME) as aperto:
            return aperto.read(INDICE_MASSIMO)

    def _check_format(self) -> None:
        if self.indice.formato != indice.FORMATO:
            raise ArchivioRifiutato("Il file non è l’archivio di un piano.")
        if self.indice.versione != indice.VERSIONE:
            raise ArchivioRifiutato(
                f"L’archivio è della versione {self.indice.versione}: questo programma legge la {indice.VERSIONE}."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()
        self.aperto.close()

    @property
    def impronta(self) -> str:
        """That of the index as it is written, which names every file."""
        return hashlib.sha256(self._read_index()).hexdigest()

    def verify(self) -> Iterator[Guasto]:
        """All that is wrong: first the bytes, file by file; when they are whole, also what they say of each other."""
        guasti = list(self.verify_bytes())
        yield from guasti
        if not guasti:
            yield from self.verify_rows()

    def verify_bytes(self) -> Iterator[Guasto]:
        """Each file of the index, those that it does not name, and the rest of the zip."""
        presenti = self.zip.namelist()
        attesi = {file.nome: file for file in self.indice.file}
        guasti = [guasto for file in attesi.values() if (guasto := self._check_member(file, presenti))]
        yield from guasti
        for nome in sorted(set(presenti) - attesi.keys() - {indice.NOME}):
            yield Guasto("archivio", nome, "file", "non è nell’indice.")
        if len(presenti) != len(set(presenti)):
            yield Guasto("archivio", "zip", "elenco", "un file vi sta due volte.")
        if not guasti and not self._is_sealed():
            yield Guasto(
                "archivio", "zip", "sigillo", "i file sono intatti, ma non l’indice o ciò che li tiene insieme."
            )

    def _check_member(self, file: FileDellIndice, presenti: list[str]) -> Guasto | None:
        if file.nome not in presenti:
            return Guasto("archivio", file.nome, "file", "manca.")
        somma, byte = hashlib.sha256(), 0
        try:
            with self.zip.open(file.nome) as aperto:
                while (pezzo := aperto.read(PEZZO)) and byte <= file.byte:
                    somma.update(pezzo)
                    byte += len(pezzo)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as errore:
            return Guasto("archivio", file.nome, "byte", f"non si legge: {errore}.")
        if somma.hexdigest() != file.sha256 or byte != file.byte:
            return Guasto("archivio", file.nome, "byte", "non ha più l’impronta dell’indice.")
        return None

    def _is_sealed(self) -> bool:
        """Whether the whole file has the SHA-256 that its last bytes say."""
        restano = self.percorso.stat().st_size - indice.SIGILLO
        somma = hashlib.sha256()
        with self.percorso.open("rb") as aperto:
            while restano > 0:
                pezzo = aperto.read(min(restano, PEZZO))
                somma.update(pezzo)
                restano -= len(pezzo)
            return aperto.read() == somma.hexdigest().encode()

    # rows

    def names(self, cartella: str) -> list[str]:
        """The files of a folder."""
        return sorted(file.nome for file in self.indice.file if file.nome.startswith(f"{cartella}/"))

    def rows(self, etichetta: str, cartella: str = RIGHE) -> Iterator[Riga]:
        """The rows of a model, in their order; none when the archive has no such file."""
        nome = f"{cartella}/{etichetta}.jsonl"
        if nome in self.zip.namelist():
            with self.zip.open(nome) as aperto:
                for riga in aperto:
                    yield msgspec.json.decode(riga, type=Riga)

    def content(self, etichetta: str, numero: int, campo: str, cartella: str = RIGHE) -> bytes:
        """The content of a column of a row."""
        return self.zip.read(f"{BYTE}/{cartella}/{etichetta}/{numero}-{campo}")

    def verify_rows(self) -> Iterator[Guasto]:
        """The registro, the versions, the certifications, the files: as in a database."""
        eventi = {e.chiave: e for e in self.events()}
        yield from check_chain(eventi.values())
        if eventi and list(eventi.values())[-1].sigillo != self.indice.impronte.registro:
            yield Guasto("archivio", indice.NOME, "registro", "non finisce con la riga che dice l’indice.")
        for versione in self.versions(eventi):
            yield from check_version(versione)
        yield from self._verify_certifications(list(eventi.values()))
        for numero, riga in enumerate(self.rows("enti.Allegato"), start=1):
            contenuto = self.content("enti.Allegato", numero, "contenuto")
            yield from check_file(f"allegato «{riga['nome']}»", contenuto, riga["impronta"], riga["dimensione"])

    def events(self) -> Iterator[EventoLetto]:
        """The lines of the registro; each is known by its place."""
        for numero, riga in enumerate(self.rows("enti.Evento"), start=1):
            yield EventoLetto(chiave=numero, **{**riga, "quando": datetime.fromisoformat(riga["quando"])})

    def versions(self, eventi: dict[int, EventoLetto]) -> Iterator[VersioneLetta]:
        """The versions, one at a time."""
        pubblicate = {riga["versione"]: riga for riga in self.rows("piano.Pubblicazione")}
        viste: dict[int, tuple[str, int, int, str]] = {}
        for numero, riga in enumerate(self.rows("piano.Versione"), start=1):
            viste[numero] = (self.indice.ambito, self.indice.anno, riga["numero"], riga["impronta"])
            pubblicata = pubblicate.get(numero)
            yield VersioneLetta(
                nome=f"versione {riga['numero']}",
                ambito=self.indice.ambito,
                anno=self.indice.anno,
                precedente=viste.get(riga["precedente"] or 0),
                evento=eventi.get(riga["evento"] or 0),
                quando=datetime.fromisoformat(riga["quando"]),
                pubblicata=(datetime.fromisoformat(pubblicata["quando"]), pubblicata["chi"]) if pubblicata else None,
                contenuto=self.content("piano.Versione", numero, "contenuto"),
                html=self.content("piano.Versione", numero, "html"),
                pdf=self.content("piano.Versione", numero, "pdf"),
                **{campo: riga[campo] for campo in _DELLA_VERSIONE},
            )

    def _verify_certifications(self, eventi: list[EventoLetto]) -> Iterator[Guasto]:
        enti = [riga["ente"] or "" for riga in self.rows("patrimonio.Scheda")]
        for numero, riga in enumerate(self.rows("raccolta.Certificazione"), start=1):
            ente = enti[riga["scheda"] - 1]
            quando = datetime.fromisoformat(riga["quando"])
            certificati = (e for e in eventi if e.atto == "certificazione")
            suoi = (
                e for e in certificati if e.impronta == riga["impronta"] or (e.quando, e.chi) == (quando, riga["nome"])
            )
            letta = CertificazioneLetta(
                nome_riga=f"scheda «{ente or 'ambito'}», certificazione {riga['numero']}",
                ente=ente,
                contenuto=self.content("raccolta.Certificazione", numero, "contenuto"),
                quando=quando,
                eventi=tuple(suoi),
                **{campo: riga[campo] for campo in ("numero", "impronta", "testo_versione", "nome", "ruolo")},
            )
            yield from check_certification(letta)
