"""Pages of the plan: the home, the desk, the plan in the browser, its PDF and its other formats."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.models import Ambito
from enti.permessi import Azione, find_incarico
from piano.errori import PianoNonComponibile
from piano.esportazioni.formati import FORMATI
from piano.lettura import cards, describe, read, read_frozen, read_pdf
from piano.models import Piano


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The published plans, by ambito and year, and apart from them the demonstration."""
    piani = cards(Piano.objects.published())
    contesto = {
        "piani": [piano for piano in piani if not piano["dimostrazione"]],
        "dimostrazioni": [piano for piano in piani if piano["dimostrazione"]],
        "da_cominciare": not Ambito.objects.for_system().exists(),
    }
    return render(request, "piano/home.html", contesto)


@login_not_required
@require_safe
def piano_detail(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The plan as a page: the approved version as it was stored, a draft as its data are now."""
    if (piano := _find(request, ambito, anno)) is None:
        return redirect_to_login(request.get_full_path())
    try:
        lettura = read(piano)
    except PianoNonComponibile as errore:
        return _to_correct(request, piano, errore)
    contesto = {
        "piano": describe(piano),
        **{nome: mark_safe(pezzo) for nome, pezzo in lettura.pieces().items()},  # noqa: S308 our templates escaped it
        "bozza": lettura.bozza,
        "dimostrazione": piano.ricognizione.ambito.dimostrazione,
    }
    return render(request, "piano/piano_detail.html", contesto)


@login_not_required
@require_safe
def piano_pdf(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The plan as a PDF: the stored one, or that of the draft."""
    if (piano := _find(request, ambito, anno)) is None:
        return redirect_to_login(request.get_full_path())
    try:
        contenuto, bozza = read_pdf(piano)
    except PianoNonComponibile as errore:
        return _to_correct(request, piano, errore)
    nome = f"piano-{ambito}-{anno}{'-bozza' if bozza else ''}.pdf"
    return HttpResponse(
        contenuto, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{nome}"'}
    )


@login_not_required
@require_safe
def piano_export(request: Richiesta, ambito: str, anno: int, formato: str) -> HttpResponse:
    """The plan in another format, from the stored version or from the draft; ``formato`` is one of ``FORMATI``."""
    if (piano := _find(request, ambito, anno)) is None:
        return redirect_to_login(request.get_full_path())
    contenuto, bozza = read_frozen(piano)
    estensione, mime, esporta = FORMATI[formato]
    try:
        scritto = esporta(contenuto)
    except PianoNonComponibile as errore:
        return _to_correct(request, piano, errore)
    nome = f"piano-{ambito}-{anno}{'-bozza' if bozza else ''}{'-csv' if formato == 'csv' else ''}.{estensione}"
    return HttpResponse(scritto, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{nome}"'})


def _to_correct(request: Richiesta, piano: Piano, errore: PianoNonComponibile) -> HttpResponse:
    """A draft that cannot be written says what to correct; 409, for its state is what stands in the way."""
    compone = find_incarico(request.incarichi, Azione.COMPOSIZIONE, ambito=piano.ricognizione.ambito_id)
    contesto = {
        "piano": describe(piano),
        "ricognizione": piano.ricognizione,
        "motivo": str(errore),
        "compone": compone,
        "codice": getattr(errore, "codice", ""),
    }
    return render(request, "piano/da_correggere.html", contesto, status=409)


def _find(request: Richiesta, ambito: str, anno: int) -> Piano | None:
    """The plan; 404 for who may not see it. Who has not logged in is asked to, whether it exists or not."""
    piani = Piano.objects.visible_to(request.incarichi).select_related("ricognizione__ambito")
    piano = piani.filter(ricognizione__ambito__slug=ambito, ricognizione__anno=anno).first()
    if piano is None and request.user.is_authenticated:
        raise Http404
    return piano
