"""``manage.py carica_dimostrazione``: the real plan and the invented ambito, with demo accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from enti.models import Ambito, Incarico, Utente
from piano.caricamento import CARICAMENTO, FIXTURES, INIZIO, load_ambito, load_persone
from piano.models import Piano
from piano.services import store_version

PASSWORD = "prova-pianocasa"  # noqa: S105 - the demo accounts are public: the server listens on this machine only


class Command(BaseCommand):
    """Idempotent: an ambito that is already there stays as it is."""

    help = "Carica il piano dell’ambito Oglio Ovest, l’ambito inventato Valdemo e gli accessi di prova."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Load every folder of fixtures, then store the versions of the plans that are approved."""
        for cartella in sorted(percorso.parent for percorso in FIXTURES.glob("*/ambito.toml")):
            ambito = load_ambito(cartella)
            for persona in load_persone(cartella):
                create_account(ambito, **persona)
            self.stdout.write(f"Ambito {ambito}: caricato.")
        da_conservare = Piano.objects.for_system().filter(stato="approvato", versioni=None)
        for piano in da_conservare.select_related("ricognizione__ambito"):
            store_version(piano, by=CARICAMENTO, quando=timezone.now())
            self.stdout.write(f"{piano}: versione conservata.")


@transaction.atomic
def create_account(
    ambito: Ambito, *, email: str, nome: str, cognome: str, ruolo: str, ente: str | None = None
) -> Utente:
    """A person with one incarico and a verified address, who can log in with the demo password."""
    utente = Utente.objects.filter(email=email).first()
    if utente is None:
        utente = Utente.objects.create_user(email, PASSWORD, first_name=nome, last_name=cognome)
        EmailAddress.objects.create(user=utente, email=email, verified=True, primary=True)
    presso = {"ente_id": ente} if ente else {"ambito": ambito}
    Incarico.objects.get_or_create(utente=utente, ruolo=ruolo, **presso, defaults={"dal": INIZIO})
    return utente
