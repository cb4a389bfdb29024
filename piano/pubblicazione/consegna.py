"""How what never changes is handed over: with its ETag, compressed once, answered 304 to who has it already."""

import gzip
import re
from collections.abc import Callable
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from lessico.congelamento import fingerprint

RADICE: Final = Path(__file__).resolve().parents[2]
SORGENTI: Final = ("templates/**/*.html", "static/**/*.*", "lessico/*.py", "piano/**/*.py", "pianocasa/*.py")
"""The files that decide how a public page looks: with other files it is another page."""
_ACCETTA: Final = re.compile(r"\bgzip\b")


@once
def aspetto() -> str:
    """The fingerprint of what the pages are made with; read once a process."""
    file = sorted(percorso for modello in SORGENTI for percorso in RADICE.glob(modello) if percorso.is_file())
    tema = version("design-django-theme").encode()
    return fingerprint(tema + b"".join(percorso.read_bytes() for percorso in file))


def serve_page(
    request: HttpRequest, *stato: str, render: Callable[[], HttpResponse], mime: str = "text/html; charset=utf-8"
) -> HttpResponse:
    """A page that depends on ``stato`` alone, for who comes with no cookie; others have it made for them.

    The same state gives the same bytes, so they are kept compressed under its fingerprint, and a state that has
    changed is never looked for under the old one.
    """
    if settings.DEBUG or request.COOKIES:
        return render()
    chiave = fingerprint("\0".join((aspetto(), request.build_absolute_uri(request.path), *stato)).encode())
    etag = quote_etag(chiave)
    if (risposta := get_conditional_response(request, etag=etag)) is None:
        risposta = _with_body(request, _compressed(chiave, render), mime)
    risposta["ETag"], risposta["Cache-Control"] = etag, "public, no-cache"
    patch_vary_headers(risposta, ["Accept-Encoding", "Cookie"])
    return risposta


def _compressed(chiave: str, render: Callable[[], HttpResponse]) -> bytes:
    pagine = caches["pagine"]
    if (pronta := pagine.get(chiave)) is None:
        pronta = gzip.compress(render().content, compresslevel=6, mtime=0)
        pagine.set(chiave, pronta, timeout=None)
    return bytes(pronta)


def _with_body(request: HttpRequest, compresso: bytes, mime: str) -> HttpResponse:
    if not _ACCETTA.search(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(gzip.decompress(compresso), content_type=mime)
    return HttpResponse(compresso, content_type=mime, headers={"Content-Encoding": "gzip"})


def serve_file(
    request: HttpRequest, impronta: str, read: Callable[[], bytes], *, nome: str, mime: str, fisso: bool
) -> HttpResponse:
    """A file whose bytes have this impronta; ``fisso`` when there will never be others at this address."""
    etag = quote_etag(impronta)
    if (risposta := get_conditional_response(request, etag=etag)) is None:
        modo = "inline" if mime in {"application/pdf", "application/json"} else "attachment"
        risposta = HttpResponse(read(), content_type=mime)
        risposta["Content-Disposition"] = f'{modo}; filename="{nome}"'
    risposta["ETag"] = etag
    risposta["Cache-Control"] = "public, max-age=31536000, immutable" if fisso else "public, no-cache"
    return risposta
