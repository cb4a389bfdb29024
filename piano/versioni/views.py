"""Pages of the versions: the list, what is kept of each, two side by side, the dossier, the mayors' summary."""

from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.permessi import Azione, find_incarico
from lessico.congelamento import thaw
from piano.errori import PianoNonComponibile
from piano.iter.esaminati import find_outdated
from piano.lettura import describe, read_frozen
from piano.models import IN_BOZZA, Piano, StatoPiano, Versione
from piano.sintesi import summarise
from piano.valori import PianoSnapshot
from piano.versioni.accesso import find_of_year, find_piano
from piano.versioni.deposito import ensure_dossier
from piano.versioni.fascicolo import CONTENUTO, name_dossier
from piano.versioni.forms import ConfrontoForm
from piano.versioni.lati import (
    ADESSO,
    ANNO_PRIMA,
    Lato,
    compare_sides,
    find_before,
    find_versions,
    list_sides,
    load_side,
)
from piano.versioni.numeri import compare_totals

CONSERVATI: Final = {
    "pdf": ("pdf", "application/pdf"),
    "html": ("html", "text/html; charset=utf-8"),
    "json": ("contenuto", "application/json"),
}
"""What is kept of a version: the word in the address → field and type."""


def _context(request: Richiesta, piano: Piano) -> dict[str, object]:
    """What the pages of a plan have in common."""
    ambito = piano.ricognizione.ambito
    dirige = find_incarico(request.incarichi, Azione.CRUSCOTTO, ambito=ambito.pk) is not None
    return {
        "piano": piano,
        "ricognizione": piano.ricognizione,
        "ambito": ambito,
        "dirige": dirige,
        "dimostrazione": ambito.dimostrazione,
    }


def _may_read_draft(request: Richiesta, piano: Piano) -> bool:
    """Whether one reads the plan as it is now, and not only what was kept of it: what was voted, everybody does."""
    if piano.stato == StatoPiano.MODIFICHE:
        return True
    ambito = piano.ricognizione.ambito_id
    return find_incarico(request.incarichi, Azione.LETTURA_BOZZA, ambito=ambito) is not None


@require_safe
def versioni(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Every stored version, the newest first, and the form that compares two of them."""
    piano = find_of_year(request, Azione.CONFRONTO, ambito, anno)
    conservate = list(find_versions(piano).select_related("emendamento", "rettifica"))
    bozza = _may_read_draft(request, piano)
    lati = list_sides(piano, conservate, bozza=bozza)
    contesto = {
        "versioni": conservate,
        "bozza": bozza,
        "in_bozza": piano.stato in IN_BOZZA,
        "form": ConfrontoForm(lati, initial=_last_two(lati)) if len(lati) > 1 else None,
    }
    return render(request, "piano/versioni.html", _context(request, piano) | contesto)


def _last_two(lati: Sequence[Lato]) -> dict[str, str]:
    """The newest, and the one before it."""
    return {"da": lati[min(1, len(lati) - 1)].codice, "a": lati[0].codice} if lati else {}


@require_safe
def versione_conservata(request: Richiesta, ambito: str, anno: int, numero: int, nome: str) -> HttpResponse:
    """The PDF, the HTML or the data of a version, byte for byte as they were stored."""
    piano = find_of_year(request, Azione.CONFRONTO, ambito, anno)
    if nome not in CONSERVATI:
        raise Http404
    campo, mime = CONSERVATI[nome]
    versione = get_object_or_404(Versione.objects.for_system().only(campo), piano=piano, numero=numero)
    modo = "inline" if nome == "pdf" else "attachment"
    intestazioni = {"Content-Disposition": f'{modo}; filename="piano-{ambito}-{anno}-versione-{numero}.{nome}"'}
    return HttpResponse(bytes(getattr(versione, campo)), content_type=mime, headers=intestazioni)


@require_safe
def confronto(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Two versions side by side; with none chosen, the last two."""
    piano = find_of_year(request, Azione.CONFRONTO, ambito, anno)
    lati = list_sides(piano, list(find_versions(piano)), bozza=_may_read_draft(request, piano))
    form = ConfrontoForm(lati, _last_two(lati) | request.GET.dict())
    contesto: dict[str, object] = {"form": form, "uno_solo": len(lati) == 1, "nessuno": not lati}
    if form.is_valid():
        da, a = form.cleaned_data["da"], form.cleaned_data["a"]
        nomi = {lato.codice: lato.nome for lato in lati}
        contesto |= {"confronto": compare_sides(piano, da, a), "da": nomi[da], "a": nomi[a]}
    stato = 422 if lati and not form.is_valid() else 200
    return render(request, "piano/confronto.html", _context(request, piano) | contesto, status=stato)


@require_safe
def fascicolo(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """What the dossier holds, and why each thing is in it."""
    piano = find_of_year(request, Azione.FASCICOLO, ambito, anno)
    contesto = {
        "contenuto": CONTENUTO,
        "in_bozza": piano.stato in IN_BOZZA,
        "prima": find_before(piano),
        "versione": find_versions(piano).first(),
        "indirizzo": request.build_absolute_uri(reverse("piano:assemblea", args=[piano.pk])),
    }
    return render(request, "piano/fascicolo.html", _context(request, piano) | contesto)


@require_safe
def fascicolo_zip(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The dossier, made from what is stored; a draft that cannot be composed says what to correct."""
    piano = find_of_year(request, Azione.FASCICOLO, ambito, anno)
    try:
        scritto = ensure_dossier(piano)
    except PianoNonComponibile as errore:
        contesto = {"piano": describe(piano), "ricognizione": piano.ricognizione, "motivo": str(errore)}
        return render(request, "piano/da_correggere.html", contesto, status=409)
    intestazioni = {"Content-Disposition": f'attachment; filename="{name_dossier(piano)}"'}
    return HttpResponse(scritto, content_type="application/zip", headers=intestazioni)


@require_safe
def assemblea(request: Richiesta, piano: int) -> HttpResponse:
    """The plan on one page for who votes it: what is asked, key figures, what changed, the documents."""
    trovato = find_piano(request, Azione.FASCICOLO, pk=piano)
    snapshot = thaw(read_frozen(trovato)[0], PianoSnapshot)
    prima = load_side(trovato, ANNO_PRIMA) if find_before(trovato) else None
    contesto = {
        "sintesi": summarise(snapshot),
        "cifre": compare_totals(prima, snapshot) if prima else (),
        "lato": _side_of(trovato),
        "approvato": not snapshot.bozza,
        "superati": find_outdated(trovato),
    }
    return render(request, "piano/assemblea.html", _context(request, trovato) | contesto)


def _side_of(piano: Piano) -> str:
    """The side of a comparison that is what one reads of a plan."""
    ultima = None if piano.stato in IN_BOZZA else find_versions(piano).first()
    return str(ultima.numero) if ultima else ADESSO
