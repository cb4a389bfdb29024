"""The capofila's page of findings: those on every scheda, and those on the plan, which it explains in writing."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.permessi import Azione
from enti.tavole.consegna import hand_over_recorded, is_asked
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Ricognizione
from piano.forms import MotivazioneDelPianoForm
from piano.models import Piano
from piano.rassegna import PESI, SENZA_PIANO, Rassegna, Riscontro, build_rassegna, find_plan
from piano.rilievi import explain_plan
from piano.snapshot import build_snapshot
from piano.tavole.controlli import review_table
from piano.valori import PianoSnapshot
from raccolta.accesso import find_ricognizione
from raccolta.conduzione.finestre import load_windows, look_at, write_state


class Posto(Struct, frozen=True):
    """A finding on the plan, with the form of its reason where one can be written."""

    riscontro: Riscontro
    form: MotivazioneDelPianoForm | None


@require_http_methods(["GET", "HEAD", "POST"])
def controlli(request: Richiesta, ambito: str, anno: int) -> HttpResponseBase:
    """By rule or by ente, of one weight or of all; the reason of a finding on the plan is kept."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.CONTROLLI)
    if is_asked(request):
        return _take_away(request, ricognizione)
    if request.method != "POST":
        return _show(request, ricognizione)
    form, adesso = MotivazioneDelPianoForm(request.POST), timezone.now()
    if not form.is_valid():
        return _show(request, ricognizione, form, status=422)
    try:
        snapshot = _freeze(find_plan(ricognizione))
        explain_plan(ricognizione, snapshot, **form.cleaned_data, by=incarico, quando=adesso)
    except AttoNonConsentito as errore:
        return _show(request, ricognizione, form, rifiuti=errore.motivi, status=409)
    messages.success(request, "La motivazione è salvata: vale finché ciò che spiega resta com’è.")
    return redirect("piano:controlli", ambito, anno)


def _take_away(request: Richiesta, ricognizione: Ricognizione) -> HttpResponseBase:
    """What the page shows, with the same weight and in the same order."""
    mostrata = build_rassegna(ricognizione).only(_asked_weight(request))
    tavola = review_table(ricognizione, mostrata, per_ente=request.GET.get("per") == "ente")
    return hand_over_recorded(request, tavola, catena=ricognizione.catena, quando=timezone.now())


def _asked_weight(request: Richiesta) -> str:
    peso = request.GET.get("peso", "")
    return peso if peso in PESI else "tutti"


def _freeze(piano: Piano | None) -> PianoSnapshot:
    if piano is None:
        raise AttoNonConsentito(SENZA_PIANO)
    return build_snapshot(piano)


def _show(
    request: Richiesta,
    ricognizione: Ricognizione,
    form: MotivazioneDelPianoForm | None = None,
    *,
    rifiuti: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    adesso, intera = timezone.now(), build_rassegna(ricognizione)
    peso = _asked_weight(request) if form is None else "tutti"
    per, mostrata = "ente" if request.GET.get("per") == "ente" else "regola", intera.only(peso)
    posti = tuple(_places(mostrata, form))
    situazione = look_at(load_windows(ricognizione, adesso), adesso)
    contesto = {
        "ricognizione": ricognizione,
        "ambito": ricognizione.ambito,
        "rassegna": intera,
        "aperta": situazione.open_until is not None,
        "tempo": write_state(situazione),
        "per": per,
        "peso": peso,
        "filtri": tuple(_filters(intera, peso)),
        "gruppi": mostrata.by_owner() if per == "ente" else mostrata.by_rule(),
        "posti": posti,
        "form": form,
        "smarrito": bool(form and not any(posto.form is form for posto in posti)),
        "rifiuti": rifiuti,
    }
    return render(request, "piano/controlli.html", contesto, status=status)


def _filters(rassegna: Rassegna, scelto: str) -> Iterator[tuple[str, str, int]]:
    """The weights of which there is something, and the one that was asked for."""
    for codice, (nome, _) in PESI.items():
        quanti = len(rassegna.only(codice).tutti)
        if quanti or codice in ("tutti", scelto):
            yield codice, nome, quanti


def _places(rassegna: Rassegna, inviato: MotivazioneDelPianoForm | None) -> Iterator[Posto]:
    """The findings on the plan, each with its form: the one that came back keeps what was typed."""
    for riscontro in rassegna.del_piano:
        yield Posto(riscontro, None if rassegna.chiuso else _form_of(riscontro, inviato))


def _form_of(riscontro: Riscontro, inviato: MotivazioneDelPianoForm | None) -> MotivazioneDelPianoForm | None:
    detto = riscontro.detto
    if not detto.si_motiva:
        return None
    if inviato is not None and inviato.asks_about(detto.codice, detto.impronta):
        return inviato
    scritta = detto.motivazione or detto.decaduta
    testo = scritta.testo if scritta else ""
    return MotivazioneDelPianoForm(initial={"regola": detto.codice, "impronta": detto.impronta, "testo": testo})
