"""Django configuration of the app."""

from django.apps import AppConfig


class MisureConfig(AppConfig):
    """What sustains access to a home and keeping it."""

    name = "misure"
    verbose_name = "Misure"
