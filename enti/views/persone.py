"""Pages of the people: who takes part in an ambito or for an ente, and the end of an incarico."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.accesso import find_ambito, find_ente, find_incarico_altrui
from enti.incarichi import Richiesta
from enti.inviti import end, place_of
from enti.models import Incarico, Invito
from enti.models.utente import Ruolo
from enti.permessi import Azione
from enti.persone import list_of_ambito, list_of_ente
from enti.tavole.consegna import hand_over_recorded, is_asked
from enti.tavole.persone import people_table


@require_safe
def persone(request: Richiesta, ambito: str) -> HttpResponseBase:
    """All the people of an ambito and of its enti, for the capofila."""
    trovato, _ = find_ambito(request, ambito, Azione.INVITO)
    incarichi = Incarico.objects.visible_to(request.incarichi)
    inviti = Invito.objects.visible_to(request.incarichi)
    adesso = timezone.now()
    elenco = list_of_ambito(incarichi, inviti, trovato, adesso)
    if is_asked(request):
        tavola = people_table(elenco, f"Ambito {trovato.nome}", ambito)
        return hand_over_recorded(request, tavola, catena=trovato.catena, quando=adesso)
    return render(request, "enti/persone.html", {"ambito": trovato, "elenco": elenco})


@require_safe
def persone_ente(request: Richiesta, ente: str) -> HttpResponseBase:
    """The people of an ente, for who invites those who compile there."""
    trovato, incarico = find_ente(request, ente)
    capofila = incarico.ruolo == Ruolo.CAPOFILA
    incarichi = Incarico.objects.visible_to(request.incarichi)
    inviti = Invito.objects.visible_to(request.incarichi)
    adesso = timezone.now()
    elenco = list_of_ente(incarichi, inviti, trovato, adesso, solo_compilatori=not capofila)
    if is_asked(request):
        tavola = people_table(elenco, str(trovato), ente)
        return hand_over_recorded(request, tavola, catena=f"ente/{ente}", quando=adesso)
    return render(request, "enti/persone_ente.html", {"ente": trovato, "elenco": elenco, "capofila": capofila})


@require_http_methods(["GET", "POST"])
def incarico_fine(request: Richiesta, incarico: int) -> HttpResponse:
    """Asks to confirm, then ends an incarico with today."""
    trovato, di_chi = find_incarico_altrui(request, incarico)
    if request.method == "POST":
        end(trovato, by=di_chi, quando=timezone.now())
        messages.success(request, f"L’incarico di {trovato.utente} finisce con oggi.")
        if di_chi.ambito:
            return redirect("enti:persone", ambito=di_chi.ambito.slug)
        return redirect("enti:persone_ente", ente=trovato.ente_id)
    contesto = {
        "incarico": trovato,
        "presso": place_of(trovato),
        "ambito_persone": di_chi.ambito,
        "se_stesso": trovato.utente_id == request.user.pk,
    }
    return render(request, "enti/incarico_fine.html", contesto)
