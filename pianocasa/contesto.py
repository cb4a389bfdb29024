"""What every page receives besides its own context."""

from django.conf import settings
from django.http import HttpRequest


def pagina(request: HttpRequest) -> dict[str, object]:
    """The nonce of the response, under the name that htmx and Django 6 use too, and whom to ask."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "contatto": settings.CONTATTO,
        "sorgente": settings.SORGENTE,
    }
