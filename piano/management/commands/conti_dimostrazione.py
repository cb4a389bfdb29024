"""``manage.py conti_dimostrazione``: the demo accounts, one line a role in each ambito."""

from typing import Any, Final

from django.core.management.base import BaseCommand

from enti.models import Incarico
from piano.management.commands.carica_dimostrazione import PASSWORD

DI_VALDEMO: Final = ".valdemo@example.org"


class Command(BaseCommand):
    """Prints who can log in to try the program."""

    help = "Elenca gli accessi di prova."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """The first incarico of each role at an example.org address: the real plan first, then the invented ambito."""
        incarichi = Incarico.objects.for_system().filter(utente__email__endswith="@example.org")
        righe = list(incarichi.select_related("utente", "ente", "ambito").order_by("pk"))
        self.stdout.write(f"Accessi di prova, uno per ruolo (password: {PASSWORD}):")
        self.write([incarico for incarico in righe if not incarico.utente.email.endswith(DI_VALDEMO)])
        self.stdout.write("Nell’ambito inventato Valdemo, con la raccolta aperta, per provare a compilare:")
        self.write([incarico for incarico in righe if incarico.utente.email.endswith(DI_VALDEMO)])

    def write(self, incarichi: list[Incarico]) -> None:
        """One line a role."""
        per_ruolo = {incarico.ruolo: incarico for incarico in reversed(incarichi)}
        for incarico in reversed(per_ruolo.values()):
            presso = incarico.ente or f"ambito {incarico.ambito}"
            self.stdout.write(f"  {incarico.utente.email:36} {incarico.get_ruolo_display()}, {presso}")
