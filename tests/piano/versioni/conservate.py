"""Stored versions for the tests: rows with frozen bytes, and no PDF rendered."""

from datetime import UTC, datetime
from hashlib import sha256

from lessico.congelamento import freeze
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot, fingerprints

QUANDO = datetime(2026, 3, 2, 10, tzinfo=UTC)
PDF, HTML = b"%PDF-1.7 di prova", b"<p>di prova</p>"


def store(piano: Piano, atto: str = "proposta") -> Versione:
    """The plan as it is now, after the versions it has."""
    contenuto, prima = freeze(build_snapshot(piano)), piano.versioni.order_by("-numero").first()
    return Versione.objects.create(
        piano=piano,
        numero=prima.numero + 1 if prima else 1,
        precedente=prima,
        contenuto=contenuto,
        html=HTML,
        pdf=PDF,
        atto=atto,
        impronta_contenuti=fingerprints(contenuto).contenuti,
        impronta=fingerprints(contenuto).versione,
        impronta_pdf=sha256(PDF).hexdigest(),
        quando=QUANDO,
        chi="Carla",
    )


def propose(piano: Piano) -> Versione:
    """The plan goes to the Assembly, with its version."""
    Piano.objects.for_system().filter(pk=piano.pk).update(stato="assemblea")
    piano.refresh_from_db()
    return store(piano)
