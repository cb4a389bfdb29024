"""The windows of a survey, more time for one ente, what came outside the windows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from enti.permessi import Azione
from lessico import italiano
from patrimonio.models import Finestra, Integrazione, Proroga, Ricognizione, Scheda
from raccolta.accesso import find_ricognizione
from raccolta.conduzione import finestre
from raccolta.conduzione.cruscotto import name_of
from raccolta.conduzione.integrazioni import Arrivo, record_integration
from raccolta.forms.ricognizione import FinestraForm, IntegrazioneForm, ProrogaForm

CONTENUTO = "allegato__contenuto"


@require_safe
def ricognizione(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """When data are collected, for all and for one ente; what came outside that time."""
    trovata, _ = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    adesso = timezone.now()
    aperte = finestre.load_windows(trovata, adesso)
    proroghe = Proroga.objects.visible_to(request.incarichi).filter(scheda__ricognizione=trovata)
    integrazioni = Integrazione.objects.visible_to(request.incarichi).filter(ricognizione=trovata)
    schede = Scheda.objects.visible_to(request.incarichi).filter(ricognizione=trovata, ente__isnull=False)
    di_ente = {ente or "": pk for ente, pk in schede.values_list("ente_id", "pk")}
    contesto = _context(trovata) | {
        "frase": finestre.write_state(finestre.look_at(aperte, adesso)),
        "finestre": aperte,
        "prossima": finestre.next_act(aperte),
        "proroghe": proroghe.select_related("scheda__ente").order_by("al"),
        "prorogabile": any(finestra.stato != "futura" for finestra in aperte),
        "integrazioni": [
            (integrazione, di_ente.get(integrazione.ente_id or ""))
            for integrazione in integrazioni.select_related("ente", "allegato").defer(CONTENUTO).order_by("ordine")
        ],
    }
    return render(request, "raccolta/ricognizione.html", contesto)


def _context(trovata: Ricognizione) -> dict[str, object]:
    return {"ricognizione": trovata, "ambito": trovata.ambito}


@require_http_methods(["GET", "HEAD", "POST"])
def finestra_create(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The first window, one that goes on from the last, or a reopening."""
    trovata, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    adesso = timezone.now()
    altre = finestre.load_windows(trovata, adesso)
    inizio = FinestraForm.starting_at(finestre.suggest_start(altre, adesso))
    form = FinestraForm(request.POST if request.method == "POST" else None, prima=not altre, initial=inizio)
    if form.is_valid():
        dati = {nome: form.cleaned_data[nome] for nome in ("dal", "al", "motivo", "canale")}
        with form.told():
            finestra = finestre.open_window(trovata, **dati, by=incarico, quando=adesso)
            messages.success(request, f"La raccolta è aperta {finestre.write_period(finestra)}.")
            return redirect("raccolta:ricognizione", ambito, anno)
    contesto = _context(trovata) | {"form": form, "finestre": altre, "prossima": finestre.next_act(altre)}
    return render(request, "raccolta/ricognizione_finestra.html", contesto, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def finestra_cancel(request: Richiesta, ambito: str, anno: int, finestra: int) -> HttpResponse:
    """Cancel a window that has not begun."""
    trovata, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    visibili = Finestra.objects.visible_to(request.incarichi).select_related("ricognizione__ambito")
    trovata_finestra = get_object_or_404(visibili, pk=finestra, ricognizione=trovata)
    adesso = timezone.now()
    if request.method == "POST":
        finestre.cancel_window(trovata_finestra, by=incarico, quando=adesso)
        messages.success(request, f"La finestra {finestre.write_period(trovata_finestra)} è annullata.")
        return redirect("raccolta:ricognizione", ambito, anno)
    finestre.check_future(trovata_finestra, adesso)
    contesto = _context(trovata) | {"periodo": finestre.write_period(trovata_finestra), "finestra": trovata_finestra}
    return render(request, "raccolta/ricognizione_annulla.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def proroga_create(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """More time for one ente."""
    trovata, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    adesso = timezone.now()
    testo = request.POST if request.method == "POST" else None
    inizio = {"scheda": request.GET.get("scheda"), "al_ora": "23:59"}
    form = ProrogaForm(testo, ricognizione=trovata, incarichi=request.incarichi, initial=inizio)
    if form.is_valid():
        dati = {nome: form.cleaned_data[nome] for nome in ("scheda", "al", "motivo", "atto")}
        with form.told():
            proroga = finestre.extend_for(**dati, by=incarico, quando=adesso)
            fino = italiano.scadenza("al", proroga.al)
            messages.success(request, f"{name_of(proroga.scheda)}: la scheda si può scrivere fino {fino}.")
            return redirect("raccolta:ricognizione", ambito, anno)
    contesto = _context(trovata) | {"form": form, "finestre": finestre.load_windows(trovata, adesso)}
    return render(request, "raccolta/ricognizione_proroga.html", contesto, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def integrazione_create(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """What came outside the windows, by certified mail or otherwise, with its file."""
    trovata, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    dati = (request.POST, request.FILES) if request.method == "POST" else ()
    form = IntegrazioneForm(*dati, ricognizione=trovata, incarichi=request.incarichi)
    if form.is_valid():
        with form.told():
            record_integration(trovata, Arrivo(**form.cleaned_data), by=incarico, quando=timezone.now())
            messages.success(request, "L’integrazione è registrata.")
            return redirect("raccolta:ricognizione", ambito, anno)
    contesto = _context(trovata) | {"form": form, "da_riscegliere": bool(form.errors and request.FILES)}
    return render(request, "raccolta/ricognizione_integrazione.html", contesto, status=form.status)
