"""The register of dwellings from a file: upload, columns, dry run, confirmation."""

from datetime import datetime
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from enti.models import Ente, Incarico
from enti.tavole.consegna import hand_over_recorded, is_asked, record
from lessico.flusso import AttoNonConsentito
from raccolta.alloggi.accesso import find_register, require_keeper
from raccolta.alloggi.lavori import ask
from raccolta.alloggi.marcatura import mark
from raccolta.alloggi.modelli import APERTI, Importazione, Lavoro, StatoImportazione, TipoLavoro
from raccolta.alloggi.passi import APERTE, confirm, leave, match, receive, remembered, table_of
from raccolta.alloggi.resoconto import errors_table, tell_outcome
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.forms.importazione import ColonneForm, ConfermaForm, FileForm

ULTIME: Final = 10
_CIFRE: Final = 4


@require_http_methods(["GET", "HEAD", "POST"])
def importazione(request: Richiesta) -> HttpResponse:
    """A file for the register of an ente; those that came before."""
    registro, _ = find_register(request, request.GET.get("di", ""))
    if (ente := registro.ente) is None:
        raise AttoNonConsentito("Un elenco si importa nel registro di un ente, che ne è proprietario.")
    by, rifiuto = require_keeper(request, ente), ""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            nuova = receive(ente, file.name, file.read(), by=by, quando=timezone.now())
            return redirect("raccolta:importazione_colonne", nuova.pk)
        except FoglioRifiutato as errore:
            rifiuto = str(errore)
    contesto = {"ente": ente, "form": form, "rifiuto": rifiuto, "ultime": _last(request, ente)}
    return render(
        request, "raccolta/alloggi/importazione.html", contesto, status=422 if request.method == "POST" else 200
    )


def _last(request: Richiesta, ente: Ente) -> QuerySet[Importazione]:
    importazioni = Importazione.objects.visible_to(request.incarichi).filter(ente=ente)
    return importazioni.defer("contenuto", "assaggi", "errori").order_by("-quando", "-pk")[:ULTIME]


def _find(request: Richiesta, pk: int) -> tuple[Importazione, Incarico]:
    """A file for who keeps the register; raises AttoNonConsentito for who may only read."""
    importazioni = Importazione.objects.visible_to(request.incarichi).select_related("ente__comune")
    trovata = get_object_or_404(importazioni.defer("contenuto"), pk=pk)
    return trovata, require_keeper(request, trovata.ente)


@require_http_methods(["GET", "HEAD", "POST"])
def importazione_colonne(request: Richiesta, importazione: int) -> HttpResponse:
    """Which column is which field; then the file is tried out."""
    trovata, by = _find(request, importazione)
    if trovata.stato not in APERTE:
        return redirect("raccolta:importazione_detail", importazione)
    ricordo, scritta = remembered(trovata.ente), request.GET.get("riga", "")
    riga = int(scritta) if scritta.isascii() and scritta.isdecimal() and len(scritta) <= _CIFRE else 0
    tabella = table_of(trovata, ricordo.colonne, request.GET.get("foglio", ""), riga)
    inviati = request.POST if request.method == "POST" else None
    form = ColonneForm(inviati, tabella=tabella, ente=trovata.ente, fissi=ricordo.fissi)
    if form.is_valid():
        match(trovata, tabella, form.columns(), form.same_for_all(), form.to_remember())
        lavoro = ask(
            Importazione.objects.visible_to(request.incarichi).get(pk=importazione),
            TipoLavoro.PROVA,
            by=by,
            quando=timezone.now(),
        )
        return redirect("raccolta:lavoro", lavoro.pk)
    fogli = [assaggio["foglio"] for assaggio in trovata.assaggi]
    contesto = {"importazione": trovata, "tabella": tabella, "form": form, "fogli": fogli}
    return render(request, "raccolta/alloggi/colonne.html", contesto, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def importazione_detail(request: Richiesta, importazione: int) -> HttpResponseBase:
    """What a file would do, or has done; it is confirmed here, or left."""
    trovata, by = _find(request, importazione)
    adesso = timezone.now()
    if is_asked(request):
        return hand_over_recorded(request, errors_table(trovata), catena=f"ente/{trovata.ente_id}", quando=adesso)
    lavoro = Lavoro.objects.visible_to(request.incarichi).filter(importazione=trovata, stato__in=APERTI).first()
    if lavoro:
        return redirect("raccolta:lavoro", lavoro.pk)
    if trovata.stato == StatoImportazione.CARICATA:
        return redirect("raccolta:importazione_colonne", importazione)
    form = ConfermaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _act(request, trovata, form, by, adesso)
    return _show(request, trovata, form)


@require_safe
def importazione_segnata(request: Richiesta, importazione: int) -> HttpResponseBase:
    """The file that was brought, with its errors marked; of one that has arrived, or was left, nothing is kept."""
    trovata, _ = _find(request, importazione)
    pagina = redirect("raccolta:importazione_detail", importazione)
    if trovata.stato != StatoImportazione.PROVATA:
        return pagina
    try:
        segnato = mark(trovata)
    except FoglioRifiutato as errore:
        messages.warning(request, str(errore))
        return pagina
    catena, detto = f"ente/{trovata.ente_id}", f"{trovata.nome}, con gli errori segnati"
    record(request, trovata.nome, detto, catena=catena, quando=timezone.now())
    disposizione = {"Content-Disposition": f'attachment; filename="{segnato.nome}"'}
    return StreamingHttpResponse(segnato.pezzi, content_type=segnato.tipo, headers=disposizione)


def _act(request: Richiesta, trovata: Importazione, form: ConfermaForm, by: Incarico, adesso: datetime) -> HttpResponse:
    if trovata.stato != StatoImportazione.PROVATA:
        raise AttoNonConsentito("Questo file è già arrivato al suo posto, oppure è stato lasciato.")
    if request.POST.get("azione") == "lascia":
        leave(trovata)
        messages.success(request, f"{trovata.nome}: lasciato. Nel registro non è cambiato nulla.")
        return redirect("raccolta:importazione_detail", trovata.pk)
    if not form.is_valid():
        return _show(request, trovata, form, status=422)
    intera = Importazione.objects.visible_to(request.incarichi).get(pk=trovata.pk)
    lavoro = confirm(intera, toglie=form.cleaned_data["mancanti"] == "toglie", by=by, quando=adesso)
    return redirect("raccolta:lavoro", lavoro.pk)


def _show(request: Richiesta, trovata: Importazione, form: ConfermaForm, status: int = 200) -> HttpResponse:
    contesto = {"importazione": trovata, "form": form, **tell_outcome(trovata)}
    return render(request, "raccolta/alloggi/importazione_detail.html", contesto, status=status)
