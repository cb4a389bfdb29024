"""``manage.py crea_amministratore EMAIL``: who administers the installation, with a verified address."""

import os
from getpass import getpass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from enti.models import Utente

VARIABILE = "PIANOCASA_PASSWORD"


class Command(BaseCommand):
    """Without a verified address the first login would ask to confirm it, by a letter that nobody may be sending."""

    help = f"Crea l’amministratore; la password si chiede, o si legge dalla variabile {VARIABILE}."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address by which one logs in."""
        parser.add_argument("email")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Create the person; a password that is too easy is refused."""
        email = str(opzioni["email"]).strip().lower()
        try:
            validate_email(email)
            if Utente.objects.filter(email__iexact=email).exists():
                raise CommandError(f"{email} ha già un accesso.")
            password = os.environ.get(VARIABILE) or getpass("Password: ")
            validate_password(password, Utente(email=email))
        except ValidationError as errore:
            raise CommandError(" ".join(errore.messages)) from errore
        with transaction.atomic():
            utente = Utente.objects.create_superuser(email, password)
            EmailAddress.objects.create(user=utente, email=email, verified=True, primary=True)
        self.stdout.write(f"Creato l’amministratore {email}. Si comincia da /avvio/.")
