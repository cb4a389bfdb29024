"""What is checked of every request on its way in, and of every answer on its way out."""

import logging
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

SEGRETI: Final = re.compile(r"(/(?:inviti|conto/password/scelta|conto/email/conferma)/)[^/\s]+/")
"""Addresses that hold a secret: the code of an invitation, the key of a new password."""


class ConfiniMiddleware:
    """A null character in an address is nobody's mistake; a page of who has logged in stays in no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Neither a proxy nor the next person at this computer reads what was given to somebody."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, _vista: Any, _args: Any, _kwargs: Any) -> None:
        """404: no page has such an address, and PostgreSQL would stop at it."""
        if b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
            raise Http404


class SenzaSegreti(logging.Filter):
    """Takes the secrets of the addresses out of what goes into the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, without them."""
        if isinstance(record.args, tuple):
            record.args = tuple(SEGRETI.sub(r"\1…/", a) if isinstance(a, str) else a for a in record.args)
        return True
