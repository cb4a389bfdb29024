"""What can be wrong with values that come in, in words for who typed them."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct


class CelleNonValide(ValueError):
    """Some values cannot be kept. ``motivi`` says why, cell by cell; nothing was written."""

    def __init__(self, motivi: Mapping[str, str]) -> None:
        """``motivi``: address → sentence."""
        self.motivi = dict(motivi)
        super().__init__("; ".join(f"{cella}: {motivo}" for cella, motivo in sorted(self.motivi.items())))


class Altrui(Struct, frozen=True):
    """What somebody else wrote meanwhile in a cella: the value now, who and when."""

    valore: str
    da: str
    quando: datetime


class SchedaCambiata(Exception):
    """Somebody else changed the same celle meanwhile; nothing was written. ``altrui``: address → what they wrote."""

    def __init__(self, altrui: Mapping[str, Altrui], versione: int) -> None:
        """``versione`` is the one the values of ``altrui`` belong to."""
        self.altrui = dict(altrui)
        self.versione = versione
        super().__init__(f"Nel frattempo sono cambiati: {', '.join(sorted(self.altrui))}.")
