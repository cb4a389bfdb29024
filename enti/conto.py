"""What Pianocasa decides about accounts: nobody signs up alone, people are invited."""

import time
from typing import Any, Final

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.contrib import messages
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from enti.inviti import accept, is_for, place_of
from enti.models import Invito, Utente
from lessico.flusso import AttoNonConsentito

SESSIONE: Final = "invito"
"""Where the session keeps the invitation whose code was given."""


def find_invito(request: HttpRequest) -> Invito | None:
    """The open invitation whose code was given in this session."""
    aperti = Invito.objects.for_system().filter(usato_il=None, annullato_il=None, scade_il__gt=Now())
    return aperti.select_related("ente", "ambito").filter(pk=request.session.get(SESSIONE) or 0).first()


class ContoAdapter(DefaultAccountAdapter):
    """allauth's own behaviour, with the door open to who has an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the code of an invitation was given in this session."""
        return find_invito(request) is not None

    def post_login(self, request: HttpRequest, user: Utente, **altro: Any) -> HttpResponse:
        """Who entered to accept an invitation receives the incarico; so does who has just signed up."""
        self.accept(request, user)
        risposta: HttpResponse = super().post_login(request, user, **altro)
        return risposta

    def accept(self, request: HttpRequest, utente: Utente) -> None:
        """The invitation of this session, where it is for this person; a page says what became of it."""
        invito = find_invito(request)
        if invito is None or utente.last_login is None or not is_for(invito, utente):
            return
        request.session.pop(SESSIONE, None)
        try:
            incarico = accept(invito, utente=utente, quando=utente.last_login)
        except AttoNonConsentito as errore:
            messages.error(request, str(errore))
        else:
            messages.success(request, f"Incarico ricevuto: {incarico.get_ruolo_display()}, {place_of(incarico)}.")

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent there; «//[» is no address at all."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_reauthentication_required(self, *, app: str, **altro: Any) -> bool:
        """Who has just logged in may set up the second factor at once; an act always asks again."""
        if app == "allauth.mfa" and did_just_log_in(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **altro))


def did_just_log_in(request: HttpRequest) -> bool:
    """Whether the password or the code was given within the time that counts as recent."""
    registrazioni = get_authentication_records(request, request.user)
    return bool(registrazioni) and time.time() - registrazioni[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
