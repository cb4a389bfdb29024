"""The addresses of the site and, to compare with, a short page behind the same middleware and the same login."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pianocasa.urls import urlpatterns as del_sito

NUDA: Final = "/misure/nuda/"


def bare(request: HttpRequest) -> HttpResponse:
    """The floor: who asks is known, for every page asks that; nothing else is done."""
    return HttpResponse(f"<!doctype html><html lang=it><title>Nuda</title><p>{request.user.pk}</p></html>")


urlpatterns = [path(NUDA.removeprefix("/"), bare), *del_sito]
