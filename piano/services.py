"""Writes on the plan: storing a version of it."""

from datetime import datetime

from django.db import transaction

from enti import registro
from enti.models import Attore, AttoreSistema
from lessico.congelamento import freeze, thaw
from piano.html import render_html
from piano.models import Piano, Versione
from piano.pdf import render_pdf
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot


def store_version(piano: Piano, *, by: Attore, quando: datetime) -> Versione:
    """Store the plan as it is: bytes, HTML, PDF, chained to the version before and written in the registro.

    Rendering happens before the transaction: nothing holds the write lock while a PDF is made. Two at once: one of
    them raises IntegrityError on ``numero`` and may try again.
    """
    contenuto = freeze(build_snapshot(piano))
    impronte = fingerprints(contenuto)
    html = render_html(thaw(contenuto, PianoSnapshot), impronte)
    pdf = render_pdf(html)
    with transaction.atomic():
        precedente = Versione.objects.for_system().filter(piano=piano).order_by("-numero").first()
        versione = Versione.objects.create(
            piano=piano,
            numero=precedente.numero + 1 if precedente else 1,
            precedente=precedente,
            contenuto=contenuto,
            html=html.encode(),
            pdf=pdf,
            impronta_contenuti=impronte.contenuti,
            impronta=impronte.versione,
            quando=quando,
            chi=by.nome if isinstance(by, AttoreSistema) else str(by.utente),
        )
        registro.append(
            "versione",
            catena=f"ricognizione {piano.ricognizione}",
            oggetto=str(versione),
            impronta=impronte.versione,
            by=by,
            quando=quando,
        )
    return versione
