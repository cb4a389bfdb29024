"""The page of the bridge: how one gets from the sources to the units available, and why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from enti.permessi import Azione
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda
from piano.grafici.cascata import bridge
from piano.ponte import PonteForm
from piano.schema import is_printed, load_in_force, switch
from raccolta.accesso import find_ricognizione, find_scheda, find_writer, look_at, require_writer
from raccolta.atti import write
from raccolta.controlli.ponte import describe_balance
from raccolta.errori import CelleNonValide, SchedaCambiata
from raccolta.lettura.cammino import when
from raccolta.moduli.apertura import Apertura, look
from raccolta.moduli.visita import read_version
from raccolta.ponte import build_bridge
from raccolta.situazione import Situazione
from raccolta.valori import build_schede

DOMANDA = "Come si arriva dalle provenienze alle unità disponibili?"


@require_http_methods(["GET", "HEAD", "POST"])
def ponte(request: Richiesta, scheda: int) -> HttpResponse:
    """Read by who reads the scheda, written by who writes it."""
    trovata = find_scheda(request, scheda)
    if trovata.ente_id is None:
        raise Http404
    situazione = look_at(request, trovata, timezone.now())
    apertura = look(trovata, situazione, find_writer(request, trovata))
    scritto = build_bridge(build_schede([trovata])[trovata.pk])
    if request.method != "POST":
        return _show(request, trovata, situazione, apertura, PonteForm(scritto))
    chi, form = require_writer(request, trovata), PonteForm(scritto, request.POST)
    if not form.is_valid():
        return _show(request, trovata, situazione, apertura, form, status=422)
    motivo, letta = request.POST.get("motivo", ""), read_version(request.POST, trovata)
    try:
        write(trovata, form.cells(), by=chi, quando=situazione.adesso, letta=letta, motivo=motivo)
    except AttoNonConsentito as errore:
        return _show(request, trovata, situazione, apertura, form, rifiuti=errore.motivi, status=409)
    except SchedaCambiata as errore:
        return _show(request, trovata, situazione, apertura, form, rifiuti=_taken(errore), status=409)
    except CelleNonValide as errore:
        return _show(request, trovata, situazione, apertura, form, rifiuti=(*errore.motivi.values(),), status=422)
    messages.success(request, "Il ponte è salvato.")
    return redirect("piano:ponte", trovata.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def allegato_ponte(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Whether the plan of a year prints the bridge of its owners."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    if request.method == "POST":
        attiva = request.POST.get("azione") == "metti"
        switch(ricognizione, "ponte", attiva=attiva, by=incarico, quando=timezone.now())
        messages.success(request, "Il piano riporta il ponte." if attiva else "Il piano non riporta il ponte.")
        return redirect("piano:allegato_ponte", ambito, anno)
    stampato = is_printed(load_in_force(ricognizione.ambito_id, anno), "ponte")
    contesto = {"ricognizione": ricognizione, "ambito": ricognizione.ambito, "stampato": stampato}
    return render(request, "piano/allegato_ponte.html", contesto)


def _taken(errore: SchedaCambiata) -> tuple[str, ...]:
    """What others wrote in the same lines meanwhile."""
    return tuple(
        f"Nel frattempo {altrui.da} ha scritto «{altrui.valore or 'nulla'}» nella riga «{cella.split('/')[1]}»: "
        "salvando di nuovo resta quello che c’è qui."
        for cella, altrui in errore.altrui.items()
    )


def _show(
    request: Richiesta,
    scheda: Scheda,
    situazione: Situazione,
    apertura: Apertura,
    form: PonteForm,
    *,
    rifiuti: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    contesto = {
        "scheda": scheda,
        "ambito": scheda.ricognizione.ambito,
        "apertura": apertura,
        "aperta": apertura.opens_voce("ponte"),
        "tempo": when(situazione),
        "form": form,
        "righe": tuple(form.rows()),
        "ponte": form.ponte,
        "frase": describe_balance(form.ponte),
        "disegni": bridge(DOMANDA, form.ponte),
        "domanda": DOMANDA,
        "letta": scheda.versione,
        "motivo": request.POST.get("motivo", ""),
        "rifiuti": rifiuti,
    }
    return render(request, "piano/ponte.html", contesto, status=status)
