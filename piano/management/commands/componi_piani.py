"""``manage.py componi_piani``: makes ready what will be asked for, once or again and again in the background."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from piano.deposito import ensure
from piano.errori import PianoNonComponibile
from piano.models import IN_BOZZA, Piano
from piano.pubblicazione.file import missing, prepare
from piano.pubblicazione.versioni import find_published
from piano.versioni.deposito import make_dossiers


class Command(BaseCommand):
    """What changed is found by the impronta, whoever changed it and however: nothing has to be told to this command."""

    help = "Compone i documenti delle bozze cambiate, i fascicoli dei piani proposti, i file di quelli pubblicati."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once, or every so many seconds."""
        parser.add_argument("--ogni", type=float, help="secondi tra un giro e l’altro; senza, un giro solo")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Compose, and wait."""
        avviato_da = os.getppid()
        make_ready()
        while opzioni["ogni"] and os.getppid() == avviato_da:  # an orphan stops
            time.sleep(opzioni["ogni"])
            close_old_connections()
            make_ready()


def make_ready() -> None:
    """The drafts, the dossiers of what is proposed, the files of what is published."""
    compose_drafts()
    make_dossiers()
    prepare_published()


def prepare_published() -> None:
    """Make the files of every published version that has none: whoever opens its page first does not wait for them."""
    for versione in missing(find_published().only("pk").order_by("pk")):
        prepare(versione)


def compose_drafts() -> None:
    """Make ready the document of every draft; one that cannot be composed says why to who opens it."""
    bozze = Piano.objects.for_system().filter(stato__in=IN_BOZZA).select_related("ricognizione__ambito")
    for piano in bozze.order_by("pk"):
        try:
            ensure(piano)
        except PianoNonComponibile:
            continue
