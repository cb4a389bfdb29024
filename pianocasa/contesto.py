"""What every page receives besides its own context."""

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import Resolver404, resolve


def pagina(request: HttpRequest) -> dict[str, object]:
    """The nonce of the response (under the name of htmx and Django 6), whom to ask, the act to be confirmed."""
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "contatto": settings.CONTATTO,
        "sorgente": settings.SORGENTE,
        "atto_da_confermare": partial(atto_da_confermare, request),
    }


def atto_da_confermare(request: HttpRequest) -> str:
    """The act that the view one is going to says it is (see ``firma``), or nothing."""
    meta = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    try:
        vista = resolve(urlsplit(meta).path).func
    except (Resolver404, ValueError):  # «//[» is no address at all
        return ""
    return getattr(vista, "atto", "")
