"""Writes on the plan: storing a version of it."""

from datetime import datetime

from django.db import transaction

from enti import registro
from enti.models import Attore, AttoreSistema
from lessico.congelamento import freeze
from piano.composizione import compose
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot


def store_version(piano: Piano, *, by: Attore, quando: datetime) -> Versione:
    """Store the plan as it is: bytes, HTML, PDF, chained to the version before and written in the registro.

    Rendering happens before the transaction: nothing holds the write lock while a PDF is made. Two at once: one of
    them raises IntegrityError on ``numero`` and may try again.
    """
    contenuto = freeze(build_snapshot(piano))
    composto = compose(contenuto)
    with transaction.atomic():
        precedente = Versione.objects.for_system().filter(piano=piano).order_by("-numero").first()
        versione = Versione.objects.create(
            piano=piano,
            numero=precedente.numero + 1 if precedente else 1,
            precedente=precedente,
            contenuto=contenuto,
            html=composto.html.encode(),
            pdf=composto.pdf,
            impronta_contenuti=composto.impronte.contenuti,
            impronta=composto.impronte.versione,
            quando=quando,
            chi=by.nome if isinstance(by, AttoreSistema) else str(by.utente),
        )
        registro.append(
            "versione",
            catena=piano.ricognizione.catena,
            oggetto=str(versione),
            impronta=composto.impronte.versione,
            by=by,
            quando=quando,
        )
    return versione
