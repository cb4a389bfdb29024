"""What a person does to a plan: each act takes its step of the table, writes what it brings, stores a version."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Incarico
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Ricognizione
from piano.composizione import compose
from piano.iter.deroghe import excuse
from piano.iter.effetti import EFFETTI
from piano.iter.flusso import PIANO, Atto
from piano.iter.mossa import Dati, Mossa
from piano.iter.situazione import build_situazione
from piano.models import (
    IN_BOZZA,
    AttoDiVersione,
    Emendamento,
    Piano,
    Pubblicazione,
    Rettifica,
    Versione,
)
from piano.pubblicazione.file import prepare
from piano.services import find_amendment, freeze_step, keep_version

CAMBIATO: Final = "Mentre si scriveva il documento qualcosa è cambiato: va riletto prima di ripetere l’atto."
VERSIONI: Final[Mapping[Atto, AttoDiVersione]] = {
    Atto.PROPOSTA: AttoDiVersione.PROPOSTA,
    Atto.INVIO: AttoDiVersione.ASSEMBLEA,
    Atto.APPROVAZIONE: AttoDiVersione.APPROVAZIONE,
    Atto.PUBBLICAZIONE: AttoDiVersione.PUBBLICAZIONE,
}
"""The acts that store the plan as it is from then on."""


def perform(atto: Atto, *, on: Piano, by: Incarico, quando: datetime, dati: Dati | None = None) -> Piano:
    """Take a step. Raises AttoNonConsentito, DatoNonValido, PianoNonComponibile: then nothing is written.

    A step that stores a version is tried first: the document is written outside the transaction, and kept only if the
    plan is then the same. Of two at once the second finds another state.
    """
    dati = dati or Dati()
    if atto not in VERSIONI:
        return _take(atto, on, by, quando, dati)
    contenuto = _rehearse(atto, on, by, quando, dati)
    composto = compose(contenuto)
    with transaction.atomic():
        preso = _take(atto, on, by, quando, dati)
        if freeze_step(preso) != contenuto:
            raise AttoNonConsentito(CAMBIATO)
        versione = keep_version(preso, contenuto, composto, by=by, quando=quando, atto=VERSIONI[atto])
        _after(atto, versione, Mossa(preso, by, quando, dati))
    return preso


@transaction.atomic
def _rehearse(atto: Atto, piano: Piano, by: Incarico, quando: datetime, dati: Dati) -> bytes:
    """What would be stored; nothing stays written."""
    contenuto = freeze_step(_take(atto, piano, by, quando, dati))
    transaction.set_rollback(True)
    return contenuto


def lock(piano: Piano) -> Piano:
    """The row as it is, held until the transaction ends."""
    righe = Piano.objects.for_system().select_for_update(of=("self",))
    return righe.select_related("ricognizione__ambito").get(pk=piano.pk)


@transaction.atomic
def _take(atto: Atto, piano: Piano, by: Incarico, quando: datetime, dati: Dati) -> Piano:
    bloccato = lock(piano)
    passo = PIANO.find(bloccato.stato, atto, by.ruolo)
    mossa = Mossa(bloccato, by, quando, dati)
    dettaglio = excuse(atto, mossa)
    situazione = build_situazione(bloccato, quando, verso=passo.a)
    if motivi := passo.reasons_against(situazione):
        raise AttoNonConsentito(*motivi)
    dettaglio = EFFETTI[atto](mossa, situazione) or dettaglio
    Piano.objects.for_system().filter(pk=bloccato.pk).update(stato=passo.a)
    Ricognizione.objects.for_system().filter(pk=bloccato.ricognizione_id).update(chiusa=passo.a not in IN_BOZZA)
    bloccato.stato = passo.a
    _append(atto, mossa, dettaglio)
    return bloccato


def _append(atto: str, mossa: Mossa, dettaglio: str = "") -> None:
    registro.append(
        atto,
        catena=mossa.piano.ricognizione.catena,
        oggetto=str(mossa.piano),
        by=mossa.by,
        quando=mossa.quando,
        dettaglio=dettaglio,
    )


def _after(atto: Atto, versione: Versione, m: Mossa) -> None:
    """What can only be written once the version is there."""
    if atto is Atto.PUBBLICAZIONE:
        Pubblicazione.objects.create(versione=versione, quando=m.quando, chi=str(m.by.utente))
        transaction.on_commit(partial(prepare, versione), robust=True)  # whoever reads it first does not wait for them
    if atto is Atto.APPROVAZIONE:
        _close(versione, m)


def _close(versione: Versione, m: Mossa) -> None:
    """What had opened the plan again is closed by the version that was voted; a correction names its parts too."""
    votate = find_amendment(m.piano)
    rettifica = Rettifica.objects.for_system().filter(piano=m.piano, chiusa_il=None).first()
    if rettifica:
        rettifica.sezioni = [*dict.fromkeys([*rettifica.sezioni, *(votate.sezioni if votate else [])])]
        rettifica.chiusa_il, rettifica.versione = m.quando, versione
        rettifica.save(update_fields=["sezioni", "chiusa_il", "versione"])
    if votate:
        Emendamento.objects.for_system().filter(pk=votate.pk).update(chiuso_il=m.quando, versione=versione)
