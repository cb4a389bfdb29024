"""``manage.py carica_dimostrazione``: the real plan and the invented ambito, with demo accounts."""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from enti.models import Ambito, Incarico, Utente
from lessico import italiano
from patrimonio.models import Finestra, Ricognizione, Scheda, StatoScheda
from piano.anno import create, last_survey, propose
from piano.caricamento import CARICAMENTO, FIXTURES, INIZIO, load_ambito, load_persone
from piano.models import AttoDiVersione, Piano, Pubblicazione, StatoPiano
from piano.pubblicazione.file import prepare
from piano.services import store_version
from raccolta.certificazione import store_certification
from raccolta.situazione import build_situazione

PASSWORD = "prova-pianocasa"  # noqa: S105 - the demo accounts are public: the server listens on this machine only

GIORNI: Final = 30
PROVA: Final = "per provare il programma"
CERTIFICA: Final = "Certificatore di prova"


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
            publish(piano, timezone.now())
            self.stdout.write(f"{piano}: pubblicato.")
        for ambito in Ambito.objects.for_system().filter(dimostrazione=True):
            if aperta := open_year(ambito, timezone.now()):
                self.stdout.write(f"Raccolta {aperta}: aperta per {GIORNI} giorni, per provare a compilare.")


def publish(piano: Piano, quando: datetime) -> None:
    """An invented plan that was approved, as anybody reads it."""
    piano.stato = StatoPiano.PUBBLICATO
    versione = store_version(piano, by=CARICAMENTO, quando=quando, atto=AttoDiVersione.PUBBLICAZIONE)
    with transaction.atomic():
        Pubblicazione.objects.create(versione=versione, quando=quando, chi=CARICAMENTO.nome)
        Ricognizione.objects.for_system().filter(pk=piano.ricognizione_id).update(chiusa=True)
        piano.save(update_fields=["stato"])
    prepare(versione)


@transaction.atomic
def open_year(ambito: Ambito, quando: datetime) -> Ricognizione | None:
    """A year to try one's hand at: the one after the last of the fixtures; nothing when it is already there."""
    ultima = last_survey(ambito)
    if ultima is None or Finestra.objects.for_system().filter(ricognizione=ultima, motivo=PROVA).exists():
        return None
    certify_complete(ultima, quando)
    nuova = create(propose(ambito, ultima.anno + 1), by=CARICAMENTO, quando=quando)
    inizio = quando.astimezone(italiano.ROMA).replace(hour=0, minute=0, second=0, microsecond=0)
    Finestra.objects.create(
        ricognizione=nuova, dal=inizio, al=inizio + timedelta(days=GIORNI), motivo=PROVA, canale="Pianocasa"
    )
    return nuova


def certify_complete(ricognizione: Ricognizione, quando: datetime) -> None:
    """Certify what can be certified in an invented year: the next one has values to start from and to compare.

    What a rule stands in the way of stays open, for who tries the program to see.
    """
    schede = Scheda.objects.for_system().filter(ricognizione=ricognizione, stato=StatoScheda.COMPILAZIONE)
    for scheda in schede.select_related("ente", "ricognizione__ambito"):
        situazione = build_situazione(scheda, quando)
        if not situazione.mancanti and not situazione.to_solve():
            store_certification(scheda, nome=CERTIFICA, ruolo="responsabile", quando=quando, by=CARICAMENTO)


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
