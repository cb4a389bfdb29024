"""``manage.py esporta_fascicolo``: the dossier for the Assembly in a file, always the same for the same plan."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from piano.errori import PianoNonComponibile
from piano.esportazioni.scrittura import EsportazioneImpossibile, write_whole
from piano.management.commands.esporta_piano import find_plan
from piano.versioni.fascicolo import build_dossier


class Command(BaseCommand):
    """Writes the file whole or not at all; what is wrong is one sentence on standard error and exit code 2."""

    help = "Scrive in uno ZIP il fascicolo per l’Assemblea di un piano."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which plan, where."""
        parser.add_argument("ambito")
        parser.add_argument("anno")
        parser.add_argument("--output", required=True, type=Path, help="il file .zip da scrivere")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Find, pack, write."""
        try:
            piano = find_plan(opzioni["ambito"], opzioni["anno"])
            write_whole(opzioni["output"], build_dossier(piano))
        except (EsportazioneImpossibile, PianoNonComponibile) as errore:
            self.stderr.write(str(errore))
            sys.exit(2)
        self.stdout.write(f"Scritto {opzioni['output']}.")
