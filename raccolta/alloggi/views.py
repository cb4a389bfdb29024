"""The pages of the register of dwellings: the list, one dwelling, adding, changing and taking away by hand."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from enti.tavole.consegna import hand_over_recorded, is_asked
from lessico.flusso import AttoNonConsentito
from lessico.origine import Origine, TipoOrigine
from patrimonio.alloggi.conti import load_counts
from patrimonio.alloggi.elenco import count_units, find_units, read_page
from patrimonio.alloggi.servizi import add_unit, change_unit, remove_unit
from patrimonio.models import UnitaAbitativa
from raccolta.alloggi.accesso import Registro, find_keeper, find_register, find_unit, require_keeper
from raccolta.alloggi.forms import AlloggioForm, FiltriForm, RimozioneForm, initial_of
from raccolta.alloggi.lettura import describe_unit, read_story, tell_changed, write_origin
from raccolta.alloggi.prospetto import build_prospetto
from raccolta.alloggi.scelte import load_labels, places_of
from raccolta.tavole.alloggi import units_table

A_MANO: Final = Origine(TipoOrigine.DIGITATA)
_CIFRE: Final = 6
"""A longer number is of no page."""


@require_safe
def unita(request: Richiesta) -> HttpResponseBase:
    """The dwellings of an ente, or of an ambito: filters, numbers by state, a page of them."""
    registro, tutti = find_register(request, request.GET.get("di", ""))
    contati = load_counts(registro.campo.enti)
    gruppi, campo = registro.campo.restrict(contati), registro.campo.narrow(contati)
    nomi = load_labels(registro, {g.comune for g in gruppi}, {g.gestore or "" for g in gruppi})
    form = FiltriForm(request.GET, registri=tutti, gruppi=gruppi, nomi=nomi)
    filtri = form.wanted()
    if is_asked(request):
        return _take_away(request, registro, find_units(campo, filtri), nomi)
    cercati = count_units(campo, filtri, gruppi)
    pagina = read_page(campo, filtri, _number(request), cercati.totale)
    contesto = {"registro": registro, "form": form, "pagina": pagina, "nomi": nomi}
    contesto |= {"tenuti": sum(gruppo.unita for gruppo in gruppi), "prospetto": build_prospetto(cercati)}
    return render(request, "raccolta/alloggi/unita.html", contesto)


def _number(request: Richiesta) -> int:
    scritto = request.GET.get("pagina", "")
    return int(scritto) if scritto.isascii() and scritto.isdecimal() and len(scritto) <= _CIFRE else 1


def _take_away(
    request: Richiesta, registro: Registro, righe: QuerySet[UnitaAbitativa], nomi: Mapping[str, str]
) -> HttpResponseBase:
    """All that is looked for, as a file; the chain of the registro is the ente's, or the ambito's."""
    tavola = units_table(registro.titolo, registro.chiave, righe, nomi)
    catena = f"ente/{registro.ente.pk}" if registro.ente else registro.ambito.catena if registro.ambito else "alloggi"
    return hand_over_recorded(request, tavola, catena=catena, quando=timezone.now())


@require_safe
def unita_detail(request: Richiesta, unita: int) -> HttpResponse:
    """One dwelling: all that is known of it, where it comes from, what changed."""
    trovata = find_unit(request, unita)
    contesto = {
        "unita": trovata,
        "valori": describe_unit(trovata),
        "provenienza": write_origin(trovata.origine, trovata.dettaglio),
        "storia": read_story(trovata),
        "scrive": find_keeper(request, trovata.ente),
        "di": trovata.ente_id if trovata.ente_id in request.incarichi.enti else "",
    }
    return render(request, "raccolta/alloggi/unita_detail.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def unita_create(request: Richiesta) -> HttpResponse:
    """A dwelling more, by hand."""
    registro, _ = find_register(request, request.GET.get("di", ""))
    if registro.ente is None:
        raise AttoNonConsentito("Un alloggio si aggiunge al registro di un ente, che ne è proprietario.")
    ente, inviati = registro.ente, request.POST if request.method == "POST" else None
    by = require_keeper(request, ente)
    form = AlloggioForm(inviati, initial={"comune": ente.comune_id}, posti=places_of(ente, request.incarichi.al))
    if form.is_valid():
        with form.told():
            nuova = add_unit(ente, form.values(), by=by, quando=timezone.now(), origine=A_MANO)
            messages.success(request, f"{nuova}: aggiunto al registro.")
            return redirect("raccolta:unita_detail", nuova.pk)
    contesto = {"form": form, "ente": ente, "indietro": f"{reverse('raccolta:unita')}?di={ente.pk}"}
    return render(request, "raccolta/alloggi/unita_form.html", contesto, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def unita_change(request: Richiesta, unita: int) -> HttpResponse:
    """What is known of a dwelling, corrected by hand."""
    trovata = find_unit(request, unita)
    by, ente = require_keeper(request, trovata.ente), trovata.ente
    inviati = request.POST if request.method == "POST" else None
    posti = places_of(ente, request.incarichi.al, trovata)
    form = AlloggioForm(inviati, initial=initial_of(trovata), posti=posti)
    if form.is_valid():
        with form.told():
            adesso, letta = timezone.now(), form.seen()
            cambi = change_unit(trovata, form.values(), letta=letta, by=by, quando=adesso, origine=A_MANO)
            messages.success(request, tell_changed(cambi))
            return redirect("raccolta:unita_detail", unita)
    contesto = {"form": form, "ente": ente, "unita": trovata, "indietro": _page_of(unita)}
    return render(request, "raccolta/alloggi/unita_form.html", contesto, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def unita_remove(request: Richiesta, unita: int) -> HttpResponse:
    """Asks to confirm, then takes a dwelling out of the register; its story stays."""
    trovata = find_unit(request, unita)
    by, form = require_keeper(request, trovata.ente), RimozioneForm(request.POST or None, initial=initial_of(trovata))
    if request.method == "POST" and form.is_valid():
        with form.told():
            remove_unit(trovata, letta=form.seen(), by=by, quando=timezone.now(), origine=A_MANO)
            messages.success(request, f"{trovata}: tolto dal registro.")
            return redirect(f"{reverse('raccolta:unita')}?di={trovata.ente_id}")
    contesto = {"form": form, "unita": trovata, "indietro": _page_of(unita)}
    return render(request, "raccolta/alloggi/unita_remove.html", contesto, status=form.status)


def _page_of(unita: int) -> str:
    return reverse("raccolta:unita_detail", args=[unita])
