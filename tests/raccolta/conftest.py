"""The small ambito of tests/dati.py."""

from tests.dati import mondo

__all__ = ["mondo"]
