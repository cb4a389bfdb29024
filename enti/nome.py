"""Nobody acts without a name: who has none is asked for it before anything else."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from enti.incarichi import Richiesta
from enti.models import Utente
from enti.secondo_fattore import APERTE

SCRIVANIA: Final = "/scrivania/"


def give_name(utente: Utente, *, nome: str, cognome: str) -> None:
    """Keep the name of who had none."""
    Utente.objects.filter(pk=utente.pk).update(first_name=nome, last_name=cognome)


class NomeMiddleware:
    """To the page that asks for the name; what anybody reads, and what leads in and out, stays open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing: which view it is, is known later."""
        return self.get_response(request)

    def process_view(self, request: Richiesta, vista: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """To the page of the name, or on to the view."""
        pagina = request.resolver_match.view_name if request.resolver_match else ""
        if pagina in APERTE or not getattr(vista, "login_required", True):
            return None
        if getattr(request.user, "ha_nome", True):  # nobody in particular has none to give
            return None
        poi = request.get_full_path() if request.method == "GET" else SCRIVANIA
        return redirect(f"{reverse('enti:nome')}?{urlencode({'next': poi})}")
