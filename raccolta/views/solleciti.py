"""Reminders: whom to write to, the letters as they will be sent, what was sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.incarichi import Richiesta
from enti.permessi import Azione
from patrimonio.models import Ricognizione
from raccolta.accesso import find_ricognizione
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.conduzione.solleciti import Dovuta, prepare, send_reminders, write_outcome
from raccolta.models import Sollecito

RECENTI = 40
"""How many of the reminders that were sent the page shows, unless all are asked for."""


@require_safe
def solleciti(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Who owes something, to be chosen; what was sent, with its text."""
    ricognizione, _ = find_ricognizione(request, ambito, anno, Azione.CRUSCOTTO)
    tavola = build_cruscotto(ricognizione, timezone.now())
    mandati = Sollecito.objects.visible_to(request.incarichi).filter(scheda__ricognizione=ricognizione)
    mostrati = mandati.select_related("scheda__ente").order_by("-quando", "-pk")
    contesto = {
        "ricognizione": ricognizione,
        "ambito": ricognizione.ambito,
        "tavola": tavola,
        "righe": [riga for riga in tavola.only("da-sollecitare") if riga.destinatari],
        "senza_nessuno": [riga for riga in tavola.righe if riga.senza_nessuno],
        "sollecitabili": [riga.scheda for riga in tavola.righe if riga.sollecitabile],
        "quanti": mandati.count(),
        "mandati": mostrati if "tutti" in request.GET else mostrati[:RECENTI],
    }
    return render(request, "raccolta/solleciti.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def sollecito_send(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """The letters as they will be sent (GET); their sending (POST)."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.CRUSCOTTO)
    dovute = _chosen(request, ricognizione)
    if not dovute:
        messages.warning(request, "Nessun sollecito da mandare: va scelto almeno un ente tra quelli in elenco.")
        return redirect("raccolta:solleciti", ambito, anno)
    if request.method != "POST":
        contesto = {"ricognizione": ricognizione, "ambito": ricognizione.ambito, "dovute": dovute}
        return render(request, "raccolta/solleciti_invio.html", contesto)
    invii = send_reminders(dovute, by=incarico, quando=timezone.now())
    for livello, frase in write_outcome(invii, len(dovute)):
        messages.add_message(request, getattr(messages, livello), frase)
    return redirect("raccolta:solleciti", ambito, anno)


def _chosen(request: Richiesta, ricognizione: Ricognizione) -> tuple[Dovuta, ...]:
    """The letters of the rows that were chosen and can be reminded now."""
    scelte = set((request.POST if request.method == "POST" else request.GET).getlist("scheda"))
    sito = request.build_absolute_uri("/").rstrip("/")
    righe = build_cruscotto(ricognizione, timezone.now()).righe
    return tuple(prepare(r, ricognizione, sito) for r in righe if r.sollecitabile and str(r.scheda) in scelte)
