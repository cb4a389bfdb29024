"""``manage.py conti_dimostrazione``: the demo accounts, one line a role."""

from typing import Any

from django.core.management.base import BaseCommand

from enti.models import Incarico
from piano.management.commands.carica_dimostrazione import PASSWORD


class Command(BaseCommand):
    """Prints who can log in to try the program."""

    help = "Elenca gli accessi di prova."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """One line for each incarico of an example.org address."""
        incarichi = Incarico.objects.filter(utente__email__endswith="@example.org")
        self.stdout.write(f"Accessi di prova (password per tutti: {PASSWORD}):")
        for incarico in incarichi.select_related("utente", "ente", "ambito").order_by("pk"):
            presso = incarico.ente or f"ambito {incarico.ambito}"
            self.stdout.write(f"  {incarico.utente.email:34} {incarico.get_ruolo_display()}, {presso}")
