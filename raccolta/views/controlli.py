"""What the rules say of a scheda, and the reasons given in writing."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.tavole.consegna import hand_over_recorded, is_asked
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda, StatoScheda
from raccolta.accesso import find_scheda, find_writer, look_at, require_writer
from raccolta.forms.motivazione import MotivazioneForm
from raccolta.lettura import cammino
from raccolta.lettura.etichette import load_names
from raccolta.lettura.rilievi import RilievoDetto, describe_findings
from raccolta.moduli.apertura import Apertura, look
from raccolta.motivazioni import explain
from raccolta.rilievi import Controllo, build_controlli
from raccolta.tavole.controlli import findings_table
from raccolta.views.scheda import frame


class Posto(Struct, frozen=True):
    """A finding on the page, with the form of its reason where one can be written."""

    rilievo: RilievoDetto
    form: MotivazioneForm | None


@require_http_methods(["GET", "HEAD", "POST"])
def controlli(request: Richiesta, scheda: int) -> HttpResponseBase:
    """The findings, what weighs more first; a reason is kept for the values it was read on."""
    trovata = find_scheda(request, scheda)
    if is_asked(request):
        return _take_away(request, trovata)
    if request.method != "POST":
        return _show(request, trovata)
    chi, form = require_writer(request, trovata), MotivazioneForm(request.POST)
    if not form.is_valid():
        return _show(request, trovata, form, status=422)
    try:
        explain(trovata, **form.cleaned_data, by=chi, quando=timezone.now())
    except AttoNonConsentito as errore:
        return _show(request, trovata, form, status=409, rifiuti=errore.motivi)
    messages.success(request, "La motivazione è salvata: vale finché i valori restano questi.")
    return redirect("raccolta:controlli", trovata.pk)


def _take_away(request: Richiesta, scheda: Scheda) -> HttpResponseBase:
    posti, ricognizione = _places(scheda, build_controlli([scheda])[scheda.pk]), scheda.ricognizione
    righe = ((str(scheda.ente or "Scheda d’ambito"), posto.rilievo) for posto in posti)
    nome = f"controlli-{scheda.ente_id or 'ambito'}-{ricognizione.anno}"
    tavola = findings_table(f"Controlli: {scheda}", nome, righe)
    return hand_over_recorded(request, tavola, catena=ricognizione.catena, quando=timezone.now(), oggetto=str(scheda))


def _show(
    request: Richiesta,
    scheda: Scheda,
    form: MotivazioneForm | None = None,
    *,
    rifiuti: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    situazione = look_at(request, scheda, timezone.now())
    apertura = look(scheda, situazione, find_writer(request, scheda))
    certificata = scheda.stato == StatoScheda.CERTIFICATA
    controllo = build_controlli([scheda])[scheda.pk] if certificata else situazione.controllo
    posti = _places(scheda, controllo, apertura, form)
    contesto = frame(
        scheda,
        situazione=situazione,
        apertura=apertura,
        tempo=cammino.when(situazione),
        passo=cammino.next_step(request, scheda, situazione),
        aperti=[posto for posto in posti if posto.rilievo.aperto],
        spiegati=[posto for posto in posti if posto.rilievo.motivazione],
        da_sapere=[posto for posto in posti if not posto.rilievo.aperto and not posto.rilievo.motivazione],
        decadute=controllo.decadute,
        form=form,
        smarrito=bool(form and not any(posto.form is form for posto in posti)),
        rifiuti=rifiuti,
    )
    return render(request, "raccolta/controlli.html", contesto, status=status)


def _places(
    scheda: Scheda, controllo: Controllo, apertura: Apertura | None = None, inviato: MotivazioneForm | None = None
) -> tuple[Posto, ...]:
    """The findings in order, each with its form: the one that came back keeps what was typed."""
    nomi = load_names([cella for r in controllo.rilievi for cella in r.segnalazione.celle], scheda)
    detti = describe_findings(scheda.pk, controllo.rilievi, nomi)
    return tuple(Posto(detto, _form_of(detto, apertura, inviato)) for detto in detti)


def _form_of(detto: RilievoDetto, apertura: Apertura | None, inviato: MotivazioneForm | None) -> MotivazioneForm | None:
    if not detto.si_motiva or apertura is None or apertura.perche:
        return None
    if inviato is not None and inviato.asks_about(detto.codice, detto.impronta):
        return inviato
    scritta = detto.motivazione or detto.decaduta
    iniziale = {"regola": detto.codice, "impronta": detto.impronta, "testo": scritta.testo if scritta else ""}
    return MotivazioneForm(initial=iniziale)
