"""Django configuration of the app."""

from django.apps import AppConfig


class AssegnazioniConfig(AppConfig):
    """What is assigned and reserved."""

    name = "assegnazioni"
    verbose_name = "Assegnazioni"
