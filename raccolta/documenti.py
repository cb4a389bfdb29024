"""The files that go with a scheda: listed, added and taken away while the scheda can be written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from enti import allegati, registro
from enti.domande import DomandaDi
from enti.incarichi import Richiesta
from enti.models import Allegato, Incarico
from enti.models.utente import Ruolo
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda
from raccolta.atti import why_closed
from raccolta.models import Documento
from raccolta.situazione import Situazione, build_situazione

MASSIMO: Final = 20
"""How many files a scheda may have."""

ALLEGATO, TOLTO = "allegato", "allegato tolto"
"""The two acts, as the registro names them."""


def find_documents(request: Richiesta, scheda: Scheda) -> Sequence[Documento]:
    """The files of a scheda, in the order in which they came, without their content; one query."""
    return _DOCUMENTI.ask(request.incarichi, scheda.pk)


_DOCUMENTI: Final = DomandaDi(
    lambda chi, scheda: (
        Documento.objects.visible_to(chi)
        .filter(scheda=scheda)
        .select_related("allegato")
        .defer("allegato__contenuto")
        .order_by("pk")
    )
)


@transaction.atomic
def attach(
    scheda: Scheda, *, nome: str, contenuto: bytes, descrizione: str = "", by: Incarico, quando: datetime
) -> Documento:
    """Add a file; raises AttoNonConsentito, FileNonAmmesso."""
    bloccata = _lock_open(scheda, by=by, quando=quando)
    if Documento.objects.for_system().filter(scheda=bloccata).count() >= MASSIMO:
        raise allegati.FileNonAmmesso(f"Una scheda ha al massimo {MASSIMO} allegati: per aggiungerne uno va tolto uno.")
    allegato = allegati.store(
        ambito=bloccata.ricognizione.ambito,
        ente=bloccata.ente,
        nome=nome,
        contenuto=contenuto,
        descrizione=descrizione,
        by=by,
        quando=quando,
    )
    _append(ALLEGATO, bloccata, allegato, by=by, quando=quando)
    return Documento.objects.create(scheda=bloccata, allegato=allegato)


@transaction.atomic
def detach(documento: Documento, *, by: Incarico, quando: datetime) -> None:
    """Take a file away: the registro keeps its name and its impronta. Raises AttoNonConsentito."""
    bloccata = _lock_open(documento.scheda, by=by, quando=quando)
    allegato = Allegato.objects.for_system().defer("contenuto").filter(documento=documento).first()
    if allegato is None:  # a second click: it has gone already
        return
    _append(TOLTO, bloccata, allegato, by=by, quando=quando)
    allegato.delete()


def why_not(scheda: Scheda, situazione: Situazione, chi: Incarico | None) -> str | None:
    """Why the files cannot be changed now by who looks; nothing when they can."""
    if chi is None:
        return "Gli allegati li aggiunge chi compila la scheda."
    return why_closed(situazione, ufficio=_is_for_others(scheda, chi))


def _is_for_others(scheda: Scheda, chi: Incarico) -> bool:
    return chi.ruolo == Ruolo.CAPOFILA and scheda.ente_id is not None


def _lock_open(scheda: Scheda, *, by: Incarico, quando: datetime) -> Scheda:
    """The row, held until the transaction ends; raises AttoNonConsentito when it cannot be written now."""
    righe = Scheda.objects.for_system().select_for_update(of=("self",))
    bloccata = righe.select_related("ente", "ricognizione__ambito").get(pk=scheda.pk)
    if perche := why_not(bloccata, build_situazione(bloccata, quando), by):
        raise AttoNonConsentito(perche)
    return bloccata


def _append(atto: str, scheda: Scheda, allegato: Allegato, *, by: Incarico, quando: datetime) -> None:
    registro.append(
        atto,
        catena=scheda.ricognizione.catena,
        oggetto=str(scheda),
        by=by,
        quando=quando,
        dettaglio=allegato.nome,
        impronta=allegato.impronta,
    )
