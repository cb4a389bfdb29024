"""Django configuration of the app."""

from django.apps import AppConfig


class EntiConfig(AppConfig):
    """Who takes part."""

    name = "enti"
    verbose_name = "Enti"
