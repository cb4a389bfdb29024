"""The small ambito of tests/dati.py, and its survey under way."""

from tests.dati import mondo
from tests.raccolta.persone import raccolta

__all__ = ["mondo", "raccolta"]
