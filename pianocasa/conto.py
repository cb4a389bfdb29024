"""What Pianocasa decides about accounts: nobody signs up alone, people are invited."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.http import HttpRequest


class ContoAdapter(DefaultAccountAdapter):
    """allauth's own behaviour, with the door closed to strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def is_reauthentication_required(self, *, app: str, **altro: Any) -> bool:
        """Who has just logged in may set up the second factor at once; an act always asks again."""
        if app == "allauth.mfa" and did_just_log_in(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **altro))


def did_just_log_in(request: HttpRequest) -> bool:
    """Whether the password or the code was given within the time that counts as recent."""
    registrazioni = get_authentication_records(request, request.user)
    return bool(registrazioni) and time.time() - registrazioni[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
