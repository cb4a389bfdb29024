"""Appends to the registro: the only way to write an Evento."""

from datetime import UTC, datetime
from typing import Final

from django.db import IntegrityError, transaction

from enti.models import Attore, AttoreSistema, Evento
from lessico.congelamento import fingerprint, freeze

TENTATIVI: Final = 20
"""How many writers may reach the end of a chain before this one: each of them lets it in at its next try."""


OGGETTO: Final = 400
"""How long the name of what was acted on may be: an ente may have one as long, and its scheda more."""


def append(
    atto: str, *, catena: str, oggetto: str, by: Attore, quando: datetime, dettaglio: str = "", impronta: str = ""
) -> Evento:
    """Add one event to the end of a chain; its seal covers it and the seal of the event before.

    Two writers at once: ``precedente`` is unique, so the second finds the place taken, reads again and goes after it.
    """
    chi = by.nome if isinstance(by, AttoreSistema) else str(by.utente)
    campi = {"atto": atto, "oggetto": oggetto[:OGGETTO], "dettaglio": dettaglio, "impronta": impronta, "chi": chi}
    for _ in range(TENTATIVI - 1):
        try:
            with transaction.atomic():
                return _append_last(catena, quando, campi)
        except IntegrityError:
            continue
    return _append_last(catena, quando, campi)


def _append_last(catena: str, quando: datetime, campi: dict[str, str]) -> Evento:
    """After the last event as it is now; raises IntegrityError when another was quicker."""
    ultimo = Evento.objects.filter(catena=catena, successivo=None).first()
    sigillo = seal(ultimo.sigillo if ultimo else "", catena=catena, quando=quando, **campi)
    return Evento.objects.create(catena=catena, precedente=ultimo, quando=quando, sigillo=sigillo, **campi)


def seal(
    prima: str, *, catena: str, atto: str, oggetto: str, dettaglio: str, impronta: str, quando: datetime, chi: str
) -> str:
    """The seal of a line: the SHA-256 of all it says, with the seal of the line before, or nothing for the first."""
    istante = quando.astimezone(UTC).isoformat()  # as it is read back: a seal can be checked
    return fingerprint(freeze((prima, catena, atto, oggetto, dettaglio, impronta, istante, chi)))
