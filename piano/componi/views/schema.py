"""The pages of the schema: its lines in order, and one line with its letter, its heading and what it prints."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from piano.componi.forms import NuovaRigaForm, RigaForm
from piano.componi.gesti import Gesto, look_at_lines, mark_of_line, read_gesture
from piano.componi.righe import Cambio, Righe, add, edit, find_line
from piano.componi.schemi import ConfermaMancante, change_schema
from piano.componi.visita import Visita, context_of, visit
from piano.schema import load_in_force

SALVA: Final = "salva"


@require_http_methods(["GET", "HEAD", "POST"])
def schema(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The lines in order; a line moved, switched on or off, or added."""
    visita = visit(request, ambito, anno)
    if request.method != "POST":
        return _show(request, visita, NuovaRigaForm())
    if "aggiungi" in request.POST:
        return _add(request, visita, NuovaRigaForm(request.POST))
    righe = load_in_force(visita.ricognizione.ambito_id, anno)
    gesto = read_gesture(request.POST, righe)
    if gesto is None:
        return _show(request, visita, NuovaRigaForm(), rifiuti=("Non si capisce che cosa cambiare.",), status=422)
    return _do(request, visita, gesto)


@require_http_methods(["GET", "HEAD", "POST"])
def schema_riga(request: Richiesta, ambito: str, anno: int, codice: str) -> HttpResponse:
    """One line: corrected, switched on or off (with the norm that asks for it), eliminated when it is an extra one."""
    visita = visit(request, ambito, anno)
    righe = load_in_force(visita.ricognizione.ambito_id, anno)
    riga = next((riga for riga in righe if riga["codice"] == codice), None)
    if riga is None:
        raise Http404
    if request.method != "POST":
        return _show_line(request, visita, riga, _form_of(visita, riga))
    if gesto := read_gesture(request.POST, righe):
        return _do(request, visita, gesto)
    return _save_line(request, visita, riga, RigaForm(riga, visita.snapshot, request.POST))


def _form_of(visita: Visita, riga: Mapping[str, Any]) -> RigaForm:
    return RigaForm(riga, visita.snapshot, initial={**riga, "letta": mark_of_line(riga)})


def _save_line(request: Richiesta, visita: Visita, riga: Mapping[str, Any], form: RigaForm) -> HttpResponse:
    if not form.is_valid():
        return _show_line(request, visita, riga, form, status=422)
    campi = dict(form.cleaned_data)
    if campi.pop("letta") != mark_of_line(riga):
        ora = f"{riga['lettera']} {riga['titolo']}".strip()
        gia = f"Nel frattempo la riga è cambiata: ora è «{ora}». Salvando di nuovo vale ciò che è scritto qui."
        return _show_line(request, visita, riga, form, rifiuti=(gia,), status=409)
    cambio = partial(edit, codice=riga["codice"], **campi)
    gesto = Gesto(cambio, "lettera, titolo o voci cambiati", campi["titolo"], riga["codice"])
    return _do(request, visita, gesto, form)


def _add(request: Richiesta, visita: Visita, form: NuovaRigaForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, visita, form, status=422)
    cambio: Cambio = partial(add, **form.cleaned_data)
    righe = load_in_force(visita.ricognizione.ambito_id, visita.ricognizione.anno)
    codici = {riga["codice"] for riga in righe}
    nata = next(riga["codice"] for riga in cambio(righe) if riga["codice"] not in codici)
    return _do(request, visita, Gesto(cambio, "riga aggiunta", form.cleaned_data["titolo"], nata))


def _do(request: Richiesta, visita: Visita, gesto: Gesto, form: RigaForm | None = None) -> HttpResponse:
    """The gesture is done, or the page says why not: what the law asks for is taken away only on purpose."""
    ambito, anno = visita.ricognizione.ambito, visita.ricognizione.anno
    try:
        fatto = change_schema(
            visita.piano,
            gesto.cambio,
            che_cosa=gesto.che_cosa,
            oggetto=gesto.oggetto,
            by=visita.incarico,
            quando=timezone.now(),
            conferma="conferma" in request.POST,
        )
    except ConfermaMancante as manca:
        riga = find_line(load_in_force(ambito.pk, anno), gesto.codice)
        return _show_line(request, visita, riga, form or _form_of(visita, riga), manca=manca, gesto=gesto, status=422)
    except AttoNonConsentito as errore:
        return _show(request, visita, NuovaRigaForm(), rifiuti=errore.motivi, status=409)
    messages.success(request, gesto.detto if fatto else "Lo schema era già così.")
    return redirect(f"{reverse('piano:schema', args=[ambito.slug, anno])}#riga-{gesto.codice}")


def _show(
    request: Richiesta, visita: Visita, nuova: NuovaRigaForm, *, rifiuti: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    righe: Righe = load_in_force(visita.ricognizione.ambito_id, visita.ricognizione.anno)
    contesto = {
        **context_of(visita),
        "righe": look_at_lines(righe, visita.snapshot),
        "nuova": nuova,
        "rifiuti": rifiuti,
    }
    return render(request, "piano/componi_schema.html", contesto, status=status)


def _show_line(
    request: Richiesta,
    visita: Visita,
    riga: Mapping[str, Any],
    form: RigaForm,
    *,
    manca: ConfermaMancante | None = None,
    gesto: Gesto | None = None,
    rifiuti: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    righe = load_in_force(visita.ricognizione.ambito_id, visita.ricognizione.anno)
    contesto = {
        **context_of(visita, riga["codice"]),
        "riga": next(vista for vista in look_at_lines(righe, visita.snapshot) if vista.codice == riga["codice"]),
        "form": form,
        "letta": mark_of_line(riga),
        "obblighi": manca.obblighi if manca else (),
        "gesto": gesto,
        "rifiuti": rifiuti,
    }
    return render(request, "piano/componi_schema_riga.html", contesto, status=status)
