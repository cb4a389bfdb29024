"""The schede as workbooks: taken away, brought back, tried out, then kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, find_writer, look_at, require_writer
from raccolta.errori import SchedaCambiata
from raccolta.fogli import attesa
from raccolta.fogli.banco import Banco, bench_of, bench_of_many, look_around, read_and_try
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.fogli.conferma import CAMBIATA, SCELTA, keep_file, why_not
from raccolta.fogli.in_csv import write_csv
from raccolta.fogli.marcatura import mark
from raccolta.fogli.pagine import open_all
from raccolta.fogli.prova import Prova
from raccolta.fogli.scrittura import write_workbook
from raccolta.forms.foglio import FoglioForm
from raccolta.lettura import cammino
from raccolta.lettura.parole import asked_quadri
from raccolta.moduli.parole import tell_saved
from raccolta.moduli.visita import visit
from raccolta.quadri import QUADRI, Quadro
from raccolta.views.scheda import frame

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONFERMA: Final = "conferma"


@require_safe
def scarica(request: Richiesta, scheda: int) -> HttpResponse:
    """The workbook of a scheda as it is now."""
    return _give_workbook(request, bench_of(find_scheda(request, scheda)))


@require_safe
def scarica_csv(request: Richiesta, scheda: int, quadro: Quadro) -> HttpResponse:
    """One quadro of a scheda as CSV."""
    visita = visit(request, scheda, quadro, timezone.now())
    nome = f"{bench_of(visita.scheda).nome}-{quadro.codice}.csv"
    return _give(write_csv(visita), "text/csv; charset=utf-8", nome)


@require_safe
def scarica_tutte(request: Richiesta, ente: str, anno: int) -> HttpResponse:
    """One workbook for all the schede of an ente in a year."""
    return _give_workbook(request, _find_bench(request, ente, anno))


@require_http_methods(["GET", "HEAD", "POST"])
def foglio(request: Richiesta, scheda: int) -> HttpResponse:
    """What it is for; what a workbook would change; then the act."""
    return _answer(request, bench_of(find_scheda(request, scheda)))


@require_http_methods(["GET", "HEAD", "POST"])
def fogli(request: Richiesta, ente: str, anno: int) -> HttpResponse:
    """The same for all the schede of an ente: an ALER has one in each ambito."""
    return _answer(request, _find_bench(request, ente, anno))


@require_safe
def segnato(request: Richiesta, scheda: int, codice: str) -> HttpResponse:
    """The file that was brought, with its errors marked."""
    pagina = reverse("raccolta:foglio", args=[scheda])
    return _give_marked(request, bench_of(find_scheda(request, scheda)), codice, pagina)


@require_safe
def segnati(request: Richiesta, ente: str, anno: int, codice: str) -> HttpResponse:
    """The same, for all the schede of an ente."""
    pagina = reverse("raccolta:fogli_ente", args=[ente, anno])
    return _give_marked(request, _find_bench(request, ente, anno), codice, pagina)


def _find_bench(request: Richiesta, ente: str, anno: int) -> Banco:
    """404 where one sees no scheda of that ente in that year."""
    visibili = Scheda.objects.visible_to(request.incarichi).filter(ente=ente, ricognizione__anno=anno)
    schede = visibili.select_related("ente__comune", "ricognizione__ambito").order_by("ricognizione__ambito__nome")
    if not (trovate := list(schede)):
        raise Http404
    return bench_of_many(trovate, ente, anno)


def _give(contenuto: bytes, tipo: str, nome: str) -> HttpResponse:
    return HttpResponse(contenuto, tipo, headers={"Content-Disposition": f'attachment; filename="{nome}"'})


def _give_workbook(request: Richiesta, banco: Banco) -> HttpResponse:
    adesso = timezone.now()
    fascicoli = [open_all(request, scheda, adesso) for scheda in banco.schede]
    return _give(write_workbook(fascicoli), XLSX, f"{banco.nome}.xlsx")


def _give_marked(request: Richiesta, banco: Banco, codice: str, pagina: str) -> HttpResponse:
    """The file; that it has gone is said on the page."""
    adesso = timezone.now()
    try:
        portato = attesa.take(request.user, banco.posto, codice, adesso)
        prove = read_and_try(request, banco, portato.nome, portato.contenuto, adesso)
    except FoglioRifiutato as errore:
        messages.warning(request, str(errore))
        return redirect(pagina)
    marcato = mark(portato.nome, portato.contenuto, [errore for prova in prove for errore in prova.errori])
    fine = marcato.nome.rpartition(".")[2]
    return _give(marcato.contenuto, marcato.tipo, f"{banco.nome}-da-correggere.{fine}")


def _answer(request: Richiesta, banco: Banco) -> HttpResponse:
    adesso = timezone.now()
    if request.method != "POST":
        return _show(request, banco, adesso, FoglioForm())
    if not any(find_writer(request, scheda) for scheda in banco.schede):
        require_writer(request, banco.schede[0])
    try:
        if request.POST.get("azione") == CONFERMA:
            return _confirm(request, banco, adesso)
        return _receive(request, banco, adesso)
    except FoglioRifiutato as errore:
        return _show(request, banco, adesso, FoglioForm(), rifiuti=(str(errore),), status=422)


def _receive(request: Richiesta, banco: Banco, adesso: datetime) -> HttpResponse:
    """A file, tried out: it waits until it is confirmed."""
    form = FoglioForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, banco, adesso, form, status=422)
    nome, contenuto = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
    prove = read_and_try(request, banco, nome, contenuto, adesso)
    portato = attesa.keep(request.user, banco.posto, nome, contenuto, adesso)
    stato = 422 if any(prova.errori for prova in prove) else 200
    return _show(request, banco, adesso, FoglioForm(), prove=prove, portato=portato, status=stato)


def _confirm(request: Richiesta, banco: Banco, adesso: datetime) -> HttpResponse:
    """What was shown is tried out again, on the values as they are now, and kept."""
    portato = attesa.take(request.user, banco.posto, request.POST.get("codice", ""), adesso)
    prove = read_and_try(request, banco, portato.nome, portato.contenuto, adesso)
    if perche := why_not(_open(prove), _shown(request, banco), request.POST):
        stato = 422 if perche == SCELTA else 409
        return _show(
            request, banco, adesso, FoglioForm(), prove=prove, portato=portato, rifiuti=(perche,), status=stato
        )
    try:
        return _keep(request, banco, prove, portato, adesso)
    except AttoNonConsentito as errore:
        rifiuti = errore.motivi
    except SchedaCambiata:
        rifiuti = (CAMBIATA,)
        prove = read_and_try(request, banco, portato.nome, portato.contenuto, adesso)
    return _show(request, banco, adesso, FoglioForm(), prove=prove, portato=portato, rifiuti=rifiuti, status=409)


def _open(prove: Sequence[Prova]) -> Sequence[Prova]:
    """Those that can be written; all of them where none can, so that it is said why."""
    return [prova for prova in prove if not prova.apertura.perche] or prove


def _shown(request: Richiesta, banco: Banco) -> dict[int, str]:
    """The version of each scheda that the page showed."""
    return {scheda.pk: request.POST.get(f"versione/{scheda.pk}", "") for scheda in banco.schede}


def _keep(
    request: Richiesta, banco: Banco, prove: Sequence[Prova], portato: attesa.Portato, adesso: datetime
) -> HttpResponse:
    chi = [(prova, require_writer(request, prova.scheda)) for prova in _open(prove)]
    motivo = request.POST.get("motivo", "")
    modifiche = keep_file(chi, portato.nome, request.POST, quando=adesso, motivo=motivo)
    attesa.drop(request.user, banco.posto)
    messages.success(request, tell_saved(modifiche, 0))
    if any(prova.errori for prova, _ in chi):
        messages.warning(
            request, "Ciò che non si legge è rimasto com’è scritto sulle pagine dei quadri, da correggere."
        )
    sola = banco.sola
    return redirect(reverse("raccolta:scheda_detail", args=[sola.pk]) if sola else request.path)


def _show(
    request: Richiesta,
    banco: Banco,
    adesso: datetime,
    form: FoglioForm,
    *,
    prove: Sequence[Prova] = (),
    portato: attesa.Portato | None = None,
    rifiuti: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    prima, aperture = banco.schede[0], look_around(request, banco, adesso)
    situazione = look_at(request, prima, adesso)
    contesto = frame(
        prima,
        banco=banco,
        sola=banco.sola,
        aperture=aperture,
        perche=aperture[0][1].perche if all(apertura.perche for _, apertura in aperture) else "",
        tempo=cammino.when(situazione),
        form=form,
        prove=prove,
        portato=portato,
        con_errori=any(prova.errori for prova in prove),
        ferma=any(prova.ferma for prova in _open(prove)),
        qualcosa=any(prova.fa for prova in _open(prove)),
        ufficio=any(apertura.ufficio for _, apertura in aperture),
        quadri=(*asked_quadri(situazione), QUADRI[-1]),
        rifiuti=rifiuti,
        motivo=request.POST.get("motivo", ""),
    )
    return render(request, "raccolta/foglio.html", contesto, status=status)
