"""What Pianocasa decides about accounts: nobody signs up alone, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ContoAdapter(DefaultAccountAdapter):
    """allauth's own behaviour, with the door closed to strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False
