"""The first start: the administrator's guided pages, to be resumed at any step. Nobody else knows they exist."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enti import avvio as servizi
from enti.forms.avvio import AmbitoForm, CapofilaForm, ComuniForm, ElencoForm, EnteForm
from enti.incarichi import Richiesta
from enti.inviti import place_of, write_code
from enti.membri import find_capofila
from enti.models import Ambito, AttoreSistema
from enti.persone import members
from lessico import italiano
from lessico.flusso import AttoNonConsentito
from piano.avvio import list_steps, open_first_year
from piano.forms import PrimoAnnoForm

Vista = Callable[..., HttpResponse]


def amministrazione(vista: Vista) -> Vista:
    """For the administrator only; for anybody else the page does not exist."""

    @wraps(vista)
    def interna(request: Richiesta, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return vista(request, *args, **kwargs)

    return interna


def _by(request: Richiesta) -> AttoreSistema:
    """The administrator, who has no incarico."""
    return AttoreSistema(f"{request.user}, amministrazione"[:200])


def _find(ambito: str) -> Ambito:
    return get_object_or_404(Ambito.objects.for_system(), slug=ambito)


def _first_day() -> date:
    return timezone.localdate().replace(month=1, day=1)


@amministrazione
@require_http_methods(["GET", "POST"])
def avvio(request: Richiesta) -> HttpResponse:
    """The ambiti that there are, and a new one."""
    form, stato = AmbitoForm(request.POST or None), 200
    if form.is_valid():
        try:
            ambito = servizi.create_ambito(**form.cleaned_data, by=_by(request), quando=timezone.now())
        except AttoNonConsentito as errore:
            form.add_error("nome", str(errore))
        else:
            return redirect("piano:avvio_comuni", ambito=ambito.slug)
    if form.errors:
        stato = 422
    return render(request, "piano/avvio.html", {"form": form, "ambiti": servizi.list_ambiti()}, status=stato)


@amministrazione
@require_safe
def avvio_ambito(request: Richiesta, ambito: str) -> HttpResponse:
    """Where one is: the steps of an ambito, done and to do."""
    trovato = _find(ambito)
    contesto = {"ambito": trovato, "passi": list_steps(trovato, timezone.localdate())}
    return render(request, "piano/avvio_ambito.html", contesto)


@amministrazione
@require_http_methods(["GET", "POST"])
def avvio_comuni(request: Richiesta, ambito: str) -> HttpResponse:
    """Comuni found by name or province, or pasted; all or none."""
    trovato = _find(ambito)
    form = ComuniForm(request.POST or None, initial={"dal": _first_day()})
    scelti, errate = servizi.resolve_comuni("\n".join(request.POST.getlist("istat")))
    if form.is_valid():
        scritti, errate = servizi.resolve_comuni(form.cleaned_data["nomi"])
        if not errate:
            dal = form.cleaned_data["dal"]
            quanti = servizi.add_comuni(trovato, [*scelti, *scritti], dal=dal, by=_by(request), quando=timezone.now())
            messages.success(
                request, f"{italiano.maiuscola(italiano.conta(quanti, 'comune aggiunto', 'comuni aggiunti'))}."
            )
            return redirect("piano:avvio_comuni", ambito=ambito)
    contesto = {
        "ambito": trovato,
        "form": form,
        "errate": errate,
        "cerca": request.GET.get("cerca", ""),
        "trovati": scelti or servizi.search_comuni(request.GET.get("cerca", "")),
        "scelti": scelti,
        "membri": members(trovato, timezone.localdate()),
    }
    return render(request, "piano/avvio_comuni.html", contesto, status=422 if form.errors or errate else 200)


@amministrazione
@require_http_methods(["GET", "POST"])
def avvio_enti(request: Richiesta, ambito: str) -> HttpResponse:
    """The ALER, operators, unions."""
    trovato = _find(ambito)
    form = EnteForm(request.POST or None, initial={"dal": _first_day()})
    if form.is_valid():
        c = form.cleaned_data
        comuni, errate = servizi.resolve_comuni(c["nomi"])
        for errata in errate:
            form.add_error("nomi", f"Riga {errata.numero}, «{errata.testo}»: {errata.motivo}")
        try:
            if not errate:
                campi = {"tipo": c["tipo"], "nome": c["nome"], "dal": c["dal"], "comuni": comuni}
                ente = servizi.add_ente(trovato, **campi, by=_by(request), quando=timezone.now())
                messages.success(request, f"{ente}: aggiunto.")
                return redirect("piano:avvio_enti", ambito=ambito)
        except AttoNonConsentito as errore:
            form.add_error("nome", str(errore))
    contesto = {"ambito": trovato, "form": form, "membri": members(trovato, timezone.localdate())}
    return render(request, "piano/avvio_enti.html", contesto, status=422 if form.errors else 200)


@amministrazione
@require_http_methods(["GET", "POST"])
def avvio_capofila(request: Richiesta, ambito: str) -> HttpResponse:
    """Who leads the ambito, and by which act."""
    trovato = _find(ambito)
    enti = members(trovato, timezone.localdate())
    form = CapofilaForm(request.POST or None, enti=enti, initial={"organo": trovato.organo})
    if form.is_valid():
        c = form.cleaned_data
        campi = {"organo": c["organo"], "data": c["giorno"], "atto": c["atto"]}
        try:
            servizi.designate(trovato, form.enti[c["ente"]], **campi, by=_by(request), quando=timezone.now())
            return redirect("piano:avvio_ambito", ambito=ambito)
        except AttoNonConsentito as errore:
            form.add_error("giorno", str(errore))
    contesto = {"ambito": trovato, "form": form, "capofila": find_capofila(trovato, timezone.localdate())}
    return render(request, "piano/avvio_capofila.html", contesto, status=422 if form.errors else 200)


@never_cache
@amministrazione
@require_http_methods(["GET", "POST"])
def avvio_persone(request: Richiesta, ambito: str) -> HttpResponse:
    """People from a list: tried first, then invited, with all the codes on one printable page, once."""
    trovato, adesso = _find(ambito), timezone.now()
    form = ElencoForm(request.POST or None, request.FILES or None)
    contesto: dict[str, Any] = {"ambito": trovato, "form": form}
    if form.is_valid():
        lette, errate = servizi.read_people(trovato, form.cleaned_data["testo"], timezone.localdate())
        errate += servizi.try_people(lette, by=_by(request), quando=adesso)
        errate.sort(key=lambda riga: riga.numero)
        contesto |= {"lette": lette, "errate": errate, "testo": form.cleaned_data["testo"]}
        if request.POST.get("azione") == "invita" and not errate:
            fatti, _ = servizi.invite_all(lette, by=_by(request), quando=adesso)
            contesto["fogli"] = [
                {
                    "invito": i,
                    "presso": place_of(i),
                    "codice": write_code(c),
                    "fino_al": italiano.momento("al", i.scade_il),
                }
                for i, c in fatti
            ]
            contesto["indirizzo"] = request.build_absolute_uri(reverse("enti:accetta"))
            return render(request, "piano/avvio_codici.html", contesto)
    stato = 422 if form.errors or contesto.get("errate") else 200
    return render(request, "piano/avvio_persone.html", contesto, status=stato)


@amministrazione
@require_http_methods(["GET", "POST"])
def avvio_anno(request: Richiesta, ambito: str) -> HttpResponse:
    """The first year, perhaps with its first window; the following ones are made by the capofila."""
    trovato = _find(ambito)
    form = PrimoAnnoForm(request.POST or None, initial={"anno": timezone.localdate().year + 1})
    if form.is_valid():
        c = form.cleaned_data
        open_first_year(trovato, c["anno"], dal=c["dal"], al=c["al"], by=_by(request), quando=timezone.now())
        messages.success(request, f"L’anno {c['anno']} è pronto.")
        return redirect("piano:avvio_ambito", ambito=ambito)
    contesto = {"ambito": trovato, "form": form, "enti": members(trovato, timezone.localdate())}
    return render(request, "piano/avvio_anno.html", contesto, status=422 if form.errors else 200)
