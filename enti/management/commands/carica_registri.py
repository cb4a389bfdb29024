"""``manage.py carica_registri``: the comuni of Italy, the legal parameters and the categories."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enti.registri import RegistroNonValido, load_registri


class Command(BaseCommand):
    """Idempotent: adds what is missing, changes nothing."""

    help = "Carica i comuni d’Italia (ISTAT), i parametri di legge e le categorie."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Load and count; a register that contradicts itself is refused whole."""
        try:
            righe = load_registri()
        except RegistroNonValido as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write("Registri: " + ", ".join(f"{quanti} {nome}" for nome, quanti in righe.items()) + ".")
