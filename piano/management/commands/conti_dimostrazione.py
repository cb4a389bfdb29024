"""``manage.py conti_dimostrazione``: the demo accounts, one line a role."""

from typing import Any

from django.core.management.base import BaseCommand

from enti.models import Incarico
from piano.management.commands.carica_dimostrazione import PASSWORD


class Command(BaseCommand):
    """Prints who can log in to try the program."""

    help = "Elenca gli accessi di prova."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """The first incarico of each role at an example.org address; the real plan was loaded first."""
        incarichi = Incarico.objects.filter(utente__email__endswith="@example.org")
        self.stdout.write(f"Accessi di prova, uno per ruolo (password: {PASSWORD}):")
        per_ruolo: dict[str, Incarico] = {}
        for incarico in incarichi.select_related("utente", "ente", "ambito").order_by("pk"):
            per_ruolo.setdefault(incarico.ruolo, incarico)
        for incarico in per_ruolo.values():
            presso = incarico.ente or f"ambito {incarico.ambito}"
            self.stdout.write(f"  {incarico.utente.email:28} {incarico.get_ruolo_display()}, {presso}")
