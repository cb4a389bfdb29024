"""How far a job has gone, told to its row while it works; there it also reads whether to stop."""

import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.functions import Now

from raccolta.alloggi.modelli import Lavoro, StatoLavoro

OGNI: Final = 0.5
"""Seconds between two words."""
_PASSO: Final = 500
T = TypeVar("T")


class LavoroAnnullato(Exception):
    """Whoever asked for the job has stopped it, or has asked for it again."""


class Avanzamento:
    """Inside a transaction nobody would read what is told: on PostgreSQL a second connection tells it.

    SQLite has one writer at a time, so there nothing is told in a transaction: what is long is prepared before it
    (``penne.Banchina``), and a part that is not counted says so with a total of zero.
    """

    def __init__(self, lavoro: int) -> None:
        """``lavoro``: the key of the job."""
        self.lavoro, self.fatte, self.totale = lavoro, 0, 0
        self.detto = 0.0
        self.in_transazione = False
        self.altra: BaseDatabaseWrapper | None = None

    def begin(self, fase: str, totale: int, *, in_transazione: bool = False) -> None:
        """A part of the job, of so many rows."""
        self.fatte, self.totale, self.in_transazione, self.detto = 0, totale, in_transazione, 0.0
        if not in_transazione:
            Lavoro.objects.for_system().filter(pk=self.lavoro).update(fase=fase, fatte=0, totale=totale)
        elif altra := self._other():
            with altra.cursor() as cursore:
                cursore.execute(
                    "UPDATE raccolta_lavoro SET fase = %s, fatte = 0, totale = %s WHERE id = %s",
                    [fase, totale, self.lavoro],
                )
        self.advance(0)

    def advance(self, quante: int) -> None:
        """So many rows more; raises LavoroAnnullato."""
        self.fatte = min(self.totale, self.fatte + quante)
        if time.monotonic() - self.detto < OGNI:
            return
        self.detto = time.monotonic()
        if self._tell():
            raise LavoroAnnullato

    def over(self, cose: Iterable[T]) -> Iterator[T]:
        """The same things, counted as they go by."""
        quante = 0
        for quante, cosa in enumerate(cose, start=1):
            yield cosa
            if quante % _PASSO == 0:
                self.advance(_PASSO)
        self.advance(quante % _PASSO)

    def require_open(self) -> None:
        """Raises LavoroAnnullato where the job was given up while it waited."""
        aperto = Q(pk=self.lavoro, stato=StatoLavoro.CORSO, da_annullare=False)
        if not Lavoro.objects.for_system().filter(aperto).exists():
            raise LavoroAnnullato

    def close(self) -> None:
        """The second connection, where there is one."""
        if self.altra is not None:
            self.altra.close()

    def _tell(self) -> bool:
        """Whether to stop."""
        if not self.in_transazione:
            righe = Lavoro.objects.for_system().filter(pk=self.lavoro)
            righe.update(fatte=self.fatte, battito=Now())
            return righe.exclude(stato=StatoLavoro.CORSO, da_annullare=False).exists()
        if (altra := self._other()) is None:
            return False
        with altra.cursor() as cursore:
            cursore.execute(
                "UPDATE raccolta_lavoro SET fatte = %s, battito = now() WHERE id = %s"
                " RETURNING da_annullare OR stato <> 'corso'",
                [self.fatte, self.lavoro],
            )
            riga = cursore.fetchone()
        return bool(riga and riga[0])

    def _other(self) -> BaseDatabaseWrapper | None:
        if self.altra is None and connection.vendor == "postgresql":
            self.altra = connection.copy()
        return self.altra
