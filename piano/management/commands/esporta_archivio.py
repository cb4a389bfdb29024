"""``manage.py esporta_archivio``: everything about a plan in one file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from piano.archivio.consegna import export_file
from piano.esportazioni.scrittura import EsportazioneImpossibile
from piano.management.commands.esporta_piano import find_plan


class Command(BaseCommand):
    """Writes the file whole or not at all; what is wrong is one sentence on standard error and exit code 2."""

    help = "Scrive in un file tutto ciò che riguarda il piano di un ambito e di un anno, da riprendere altrove."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which plan, where."""
        parser.add_argument("ambito")
        parser.add_argument("anno")
        parser.add_argument("--output", required=True, type=Path, help="il file da scrivere, .zip")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Find and write."""
        try:
            indice = export_file(find_plan(opzioni["ambito"], opzioni["anno"]), opzioni["output"])
        except (EsportazioneImpossibile, OSError) as errore:
            self.stderr.write(f"{errore}")
            sys.exit(2)
        self.stdout.write(f"Scritto {opzioni['output']}: {len(indice.file)} file, impronta {indice.impronta}.")
