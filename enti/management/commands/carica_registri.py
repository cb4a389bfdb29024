"""``manage.py carica_registri``: the comuni of Italy, the legal parameters and the categories."""

from typing import Any

from django.core.management.base import BaseCommand

from enti.registri import load_registri


class Command(BaseCommand):
    """Idempotent: adds what is missing, changes nothing."""

    help = "Carica i comuni d’Italia (ISTAT), i parametri di legge e le categorie."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Load and count."""
        righe = load_registri()
        self.stdout.write("Registri: " + ", ".join(f"{quanti} {nome}" for nome, quanti in righe.items()) + ".")
