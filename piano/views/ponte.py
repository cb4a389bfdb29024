"""The page of the bridge: how one gets from the sources to the units available, and why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.permessi import Azione
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda
from piano.componi.apertura import why_closed as why_closed_to_texts
from piano.grafici.cascata import bridge
from piano.models import Piano
from piano.ponte import PonteForm
from piano.schema import is_printed, load_in_force, switch
from raccolta.accesso import find_ricognizione, find_scheda, find_writer, look_at, require_writer
from raccolta.atti import write
from raccolta.controlli.ponte import describe_balance
from raccolta.errori import CelleNonValide, SchedaCambiata
from raccolta.lettura.cammino import when
from raccolta.moduli.apertura import Apertura, look
from raccolta.moduli.visita import read_version
from raccolta.ponte import Ponte, build_bridge
from raccolta.situazione import Situazione
from raccolta.valori import build_schede

DOMANDA = "Come si arriva dalle provenienze alle unità disponibili?"


class Visita(Struct, frozen=True):
    """One look at the bridge of a scheda, before anything is decided."""

    scheda: Scheda
    situazione: Situazione
    apertura: Apertura
    ponte: Ponte


@require_http_methods(["GET", "HEAD", "POST"])
def ponte(request: Richiesta, scheda: int) -> HttpResponse:
    """Read by who reads the scheda, written by who writes it."""
    visita = _visit(request, scheda)
    if request.method != "POST":
        return _show(request, visita, PonteForm(visita.ponte))
    chi, form = require_writer(request, visita.scheda), PonteForm(visita.ponte, request.POST)
    if not form.is_valid():
        return _show(request, visita, form, status=422)
    try:
        _save(request, visita, form, chi)
    except AttoNonConsentito as errore:
        return _show(request, visita, form, rifiuti=errore.motivi, status=409)
    except (SchedaCambiata, CelleNonValide) as errore:
        rifiuti = _taken(errore) if isinstance(errore, SchedaCambiata) else (*errore.motivi.values(),)
        return _show(request, visita, form, rifiuti=rifiuti, status=409)
    messages.success(request, "Il ponte è salvato.")
    return redirect("piano:ponte", visita.scheda.pk)


def _visit(request: Richiesta, scheda: int) -> Visita:
    """404 for the scheda d'ambito, which has no units."""
    trovata = find_scheda(request, scheda)
    if trovata.ente_id is None:
        raise Http404
    situazione = look_at(request, trovata, timezone.now())
    apertura = look(trovata, situazione, find_writer(request, trovata))
    return Visita(trovata, situazione, apertura, build_bridge(build_schede([trovata])[trovata.pk]))


def _save(request: Richiesta, visita: Visita, form: PonteForm, by: Incarico) -> None:
    motivo, letta = request.POST.get("motivo", ""), read_version(request.POST, visita.scheda)
    write(visita.scheda, form.cells(), by=by, quando=visita.situazione.adesso, letta=letta, motivo=motivo)


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
    piano = Piano.objects.visible_to(request.incarichi).filter(ricognizione=ricognizione).first()
    contesto = {"ricognizione": ricognizione, "ambito": ricognizione.ambito, "stampato": stampato}
    contesto |= {"chiuso": why_closed_to_texts(piano) if piano else ""}
    return render(request, "piano/allegato_ponte.html", contesto)


def _taken(errore: SchedaCambiata) -> tuple[str, ...]:
    """What others wrote in the same lines meanwhile."""
    return tuple(
        f"Nel frattempo {altrui.da} ha scritto «{altrui.valore or 'nulla'}» nella riga «{cella.split('/')[1]}»: "
        "salvando di nuovo resta quello che c’è qui."
        for cella, altrui in errore.altrui.items()
    )


def _show(
    request: Richiesta, visita: Visita, form: PonteForm, *, rifiuti: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    contesto = {
        "scheda": visita.scheda,
        "ambito": visita.scheda.ricognizione.ambito,
        "apertura": visita.apertura,
        "aperta": visita.apertura.opens_voce("ponte"),
        "tempo": when(visita.situazione),
        "form": form,
        "righe": tuple(form.rows()),
        "ponte": form.ponte,
        "frase": describe_balance(form.ponte),
        "disegni": bridge(DOMANDA, form.ponte),
        "domanda": DOMANDA,
        "letta": visita.scheda.versione,
        "motivo": request.POST.get("motivo", ""),
        "rifiuti": rifiuti,
    }
    return render(request, "piano/ponte.html", contesto, status=status)
