"""The written reason of a finding: who explains it, when, on which values."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Incarico
from enti.models.utente import Ruolo
from lessico.flusso import AttoNonConsentito
from lessico.italiano import ROMA
from lessico.regola import Segnalazione
from patrimonio.models import Scheda
from raccolta.atti import lock, why_closed
from raccolta.foglio import NON_STAMPABILI
from raccolta.models import Motivazione
from raccolta.rilievi import build_controlli
from raccolta.situazione import build_situazione

MINIMO_PAROLE: Final = 4
MINIMO_LETTERE: Final = 20
MASSIMO: Final = 2000
"""A reason is at least a sentence, and no treatise: it is printed in the plan."""


class MotivazioneNonValida(ValueError):
    """A text that explains nothing; its message is the sentence for who wrote it."""


def read_reason(testo: str) -> str:
    """The text as it is kept; raises MotivazioneNonValida."""
    pulito = NON_STAMPABILI.sub("", testo.replace("\r\n", "\n")).strip()
    parole = [parola for parola in pulito.split() if any(segno.isalpha() for segno in parola)]
    if len(parole) < MINIMO_PAROLE or sum(segno.isalpha() for segno in pulito) < MINIMO_LETTERE:
        raise MotivazioneNonValida(
            "Una motivazione è almeno una frase: chi legge il piano deve capire perché il dato è giusto così."
        )
    if len(pulito) > MASSIMO:
        raise MotivazioneNonValida(f"Il testo è di {len(pulito)} caratteri e va accorciato: il massimo è {MASSIMO}.")
    return pulito


@transaction.atomic
def explain(scheda: Scheda, *, regola: str, impronta: str, testo: str, by: Incarico, quando: datetime) -> Motivazione:
    """Keep the reason of a finding that stands now, on the values it was read on.

    Raises MotivazioneNonValida; AttoNonConsentito where the scheda is closed, or the finding is no longer that.
    """
    bloccata, pulito = lock(scheda), read_reason(testo)
    ufficio = by.ruolo == Ruolo.CAPOFILA and bloccata.ente_id is not None
    if perche := why_closed(build_situazione(bloccata, quando), ufficio=ufficio):
        raise AttoNonConsentito(perche)
    controllo = build_controlli([bloccata])[bloccata.pk]
    segnalate = [r.segnalazione for r in controllo.rilievi if r.segnalazione.si_motiva]
    trovata = next((s for s in segnalate if (s.regola, s.impronta) == (regola, impronta)), None)
    if trovata is None:
        raise AttoNonConsentito("Nel frattempo i valori sono cambiati: il rilievo va riletto prima di motivarlo.")
    giorno = quando.astimezone(ROMA).date()
    motivazione = store_reason(bloccata, trovata, testo=pulito, autore=str(by.utente), data=giorno)
    registro.append(
        "motivazione",
        catena=bloccata.ricognizione.catena,
        oggetto=str(bloccata),
        by=by,
        quando=quando,
        dettaglio=f"{regola}: {pulito}",
    )
    return motivazione


def store_reason(scheda: Scheda, trovata: Segnalazione, *, testo: str, autore: str, data: date) -> Motivazione:
    """One reason for each finding on the same values: the last one written."""
    motivazione, _ = Motivazione.objects.for_system().update_or_create(
        ricognizione=scheda.ricognizione,
        scheda=scheda,
        regola=trovata.regola,
        impronta_valori=trovata.impronta,
        defaults={"celle": list(trovata.celle), "testo": testo, "autore": autore, "data": data},
    )
    return motivazione
