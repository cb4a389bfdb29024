"""``manage.py importa_archivio``: the archive of a plan, brought into this installation."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from piano.archivio.indice import ArchivioRifiutato
from piano.archivio.lettura import Archivio
from piano.archivio.ripresa import RIPRESA, import_archive


class Command(BaseCommand):
    """All or nothing; what is wrong is one sentence on standard error and exit code 2."""

    help = "Riprende in questa installazione l’archivio di un piano: tutto o nulla, con le stesse impronte."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("archivio", type=Path)

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Verify, write, verify again."""
        try:
            with Archivio(opzioni["archivio"]) as archivio:
                piano = import_archive(archivio, by=RIPRESA, quando=timezone.now())
        except (ArchivioRifiutato, OSError) as errore:
            self.stderr.write(f"{errore}")
            sys.exit(2)
        self.stdout.write(f"Ripreso: {piano}. Le impronte sono quelle dell’archivio.")
