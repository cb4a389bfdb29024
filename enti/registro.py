"""Appends to the registro: the only way to write an Evento."""

from datetime import UTC, datetime

from django.db import transaction

from enti.models import Attore, AttoreSistema, Evento
from lessico.congelamento import fingerprint, freeze


@transaction.atomic
def append(
    atto: str, *, catena: str, oggetto: str, by: Attore, quando: datetime, dettaglio: str = "", impronta: str = ""
) -> Evento:
    """Add one event to the end of a chain; its seal covers it and the seal of the event before.

    Two writers at once: ``precedente`` is unique, so the second raises IntegrityError and may try again.
    """
    ultimo = Evento.objects.filter(catena=catena, successivo=None).first()
    chi = by.nome if isinstance(by, AttoreSistema) else str(by.utente)
    istante = quando.astimezone(UTC).isoformat()  # as it is read back: a seal can be checked
    contenuto = (ultimo.sigillo if ultimo else "", catena, atto, oggetto, dettaglio, impronta, istante, chi)
    return Evento.objects.create(
        catena=catena,
        precedente=ultimo,
        atto=atto,
        oggetto=oggetto,
        dettaglio=dettaglio,
        impronta=impronta,
        quando=quando,
        chi=chi,
        sigillo=fingerprint(freeze(contenuto)),
    )
