"""Django configuration of the app."""

from django.apps import AppConfig


class PatrimonioConfig(AppConfig):
    """What exists."""

    name = "patrimonio"
    verbose_name = "Patrimonio"
