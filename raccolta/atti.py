"""What a person does to a scheda: writes it, certifies it, sends it back. The scheda is locked and looked at first."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Incarico
from enti.models.utente import Ruolo
from lessico.flusso import AttoNonConsentito
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Scheda, StatoScheda
from raccolta import attestazione
from raccolta.certificazione import store_certification
from raccolta.errori import Altrui, SchedaCambiata
from raccolta.flusso import SCHEDA, Atto, finestra_aperta, piano_in_raccolta
from raccolta.foglio import Foglio
from raccolta.lettura.etichette import label_of, load_names
from raccolta.models import Certificazione, Modifica, Rinvio, Riporto
from raccolta.services import update
from raccolta.situazione import Situazione, build_situazione

MOTIVO_MASSIMO: Final = 200
"""How long the reason of who writes d’ufficio may be."""


def lock(scheda: Scheda) -> Scheda:
    """The row as it is, held until the transaction ends: of two who act at once, the second sees what the first did."""
    righe = Scheda.objects.for_system().select_for_update(of=("self",))
    return righe.select_related("ente", "ricognizione__ambito").get(pk=scheda.pk)


def why_closed(situazione: Situazione, *, ufficio: bool) -> str | None:
    """Why a scheda cannot be written now; the capofila writes d'ufficio at any time, but never over a certification."""
    if situazione.stato == StatoScheda.CERTIFICATA:
        return "La scheda è certificata: per cambiarla il capofila la deve rinviare all’ente."
    return piano_in_raccolta(situazione) if ufficio else finestra_aperta(situazione)


DIGITATA: Final = Origine(TipoOrigine.DIGITATA)


@transaction.atomic
def write(
    scheda: Scheda,
    celle: Mapping[str, object],
    *,
    by: Incarico,
    quando: datetime,
    letta: int,
    motivo: str = "",
    origine: Origine = DIGITATA,
) -> tuple[Modifica, ...]:
    """Keep what a person typed on a page, or wrote in a workbook, that showed version ``letta`` of the scheda.

    A value that others changed meanwhile and the person did not touch stays theirs. The capofila writes in the scheda
    of an ente d'ufficio, with its ``motivo``. Raises AttoNonConsentito, SchedaCambiata, CelleNonValide.
    """
    bloccata = lock(scheda)
    ufficio = by.ruolo == Ruolo.CAPOFILA and bloccata.ente_id is not None
    situazione = build_situazione(bloccata, quando)
    if perche := why_closed(situazione, ufficio=ufficio):
        raise AttoNonConsentito(perche)
    motivo = motivo.replace("\x00", "").strip()
    if ufficio and (perche := _why_no_reason(motivo)):
        raise AttoNonConsentito(perche)
    nuove = _not_taken(bloccata, celle, letta)
    if not ufficio and situazione.rinvio:
        _check_opened(bloccata, situazione, nuove)
    da = _for_others(motivo, origine) if ufficio else origine
    modifiche = update(bloccata, nuove, by=by, origine=da) if nuove else ()
    if ufficio and modifiche:
        _append(bloccata, "scrittura d’ufficio", by=by, quando=quando, dettaglio=motivo)
    return modifiche


def _for_others(motivo: str, origine: Origine) -> Origine:
    """D’ufficio, with the reason, and with the workbook where there was one: «dati della PEC, scheda.xlsx, D9»."""
    dettaglio = ", ".join(filter(None, (motivo, origine.dettaglio)))
    return Origine(TipoOrigine.UFFICIO, dettaglio, origine.posti)


def _why_no_reason(motivo: str) -> str | None:
    """The reason stands beside every value that was written, whole: never more in the registro than there."""
    if not any(segno.isalnum() for segno in motivo):
        return "Per scrivere d’ufficio occorre un motivo."
    if len(motivo) > MOTIVO_MASSIMO:
        return f"Il motivo è di {len(motivo)} caratteri e va accorciato: il massimo è {MOTIVO_MASSIMO}."
    return None


def _not_taken(scheda: Scheda, celle: Mapping[str, object], letta: int) -> Mapping[str, object]:
    """The values to write: those others changed and the person left as they were are theirs. Raises SchedaCambiata."""
    if scheda.versione == letta:
        return celle
    dopo = Modifica.objects.for_system().filter(scheda=scheda, versione__gt=letta).order_by("pk")
    prime: dict[str, Modifica] = {}
    ultime: dict[str, Modifica] = {}
    for modifica in dopo:
        prime.setdefault(modifica.cella, modifica)
        ultime[modifica.cella] = modifica
    foglio = Foglio(scheda, celle)
    scritte = {cella: foglio.text_of(cella, celle[cella]) for cella in celle.keys() & ultime.keys()}
    lasciate = {cella for cella, testo in scritte.items() if testo == prime[cella].da}
    diverse = {cella for cella, testo in scritte.items() if testo != ultime[cella].a} - lasciate
    if diverse:
        altrui = {c: Altrui(ultime[c].a, ultime[c].attore, ultime[c].quando) for c in sorted(diverse)}
        raise SchedaCambiata(altrui, scheda.versione)
    return {cella: valore for cella, valore in celle.items() if cella not in lasciate}


def _check_opened(scheda: Scheda, situazione: Situazione, celle: Mapping[str, object]) -> None:
    """Of a scheda that was sent back only what the rinvio names can change; raises AttoNonConsentito."""
    rinvio, foglio = situazione.rinvio, Foglio(scheda, celle)
    fuori = [c for c in celle if rinvio and not rinvio.opens(c) and foglio.would_change(c, celle[c])]
    if fuori:
        nomi = load_names(fuori, scheda)
        quali = "; ".join(f"«{label_of(cella, nomi)}»" for cella in fuori)
        raise AttoNonConsentito(f"Il capofila ha chiesto di rivedere altro. Non si può cambiare: {quali}.")


@transaction.atomic
def confirm(scheda: Scheda, voci: Collection[str], *, by: Incarico, quando: datetime) -> int:
    """Confirm the voci carried over from last year, which counts as compiling; how many. Raises AttoNonConsentito."""
    bloccata = lock(scheda)
    if perche := why_closed(build_situazione(bloccata, quando), ufficio=False):
        raise AttoNonConsentito(perche)
    riporti = Riporto.objects.for_system().filter(scheda=bloccata, voce__in=voci, confermato_il=None)
    return riporti.update(confermato_il=quando, da=str(by.utente), incarico=by)


@transaction.atomic
def certify(
    scheda: Scheda, *, by: Incarico, quando: datetime, qualifica: str, letta: int, senza_modifiche: bool = False
) -> Certificazione:
    """Certify a scheda as it was at version ``letta``, the one that was read. Raises AttoNonConsentito.

    With nothing changed since the last certification, ``senza_modifiche`` says that it is meant.
    """
    bloccata = lock(scheda)
    situazione = build_situazione(bloccata, quando, by.utente_id)
    passo = SCHEDA.find(bloccata.stato, Atto.CERTIFICAZIONE, by.ruolo)
    if motivi := passo.reasons_against(situazione):
        raise AttoNonConsentito(*motivi)
    if bloccata.versione != letta:
        raise AttoNonConsentito("Mentre la scheda era aperta qualcuno l’ha cambiata: va riletta prima di certificarla.")
    certificazione = store_certification(
        bloccata,
        nome=str(by.utente),
        ruolo=qualifica,
        quando=quando,
        by=by,
        testo_versione=attestazione.VERSIONE,
        attestazione=attestazione.write(bloccata),
        unico_addetto=situazione.unico_addetto,
    )
    prima = situazione.certificazione
    if prima and prima.impronta == certificazione.impronta and not senza_modifiche:
        raise AttoNonConsentito("Nulla è cambiato dall’ultima certificazione: per certificare di nuovo occorre dirlo.")
    Rinvio.objects.for_system().filter(scheda=bloccata, chiuso_il=None).update(chiuso_il=quando)
    _append(
        bloccata,
        Atto.CERTIFICAZIONE,
        by=by,
        quando=quando,
        dettaglio=f"certificazione {certificazione.numero}, attestazione {attestazione.VERSIONE}, {qualifica}",
        impronta=certificazione.impronta,
    )
    return certificazione


@transaction.atomic
def send_back(
    scheda: Scheda, *, celle: Collection[str], motivo: str, by: Incarico, quando: datetime, letta: int | None = None
) -> Rinvio:
    """Ask the ente to look again at some voci or celle, and open those only. Raises AttoNonConsentito.

    ``letta`` is the number of the certification that was read: with another since, there is something new to read.
    """
    bloccata = lock(scheda)
    situazione = build_situazione(bloccata, quando)
    passo = SCHEDA.find(bloccata.stato, Atto.RINVIO, by.ruolo)
    if motivi := passo.reasons_against(situazione):
        raise AttoNonConsentito(*motivi)
    if letta is not None and situazione.certificazione and situazione.certificazione.numero != letta:
        raise AttoNonConsentito("Nel frattempo l’ente ha certificato di nuovo: va letta la nuova certificazione.")
    if not motivo.strip() or not celle:
        raise AttoNonConsentito("Un rinvio dice che cosa rivedere, e perché.")
    Scheda.objects.for_system().filter(pk=bloccata.pk).update(stato=passo.a)
    rinvio = Rinvio.objects.create(
        scheda=bloccata, celle=sorted(set(celle)), motivo=motivo.strip(), da=str(by.utente), quando=quando
    )
    _append(bloccata, Atto.RINVIO, by=by, quando=quando, dettaglio=f"{', '.join(rinvio.celle)}: {rinvio.motivo}")
    return rinvio


def _append(
    scheda: Scheda, atto: str, *, by: Incarico, quando: datetime, dettaglio: str = "", impronta: str = ""
) -> None:
    registro.append(
        atto,
        catena=scheda.ricognizione.catena,
        oggetto=str(scheda),
        by=by,
        quando=quando,
        dettaglio=dettaglio,
        impronta=impronta,
    )
