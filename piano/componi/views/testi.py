"""The pages of the texts: all the lines of the plan, and one text with its preview, its tokens, its findings."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from piano.componi.anteprima import preview
from piano.componi.forms import TestoForm
from piano.componi.riferimenti import search
from piano.componi.righe import PROSA
from piano.componi.scrittura import CambiatoDaAltri, save_text
from piano.componi.sommario import Sommario, summarise_texts
from piano.componi.testi import mark_of, text_of, with_text
from piano.componi.visita import Visita, context_of, visit
from piano.schema import load_in_force
from piano.valori import PianoSnapshot
from raccolta.moduli.sessione import DI_CHI, keeps_typed, sign_owner, take_typed

ANTEPRIMA, CERCA = "anteprima", "cerca"


@require_safe
def componi(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The lines of the plan in order, each with the state of its text."""
    visita = visit(request, ambito, anno)
    contesto = {**context_of(visita), "sommario": _summarise(visita, visita.snapshot)}
    return render(request, "piano/componi_elenco.html", contesto)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def componi_testo(request: Richiesta, ambito: str, anno: int, codice: str) -> HttpResponse:
    """One text: shown, tried out, or saved; what was typed comes back whatever happens."""
    visita = visit(request, ambito, anno)
    if request.method == "POST":
        return _receive(request, visita, codice)
    sospesi = take_typed(request)
    if sospesi and not visita.chiuso:
        messages.warning(
            request, "La sessione era finita: qui c’è quello che era stato scritto, e non è ancora salvato."
        )
        return _show(request, visita, codice, TestoForm(sospesi))
    testo = text_of(visita.snapshot, codice)
    return _show(request, visita, codice, TestoForm(initial={"testo": testo, "letta": mark_of(testo)}))


def _summarise(visita: Visita, snapshot: PianoSnapshot) -> Sommario:
    ricognizione = visita.ricognizione
    return summarise_texts(visita.piano, snapshot, load_in_force(ricognizione.ambito_id, ricognizione.anno))


def _receive(request: Richiesta, visita: Visita, codice: str) -> HttpResponse:
    azione, form = request.POST.get("azione", ""), TestoForm(request.POST)
    if azione in (ANTEPRIMA, CERCA):
        return _show(request, visita, codice, form)
    if "testo" not in request.POST or not form.is_valid():
        return _show(request, visita, codice, form, status=422)
    try:
        save_text(visita.piano, codice, **form.cleaned_data, by=visita.incarico, quando=timezone.now())
    except CambiatoDaAltri as cambiato:
        return _show(request, visita, codice, form, cambiato=cambiato, status=409)
    except AttoNonConsentito as errore:
        return _show(request, visita, codice, form, rifiuti=errore.motivi, status=409)
    messages.success(request, "Il testo è salvato.")
    return redirect("piano:componi_testo", visita.ricognizione.ambito.slug, visita.ricognizione.anno, codice)


def _show(
    request: Richiesta,
    visita: Visita,
    codice: str,
    form: TestoForm,
    *,
    cambiato: CambiatoDaAltri | None = None,
    rifiuti: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page, or the piece that htmx asks for: what stands beside the text, or the tokens found."""
    riga = next((riga for riga in visita.snapshot.contenuti.schema if riga.codice == codice), None)
    if riga is None:
        raise Http404
    testo = form["testo"].value() or ""
    sommario = _summarise(visita, with_text(visita.snapshot, codice, testo))
    contesto = {
        **context_of(visita, codice),
        "posto": next(posto for posto in sommario.posti if posto.codice == codice),
        "dopo": sommario.after(codice),
        "nota": riga.sezione != PROSA,
        "form": form,
        "letta": mark_of(cambiato.testo) if cambiato else form["letta"].value() or "",
        "cambiato": cambiato,
        "rifiuti": rifiuti,
        "autore": (DI_CHI, sign_owner(request)),
        "trovati": search(visita.snapshot, request.POST.get(CERCA, "")),
        "anteprima": preview(visita.snapshot, riga, testo),
    }
    return render(request, _template_for(request), contesto, status=status)


def _template_for(request: Richiesta) -> str:
    pezzi = {"accanto": "piano/_componi_accanto.html", "riferimenti": "piano/_componi_riferimenti.html"}
    return pezzi.get(request.headers.get("HX-Target", ""), "piano/componi_testo.html")
