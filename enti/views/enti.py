"""Pages of the members of an ambito: the list, whom to ask, the ente of one clerk only."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.accesso import find_ambito
from enti.forms.enti import MotivoForm, UfficioForm
from enti.incarichi import Richiesta
from enti.membri import find_capofila, find_member, list_members, mark_unico_addetto, update_office
from enti.permessi import Azione
from enti.tavole.consegna import hand_over_recorded, is_asked
from enti.tavole.persone import members_table
from lessico import italiano


@require_http_methods(["GET", "POST"])
def enti(request: Richiesta, ambito: str) -> HttpResponseBase:
    """The members with their dates, the capofila, and the form of whom to ask."""
    trovato, incarico = find_ambito(request, ambito, Azione.INVITO)
    ufficio = {"ufficio": trovato.ufficio, "telefono": trovato.telefono, "email": trovato.email}
    form = UfficioForm(request.POST or None, initial=ufficio)
    if form.is_valid():
        update_office(trovato, **form.cleaned_data, by=incarico, quando=timezone.now())
        messages.success(request, "A chi rivolgersi: salvato. Si legge su ogni pagina dell’ambito.")
        return redirect("enti:enti", ambito=ambito)
    capofila = find_capofila(trovato, timezone.localdate())
    membri = list_members(trovato, capofila)
    if is_asked(request):
        tavola = members_table(membri, trovato.nome, ambito)
        return hand_over_recorded(request, tavola, catena=trovato.catena, quando=timezone.now())
    contesto = {
        "ambito": trovato,
        "form": form,
        "membri": membri,
        "capofila": capofila,
        "capofila_dal": italiano.giorno("dal", capofila.data) if capofila else "",
    }
    return render(request, "enti/enti.html", contesto, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def unico_addetto(request: Richiesta, ambito: str, ente: str) -> HttpResponse:
    """Marks an ente of one clerk only, or takes the mark away, with the reason."""
    trovato, incarico = find_ambito(request, ambito, Azione.INVITO)
    membro = find_member(trovato, ente, timezone.localdate())
    if membro is None:
        raise Http404
    form = MotivoForm(request.POST or None)
    unico = not membro.unico_addetto
    if form.is_valid():
        motivo = form.cleaned_data["motivo"]
        mark_unico_addetto(membro, unico=unico, motivo=motivo, ambito=trovato, by=incarico, quando=timezone.now())
        messages.success(request, f"{membro}: {'segnato' if unico else 'non più segnato'} come unico addetto.")
        return redirect("enti:enti", ambito=ambito)
    contesto = {"ambito": trovato, "ente": membro, "unico": unico, "form": form}
    return render(request, "enti/unico_addetto.html", contesto, status=422 if form.errors else 200)
