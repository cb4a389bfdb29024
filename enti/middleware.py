"""Puts the incarichi of who is asking on the request, read once and only when somebody looks at them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from enti.incarichi import load_incarichi


class IncarichiMiddleware:
    """``request.incarichi``: what the queries of a page are asked on behalf of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Today's incarichi; the clock is read here."""
        request.incarichi = SimpleLazyObject(lambda: load_incarichi(request.user, timezone.localdate()))  # type: ignore[attr-defined]
        return self.get_response(request)
