"""The pages of the workflow: where the plan is, one page for each act, the opinion of an ALER, the signed file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enti.allegati import FileNonAmmesso
from enti.firma import firma
from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.models.utente import Ruolo
from enti.permessi import Azione, require
from lessico.flusso import AttoNonConsentito
from piano.errori import PianoNonComponibile
from piano.iter.atti import perform
from piano.iter.conservati import keep_opinion_file, keep_signed
from piano.iter.flusso import PIANO, Atto
from piano.iter.forms import MODULI, FirmatoForm, ModuloDiAtto, ParereForm
from piano.iter.lettura import read_iter, read_opinion, read_reopening
from piano.iter.parole import ACQUISITO, ATTI, NON_ACQUISITO, SLUG
from piano.iter.scadenze import find_deadlines, write_calendar
from piano.iter.situazione import build_situazione
from piano.models import Parere, Piano, StatoPiano
from raccolta.accesso import find_ricognizione

LETTURA_E_ATTO: Final = ["GET", "HEAD", "POST"]
Vista = Callable[..., HttpResponseBase]


def _find(request: Richiesta, ambito: str, anno: int) -> tuple[Piano, Incarico]:
    """The plan, and the incarico by which one carries it on."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.ITER)
    piani = Piano.objects.visible_to(request.incarichi).select_related("ricognizione__ambito")
    return get_object_or_404(piani, ricognizione=ricognizione), incarico


@require_safe
def iter_detail(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Where the plan is, what is expected, the next act, what happened so far."""
    piano, _ = _find(request, ambito, anno)
    return render(request, "piano/iter.html", read_iter(piano, timezone.now()) | {"firmato": FirmatoForm()})


@require_safe
def scadenze(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The days to remember, as a calendar."""
    piano, _ = _find(request, ambito, anno)
    giorni = find_deadlines(piano, timezone.localdate())
    testo = write_calendar(giorni, nome=f"Piano {anno}, ambito {piano.ricognizione.ambito}", chiave=f"{ambito}-{anno}")
    nome = {"Content-Disposition": f'attachment; filename="scadenze-{ambito}-{anno}.ics"'}
    return HttpResponse(testo, content_type="text/calendar; charset=utf-8", headers=nome)


def by_capofila(vista: Vista) -> Vista:
    """Outside ``firma``: who may not see the plan gets 404, who has not the role 409, before any password."""

    @wraps(vista)
    def interna(request: Richiesta, ambito: str, anno: int, passo: str) -> HttpResponseBase:
        piano, incarico = _find(request, ambito, anno)
        if SLUG.get(passo) in (None, Atto.PARERE):
            raise Http404
        return vista(request, piano=piano, incarico=incarico, atto=SLUG[passo])

    return interna


@by_capofila
@firma("passaggio del piano")
@require_http_methods(LETTURA_E_ATTO)
def iter_atto(request: Richiesta, piano: Piano, incarico: Incarico, atto: Atto) -> HttpResponse:
    """What the act does, what stands in its way, its form; then the act."""
    adesso, ricognizione = timezone.now(), piano.ricognizione
    passo = PIANO.find(piano.stato, atto, incarico.ruolo)
    situazione = build_situazione(piano, adesso, verso=passo.a)
    dati = request.POST if request.method == "POST" else None
    form = MODULI[atto](dati, piano=piano, situazione=situazione)
    if form.is_valid():
        with _told(form):
            perform(atto, on=piano, by=incarico, quando=adesso, dati=form.meant(indirizzo=_address(request, piano)))
            messages.success(request, ATTI[atto].fatto)
            return redirect("piano:iter", ricognizione.ambito.slug, ricognizione.anno)
    contesto = {"atto": ATTI[atto], "form": form, "passo": passo, "motivi": passo.reasons_against(situazione)}
    contesto |= {"vota": passo.da == StatoPiano.ASSEMBLEA and atto is Atto.APPROVAZIONE}
    contesto |= _frame(piano) | read_reopening(piano, situazione)
    return render(request, "piano/iter_atto.html", contesto, status=form.status)


@contextmanager
def _told(form: ModuloDiAtto) -> Iterator[None]:
    """What the act refuses is said on the form; also that the document cannot be written."""
    with form.told():
        try:
            yield
        except PianoNonComponibile as errore:
            raise AttoNonConsentito(f"Il documento non si può scrivere: {errore}") from errore


def _frame(piano: Piano) -> dict[str, object]:
    return {"piano": piano, "ricognizione": piano.ricognizione, "ambito": piano.ricognizione.ambito}


def _address(request: Richiesta, piano: Piano) -> str:
    dove = [piano.ricognizione.ambito.slug, piano.ricognizione.anno]
    return request.build_absolute_uri(reverse("piano:piano_detail", args=dove))


@require_POST
def firmato(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """A signed file: kept with the act if it holds a stored version, kept aside if it does not."""
    piano, incarico = _find(request, ambito, anno)
    form = FirmatoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            esito = keep_signed(piano, form.cleaned_data["file"], by=incarico, quando=timezone.now())
        except FileNonAmmesso as errore:
            form.add_error("file", str(errore))
        else:
            messages.add_message(request, messages.SUCCESS if esito.riconosciuto else messages.WARNING, esito.frase)
            return redirect("piano:iter", ambito, anno)
    contesto = read_iter(piano, timezone.now()) | {"firmato": form}
    return render(request, "piano/iter.html", contesto, status=422)


def by_aler(vista: Vista) -> Vista:
    """Outside ``firma``: the opinion, for who gives it or records it."""

    @wraps(vista)
    def interna(request: Richiesta, parere: int) -> HttpResponseBase:
        trovato, incarico = _find_opinion(request, parere)
        return vista(request, parere=trovato, incarico=incarico)

    return interna


def _find_opinion(request: Richiesta, parere: int) -> tuple[Parere, Incarico]:
    pareri = Parere.objects.visible_to(request.incarichi).select_related("aler", "piano__ricognizione__ambito")
    trovato = get_object_or_404(pareri, pk=parere)
    ambito = trovato.piano.ricognizione.ambito_id
    return trovato, require(request.incarichi, Azione.PARERE, ambito=ambito, ente=trovato.aler_id)


@by_aler
@firma("parere sul piano")
@require_http_methods(LETTURA_E_ATTO)
def parere(request: Richiesta, parere: Parere, incarico: Incarico) -> HttpResponse:
    """The proposal, what changed, the opinion."""
    adesso, piano = timezone.now(), parere.piano
    situazione = build_situazione(piano, adesso)
    dati = request.POST if request.method == "POST" else None
    form = ParereForm(dati, piano=piano, situazione=situazione, initial=ParereForm.starting_from(parere))
    if form.is_valid():
        with _told(form):
            detto = form.meant(aler=(parere.aler_id,))
            perform(Atto.PARERE, on=piano, by=incarico, quando=adesso, dati=detto)
            messages.success(request, ACQUISITO if detto.giorno and detto.protocollo else NON_ACQUISITO)
            return redirect("piano:parere", parere.pk)
    contesto = _frame(piano) | read_opinion(parere, situazione) | {"form": form}
    contesto |= {"conduce": incarico.ruolo == Ruolo.CAPOFILA}
    return render(request, "piano/parere.html", contesto, status=form.status)


@require_POST
def parere_file(request: Richiesta, parere: int) -> HttpResponse:
    """The file of an opinion."""
    trovato, incarico = _find_opinion(request, parere)
    form = FirmatoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_opinion_file(trovato, form.cleaned_data["file"], by=incarico, quando=timezone.now())
        except FileNonAmmesso as errore:
            form.add_error("file", str(errore))
        else:
            messages.success(request, "Il file del parere è conservato.")
    for errori in form.errors.values():
        messages.error(request, " ".join(str(errore) for errore in errori))
    return redirect("piano:parere", parere)
