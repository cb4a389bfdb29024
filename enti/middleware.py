"""What happens around every page: the incarichi of who asks, and the acts that cannot be done."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from enti.incarichi import load_incarichi
from lessico.flusso import AttoNonConsentito


class IncarichiMiddleware:
    """``request.incarichi``: what the queries of a page are asked on behalf of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Today's incarichi; the clock is read here."""
        request.incarichi = SimpleLazyObject(lambda: load_incarichi(request.user, timezone.localdate()))  # type: ignore[attr-defined]
        return self.get_response(request)


class AttiMiddleware:
    """An act that the state or the role refuses becomes a page that says why, with status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The sentences of the refusal, and the scheda it is about: who sees a 409 may read it."""
        if not isinstance(exception, AttoNonConsentito):
            return None
        trovato = request.resolver_match
        contesto = {"motivi": exception.motivi, "scheda": trovato.kwargs.get("scheda") if trovato else None}
        return render(request, "enti/non_consentito.html", contesto, status=409)
