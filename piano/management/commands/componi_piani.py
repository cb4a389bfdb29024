"""``manage.py componi_piani``: composes the drafts that changed, once or again and again in the background."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from piano.deposito import ensure
from piano.errori import PianoNonComponibile
from piano.models import IN_BOZZA, Piano


class Command(BaseCommand):
    """What changed is found by the impronta, whoever changed it and however: nothing has to be told to this command."""

    help = "Compone i documenti delle bozze che sono cambiate."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once, or every so many seconds."""
        parser.add_argument("--ogni", type=float, help="secondi tra un giro e l’altro; senza, un giro solo")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Compose, and wait."""
        avviato_da = os.getppid()
        compose_drafts()
        while opzioni["ogni"] and os.getppid() == avviato_da:  # an orphan stops
            time.sleep(opzioni["ogni"])
            close_old_connections()
            compose_drafts()


def compose_drafts() -> None:
    """Make ready the document of every draft; one that cannot be composed says why to who opens it."""
    bozze = Piano.objects.for_system().filter(stato__in=IN_BOZZA).select_related("ricognizione__ambito")
    for piano in bozze.order_by("pk"):
        try:
            ensure(piano)
        except PianoNonComponibile:
            continue
