"""``manage.py sollecita``: for cron, once a day: the reminders of the day and, once a week, the summary."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from enti.calendario import day_of, is_working_day, moment
from enti.models import AttoreSistema
from lessico import italiano
from patrimonio.models import Ricognizione
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.conduzione.solleciti import (
    RIEPILOGO_DOPO,
    Dovuta,
    is_digest_day,
    is_reminder_day,
    prepare,
    prepare_digest,
    send_reminders,
    write_outcome,
)

AUTOMATICO = AttoreSistema("Pianocasa, sollecito automatico")
MATTINA = time(8)


class Command(BaseCommand):
    """Idempotent: who was reminded on a day is not reminded again on it."""

    help = (
        "Manda i solleciti del giorno a chi non ha ancora certificato e, a inizio settimana, il riepilogo al capofila."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A day other than today, and a trial."""
        parser.add_argument(
            "--al", metavar="GIORNO", help="il giorno per cui mandare, come 2026-10-30 (se manca: oggi)"
        )
        parser.add_argument("--prova", action="store_true", help="scrive i messaggi qui e non manda nulla")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Survey by survey; nothing on days when nobody works."""
        adesso = _moment_of(opzioni["al"]) if opzioni["al"] else timezone.now()
        giorno = day_of(adesso)
        if not is_working_day(giorno):
            self.stdout.write(
                f"{italiano.maiuscola(italiano.data(giorno))}: non è un giorno lavorativo, nessun sollecito."
            )
            return
        for ricognizione in _recent(adesso):
            dovute = _of_the_day(ricognizione, adesso, giorno)
            if opzioni["prova"]:
                self._show(dovute)
            else:
                self._send(ricognizione, dovute, adesso)

    def _show(self, dovute: Iterable[Dovuta]) -> None:
        for dovuta in dovute:
            indirizzi = ", ".join(persona.email for persona in dovuta.destinatari)
            self.stdout.write(
                f"A: {indirizzi}\nOggetto: {dovuta.lettera.oggetto}\n\n{dovuta.lettera.testo}\n{'-' * 72}"
            )

    def _send(self, ricognizione: Ricognizione, dovute: tuple[Dovuta, ...], adesso: datetime) -> None:
        invii = send_reminders(dovute, by=AUTOMATICO, quando=adesso)
        frasi = [frase for _, frase in write_outcome(invii, len(dovute))] or ["nessun sollecito da mandare."]
        self.stdout.write(f"{ricognizione}: {' '.join(frasi)}")
        if any(invio.non_mandati for invio in invii):
            self.stderr.write(f"{ricognizione}: alcuni messaggi non sono partiti.")


def _moment_of(giorno: str) -> datetime:
    """The morning of a day; raises CommandError."""
    try:
        return moment(date.fromisoformat(giorno), MATTINA)
    except ValueError as errore:
        raise CommandError(f"«{giorno}» non è un giorno: si scrive come 2026-10-30.") from errore


def _recent(adesso: datetime) -> Iterable[Ricognizione]:
    """The surveys that are open, or have closed not long ago."""
    da = adesso - timedelta(days=RIEPILOGO_DOPO + 1)
    in_corso = Q(finestre__dal__lte=adesso, finestre__al__gt=da) | Q(schede__proroghe__al__gt=da)
    ricognizioni = Ricognizione.objects.for_system().filter(in_corso).select_related("ambito")
    return ricognizioni.distinct().order_by("ambito__slug", "anno")


def _of_the_day(ricognizione: Ricognizione, adesso: datetime, giorno: date) -> tuple[Dovuta, ...]:
    """The summary first: it stands for the reminder of the scheda d'ambito, which the same people read."""
    tavola, sito = build_cruscotto(ricognizione, adesso), settings.INDIRIZZO.rstrip("/")
    oggi = is_digest_day(tavola.situazione, giorno)
    riepilogo = prepare_digest(tavola.righe, tavola.situazione, ricognizione, sito) if oggi else []
    riassunte = {dovuta.riga.scheda for dovuta in riepilogo}
    dovute = (
        prepare(riga, ricognizione, sito)
        for riga in tavola.righe
        if riga.sollecitabile and riga.scheda not in riassunte and is_reminder_day(riga.situazione, giorno)
    )
    return (*riepilogo, *dovute)
