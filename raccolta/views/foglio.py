"""The scheda as a workbook: taken away, brought back, tried out, then kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, find_writer, look_at, require_writer
from raccolta.errori import SchedaCambiata
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.fogli.lettura import FoglioLetto, pack, read_workbook, unpack
from raccolta.fogli.pagine import open_all
from raccolta.fogli.prova import Prova, keep_workbook, try_workbook
from raccolta.fogli.scrittura import write_workbook
from raccolta.forms.foglio import FoglioForm
from raccolta.lettura import cammino
from raccolta.moduli.apertura import look
from raccolta.moduli.parole import tell_saved
from raccolta.views.scheda import frame

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONFERMA: Final = "conferma"


@require_safe
def scarica(request: Richiesta, scheda: int) -> HttpResponse:
    """The workbook of a scheda as it is now."""
    trovata = find_scheda(request, scheda)
    fascicolo = open_all(request, trovata, timezone.now())
    nome = f"scheda-{trovata.ente_id or 'ambito'}-{trovata.ricognizione.anno}.xlsx"
    disposizione = {"Content-Disposition": f'attachment; filename="{nome}"'}
    return HttpResponse(write_workbook(fascicolo), content_type=XLSX, headers=disposizione)


@require_http_methods(["GET", "HEAD", "POST"])
def foglio(request: Richiesta, scheda: int) -> HttpResponse:
    """What it is for; what a workbook would change; then the act."""
    trovata, adesso = find_scheda(request, scheda), timezone.now()
    if request.method != "POST":
        return _show(request, trovata, adesso, FoglioForm())
    require_writer(request, trovata)
    try:
        if request.POST.get("azione") == CONFERMA:
            return _keep(request, trovata, adesso)
        return _receive(request, trovata, adesso)
    except FoglioRifiutato as errore:
        return _show(request, trovata, adesso, FoglioForm(), rifiuti=(str(errore),), status=422)


def _receive(request: Richiesta, scheda: Scheda, adesso: datetime) -> HttpResponse:
    """A file, tried out: it waits in the session until it is confirmed."""
    form = FoglioForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, scheda, adesso, form, status=422)
    file = form.cleaned_data["file"]
    letto = read_workbook(file.name, file.read())
    prova = _try(request, scheda, adesso, letto)
    request.session[_place(scheda)] = {"nome": file.name, "letto": pack(letto)}
    return _show(request, scheda, adesso, form, prova=prova, nome=file.name, status=422 if prova.errori else 200)


def _try(request: Richiesta, scheda: Scheda, adesso: datetime, letto: FoglioLetto) -> Prova:
    return try_workbook(open_all(request, scheda, adesso, letto.righe), letto)


def _keep(request: Richiesta, scheda: Scheda, adesso: datetime) -> HttpResponse:
    """What was shown is tried out again, on the values as they are now, and kept."""
    atteso = request.session.get(_place(scheda)) or {}
    letto, nome = unpack(atteso.get("letto")), str(atteso.get("nome", ""))
    prova, chi = _try(request, scheda, adesso, letto), require_writer(request, scheda)
    try:
        modifiche = keep_workbook(prova, nome, by=chi, quando=adesso, motivo=request.POST.get("motivo", ""))
    except AttoNonConsentito as errore:
        return _show(request, scheda, adesso, FoglioForm(), prova=prova, nome=nome, rifiuti=errore.motivi, status=409)
    except SchedaCambiata:
        perche = "Nel frattempo qualcuno ha cambiato gli stessi valori: va scaricato di nuovo il foglio."
        return _show(request, scheda, adesso, FoglioForm(), rifiuti=(perche,), status=409)
    del request.session[_place(scheda)]
    messages.success(request, tell_saved(modifiche, 0))
    return redirect("raccolta:scheda_detail", scheda.pk)


def _place(scheda: Scheda) -> str:
    return f"foglio/{scheda.pk}"


def _show(
    request: Richiesta,
    scheda: Scheda,
    adesso: datetime,
    form: FoglioForm,
    *,
    prova: Prova | None = None,
    nome: str = "",
    rifiuti: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    situazione = look_at(request, scheda, adesso)
    contesto = frame(
        scheda,
        form=form,
        prova=prova,
        nome=nome,
        rifiuti=rifiuti,
        apertura=look(scheda, situazione, find_writer(request, scheda)),
        tempo=cammino.when(situazione),
        motivo=request.POST.get("motivo", ""),
    )
    return render(request, "raccolta/foglio.html", contesto, status=status)
