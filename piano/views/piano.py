"""Pages of the plan: the published version for anybody; before it and beside it, the draft for who works on it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.isolamento import reached
from enti.permessi import Azione, find_incarico
from piano.errori import PianoNonComponibile
from piano.esportazioni.formati import FORMATI
from piano.iter.esaminati import find_outdated
from piano.lettura import describe, read, read_frozen, read_pdf
from piano.models import Piano
from piano.pubblicazione.versioni import of_plan
from piano.views.pubblicazione import send_published, show_published


@login_not_required
@require_safe
def piano_detail(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The plan as a page: its last published version; until there is one, the draft for who may read it."""
    if versioni := of_plan(ambito, anno):
        return show_published(request, versioni[0], versioni)
    return bozza(request, ambito, anno)


@login_not_required
@require_safe
def bozza(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The plan as those who work on it have it now: its last stored version, or the draft as its data are."""
    if (piano := _find(request, ambito, anno)) is None:
        return redirect_to_login(request.get_full_path())
    try:
        lettura = read(piano)
    except PianoNonComponibile as errore:
        return _to_correct(request, piano, errore)
    contesto = {
        "piano": describe(piano),
        **lettura.pieces(),
        "bozza": lettura.bozza,
        "dimostrazione": piano.ricognizione.ambito.dimostrazione,
        "ricognizione": piano.ricognizione,
        "compone": _composes(request, piano),
        "superati": find_outdated(piano),
    }
    return render(request, "piano/piano_detail.html", contesto)


@login_not_required
@require_safe
def piano_pdf(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The plan as a PDF: that of the last published version; until there is one, that of the draft."""
    if versioni := of_plan(ambito, anno):
        return send_published(request, versioni[0], "pdf", fisso=False)
    return bozza_pdf(request, ambito, anno)


@login_not_required
@require_safe
def bozza_pdf(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The PDF of what ``bozza`` shows."""
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
    """The plan in another format, from the published version or from the draft; ``formato`` is one of ``FORMATI``."""
    if versioni := of_plan(ambito, anno):
        return send_published(request, versioni[0], formato, fisso=False)
    return bozza_export(request, ambito, anno, formato)


@login_not_required
@require_safe
def bozza_export(request: Richiesta, ambito: str, anno: int, formato: str) -> HttpResponse:
    """The other formats of what ``bozza`` shows."""
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
    contesto = {
        "piano": describe(piano),
        "ricognizione": piano.ricognizione,
        "motivo": str(errore),
        "compone": _composes(request, piano),
        "codice": getattr(errore, "codice", ""),
    }
    return render(request, "piano/da_correggere.html", contesto, status=409)


def _composes(request: Richiesta, piano: Piano) -> bool:
    """Whether who reads may write the texts of a plan."""
    return find_incarico(request.incarichi, Azione.COMPOSIZIONE, ambito=piano.ricognizione.ambito_id) is not None


def _find(request: Richiesta, ambito: str, anno: int) -> Piano | None:
    """The plan for who works on it; 404 for the others. Who has not logged in is asked to, whether it exists or not.

    What is published of a plan is public; what is being done to it is not, but in the demonstration.
    """
    suoi = reached(Piano, request.incarichi) | Q(ricognizione__ambito__dimostrazione=True)
    piani = Piano.objects.visible_to(request.incarichi).filter(suoi).select_related("ricognizione__ambito")
    piano = piani.filter(ricognizione__ambito__slug=ambito, ricognizione__anno=anno).first()
    if piano is None and request.user.is_authenticated:
        raise Http404
    return piano
