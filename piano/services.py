"""Writes on the plan: storing a version of it."""

from datetime import datetime

from django.db import transaction
from msgspec.structs import replace

from enti import registro
from enti.models import Attore, AttoreSistema
from lessico.congelamento import fingerprint, freeze, thaw
from piano.composizione import Composto, compose
from piano.models import IN_BOZZA, AttoDiVersione, Emendamento, Piano, StatoPiano, Versione
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot


def freeze_step(piano: Piano) -> bytes:
    """The plan as a formal step keeps it: from the proposal on the contenuti are those that were proposed, or voted."""
    snapshot = build_snapshot(piano)
    da_scrivere = piano.stato in (*IN_BOZZA, StatoPiano.PROPOSTA) or find_amendment(piano)
    if not da_scrivere and (ultima := find_last(piano)):
        contenuti = thaw(bytes(ultima.contenuto), PianoSnapshot).contenuti
        return freeze(replace(snapshot, contenuti=contenuti))
    return freeze(snapshot)


def find_last(piano: Piano) -> Versione | None:
    """The last stored version."""
    return Versione.objects.for_system().filter(piano=piano).order_by("-numero").first()


def find_amendment(piano: Piano) -> Emendamento | None:
    """The changes that the Assembly voted, until the plan is stored with them."""
    return Emendamento.objects.for_system().filter(piano=piano, chiuso_il=None).first()


def store_version(
    piano: Piano, *, by: Attore, quando: datetime, atto: AttoDiVersione = AttoDiVersione.APPROVAZIONE
) -> Versione:
    """Store the plan as it is: bytes, HTML, PDF, chained to the version before and written in the registro.

    Rendering happens before the transaction: nothing holds the write lock while a PDF is made. Two at once: one of
    them raises IntegrityError on ``numero`` and may try again.
    """
    contenuto = freeze_step(piano)
    return keep_version(piano, contenuto, compose(contenuto), by=by, quando=quando, atto=atto)


@transaction.atomic
def keep_version(
    piano: Piano, contenuto: bytes, composto: Composto, *, by: Attore, quando: datetime, atto: AttoDiVersione
) -> Versione:
    """Keep a document already composed; its line of the registro seals the three things that are kept."""
    precedente = find_last(piano)
    numero = precedente.numero + 1 if precedente else 1
    html = composto.html.encode()
    impronte = (composto.impronte.versione, fingerprint(html), fingerprint(composto.pdf))
    evento = registro.append(
        "versione",
        catena=piano.ricognizione.catena,
        oggetto=f"{piano}, versione {numero}",
        dettaglio=f"{atto.label}: {composto.impronte.versione}",
        impronta=seal(*impronte),
        by=by,
        quando=quando,
    )
    return Versione.objects.create(
        piano=piano,
        numero=numero,
        precedente=precedente,
        contenuto=contenuto,
        html=html,
        pdf=composto.pdf,
        atto=atto,
        impronta_contenuti=composto.impronte.contenuti,
        impronta=impronte[0],
        impronta_html=impronte[1],
        impronta_pdf=impronte[2],
        evento=evento,
        quando=quando,
        chi=by.nome if isinstance(by, AttoreSistema) else str(by.utente),
    )


def seal(contenuto: str, html: str, pdf: str) -> str:
    """What the registro keeps of a version: one impronta of its three."""
    return fingerprint(freeze((contenuto, html, pdf)))
