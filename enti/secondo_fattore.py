"""Who must have a second factor: the roles that the setting MFA_RUOLI names."""

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enti.incarichi import Richiesta
from enti.models.utente import Ruolo

APERTE: Final = frozenset(
    {
        "accessibilita",
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "admin:logout",
        "enti:nome",
        "mfa_activate_totp",
        "mfa_index",
        "mfa_reauthenticate",
        "privacy",
    }
)
"""The pages needed to activate it (an address to verify, a lost password come first), and the site's statements."""
MANCA: Final = "Per questo incarico serve un secondo fattore: si attiva qui, poi si prosegue."


class SecondoFattoreMiddleware:
    """Who has an incarico in force with one of the roles, and no second factor, first activates it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol; a role that does not exist stops the start."""
        self.get_response = get_response
        ruoli_obbligati()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing: which view it is, is known later."""
        return self.get_response(request)

    def process_view(self, request: Richiesta, _vista: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """To the page of activation, or on to the view."""
        pagina = request.resolver_match.view_name if request.resolver_match else ""
        if pagina in APERTE or not is_missing(request):
            return None
        messages.warning(request, MANCA)
        return redirect("mfa_activate_totp")


def ruoli_obbligati() -> list[Ruolo]:
    """The roles of the setting."""
    return [Ruolo(nome) for nome in settings.MFA_RUOLI]


def is_missing(request: Richiesta) -> bool:
    """Whether who asks has such an incarico today, and no second factor."""
    ruoli = ruoli_obbligati()
    if not ruoli or not any(incarico.ruolo in ruoli for incarico in request.incarichi.tutti):
        return False
    return not is_mfa_enabled(request.user)
