"""What stands before an act with legal effect: the person shows again who is acting."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

Vista: TypeAlias = Callable[..., HttpResponseBase]
SENZA_CONFERMA: Final = (
    "Prima di un atto si conferma chi si è, e questo conto non ha con che farlo: serve un secondo fattore."
)


def firma(atto: str) -> Callable[[Vista], Vista]:
    """Asks for the password or a code unless one was given in the last ACCOUNT_REAUTHENTICATION_TIMEOUT seconds.

    Stands on a view that shows the confirmation page (GET) and performs the act (POST); a login does not count.
    ``atto`` is what the page of confirmation says it asks for: «certificazione della scheda».

    An older POST is kept in the session, and the view called with it after the password: under the address of
    allauth's page, without middleware, without files. So the view redirects when it is done, its forms name their
    ``action``, and its address has no query string.
    """

    def decora(vista: Vista) -> Vista:
        protetta: Vista = reauthentication_required(vista)

        @wraps(vista)
        def interna(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                # An act that was suspended and left there would be performed by whoever only reopens the page.
                request.session.pop(STATE_SESSION_KEY, None)
            if request.user.is_authenticated and not get_adapter().get_reauthentication_methods(request.user):
                messages.warning(request, SENZA_CONFERMA)
                return redirect("mfa_activate_totp")
            return protetta(request, *args, **kwargs)

        vars(interna)["atto"] = atto
        return interna

    return decora
