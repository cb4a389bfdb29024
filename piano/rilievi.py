"""What the rules find on a plan: its registry on the snapshot, with the reasons the capofila gave."""

from datetime import datetime
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Incarico
from lessico.flusso import AttoNonConsentito
from lessico.italiano import ROMA
from lessico.regola import Segnalazione, run_rules
from patrimonio.models import Ricognizione
from piano.controlli import REGOLE
from piano.valori import MotivazioneCongelata, PianoSnapshot
from raccolta.models import Motivazione
from raccolta.motivazioni import read_reason
from raccolta.regime import load_unverified
from raccolta.rilievi import Controllo, Motivata, reason_of, with_reasons

APPROVATO: Final = "Il piano è approvato: le motivazioni restano quelle che ha."


def find_plan_findings(piano: PianoSnapshot, da_verificare: frozenset[str] = frozenset()) -> tuple[Segnalazione, ...]:
    """The whole registry of the plan; no query. What a rule looks at stands among the operands of its findings."""
    return run_rules(
        REGOLE,
        piano,
        piano.contenuti.regime,
        anno=piano.contenuti.testata.anno,
        valori={},
        da_verificare=da_verificare,
    )


def build_plan_control(ricognizione: Ricognizione, snapshot: PianoSnapshot) -> Controllo:
    """The findings on a plan, each with its reason: two queries."""
    da_verificare = load_unverified(snapshot.contenuti.regime.al)
    return with_reasons(find_plan_findings(snapshot, da_verificare), load_plan_reasons(ricognizione))


def load_plan_reasons(ricognizione: Ricognizione) -> tuple[Motivata, ...]:
    """The reasons that concern the plan, the newest last."""
    righe = Motivazione.objects.for_system().filter(ricognizione=ricognizione, scheda=None).order_by("data", "pk")
    return tuple(reason_of(riga) for riga in righe)


def freeze_plan_reasons(ricognizione: Ricognizione, snapshot: PianoSnapshot) -> tuple[MotivazioneCongelata, ...]:
    """The reasons that excuse what is found on this very plan; one query where there are none."""
    motivate = load_plan_reasons(ricognizione)
    if not motivate:
        return ()
    da_verificare = load_unverified(snapshot.contenuti.regime.al)
    rilievi = with_reasons(find_plan_findings(snapshot, da_verificare), motivate).rilievi
    coppie = ((rilievo.segnalazione, rilievo.motivazione) for rilievo in rilievi)
    return tuple(
        MotivazioneCongelata("", m.regola, s.perche, s.celle, m.testo, m.autore, m.data) for s, m in coppie if m
    )


@transaction.atomic
def explain_plan(
    ricognizione: Ricognizione,
    snapshot: PianoSnapshot,
    *,
    regola: str,
    impronta: str,
    testo: str,
    by: Incarico,
    quando: datetime,
) -> Motivazione:
    """Keep the reason of a finding on a plan that nobody has approved yet. Wants ``ambito``.

    Raises MotivazioneNonValida, AttoNonConsentito.
    """
    pulito = read_reason(testo)
    if not snapshot.bozza:
        raise AttoNonConsentito(APPROVATO)
    da_verificare = load_unverified(snapshot.contenuti.regime.al)
    motivabili = [s for s in find_plan_findings(snapshot, da_verificare) if s.si_motiva]
    trovata = next((s for s in motivabili if (s.regola, s.impronta) == (regola, impronta)), None)
    if trovata is None:
        raise AttoNonConsentito("Nel frattempo il piano è cambiato: il rilievo va riletto prima di motivarlo.")
    valori = {"celle": list(trovata.celle), "testo": pulito, "autore": str(by.utente)}
    motivazione, _ = Motivazione.objects.for_system().update_or_create(
        ricognizione=ricognizione,
        scheda=None,
        regola=regola,
        impronta_valori=impronta,
        defaults={**valori, "data": quando.astimezone(ROMA).date()},
    )
    registro.append(
        "motivazione",
        catena=ricognizione.catena,
        oggetto=f"Piano {ricognizione.anno}",
        by=by,
        quando=quando,
        dettaglio=f"{regola}: {pulito}",
    )
    return motivazione
