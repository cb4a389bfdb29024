"""``manage.py verifica``: a file, an archive, or the whole database; the exit code says whether all is well."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from lessico import italiano
from piano.archivio.indice import ArchivioRifiutato
from piano.verifica.banca_dati import count_all, tell_coverage, verify_all
from piano.verifica.comando import is_archive, tell_archive, verify_archive, verify_file

COME: Final = "Di queste si sa che sono intatte confrontandole con un archivio scaricato a parte."
ARCHIVIO: Final = "Nell’archivio ogni riga è coperta dalla SHA-256 del suo file. Nella banca dati da cui viene:"


class Command(BaseCommand):
    """Exit code 0 when all is as it was kept, 1 when something is not, 2 when it could not be looked at."""

    help = (
        "Dice quale versione di un piano è un file (PDF, anche firmato, .p7m, JSON), verifica un archivio o, con "
        "--tutto, la banca dati: versioni, registro, certificazioni, allegati, valori. Non serve la rete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to look at, and against what."""
        parser.add_argument("file", nargs="*", type=Path, help="i file, o gli archivi, da verificare")
        parser.add_argument("--tutto", action="store_true", help="verifica tutta la banca dati")
        parser.add_argument("--archivio", type=Path, help="cerca le versioni in un archivio, non nella banca dati")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Everything that was asked for, then the exit code."""
        if not opzioni["file"] and not opzioni["tutto"]:
            self.stderr.write("Va detto che cosa verificare: uno o più file, oppure --tutto.")
            sys.exit(2)
        esiti = [self.look_at(file, opzioni["archivio"]) for file in opzioni["file"]]
        if opzioni["tutto"]:
            esiti.append(self.tell("Banca dati", verify_all(), tuple(count_all().items())))
            self.explain(*tell_coverage(), COME)
        if codice := max(esiti):
            sys.exit(codice)

    def look_at(self, file: Path, archivio: Path | None) -> int:
        """One file."""
        try:
            if is_archive(file):
                codice = self.tell(f"{file}", verify_archive(file))
                self.explain(*(() if codice else (ARCHIVIO, *tell_archive(file))))
                return codice
            risposta = verify_file(file, archivio)
        except (ArchivioRifiutato, OSError) as errore:
            self.stderr.write(f"{file}: {errore}")
            return 2
        scrivi = self.stdout if risposta.riuscita else self.stderr
        scrivi.write(f"{file}: {' '.join((risposta.titolo, *risposta.frasi))}")
        return 0 if risposta.riuscita else 1

    def explain(self, *frasi: str) -> None:
        """What the answer covers."""
        for frase in frasi:
            self.stdout.write(f"  {frase}")

    def tell(self, nome: str, guasti: Iterable[object], guardati: tuple[tuple[str, int], ...] = ()) -> int:
        """What is wrong, a line each as it is found; or that nothing is."""
        quanti = 0
        for guasto in guasti:
            quanti += 1
            self.stderr.write(f"{nome}: {guasto}")
        if quanti:
            self.stderr.write(f"{nome}: {italiano.conta(quanti, 'guasto', 'guasti')}.")
            return 1
        contati = ", ".join(f"{italiano.numero(n)} {che}" for che, n in guardati)
        self.stdout.write(f"{nome}: tutto è come fu conservato{f' ({contati})' if contati else ''}.")
        return 0
