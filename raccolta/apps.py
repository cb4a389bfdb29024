"""Django configuration of the app."""

from django.apps import AppConfig


class RaccoltaConfig(AppConfig):
    """How data come in."""

    name = "raccolta"
    verbose_name = "Raccolta"
