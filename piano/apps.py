"""Django configuration of the app."""

from django.apps import AppConfig


class PianoConfig(AppConfig):
    """What is decided and printed."""

    name = "piano"
    verbose_name = "Piano"
