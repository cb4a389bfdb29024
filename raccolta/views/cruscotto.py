"""The board of a survey."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.permessi import Azione
from enti.tavole.consegna import hand_over_recorded, is_asked
from raccolta.accesso import find_ricognizione
from raccolta.conduzione.cruscotto import FILTRI, build_cruscotto
from raccolta.conduzione.mostrate import show
from raccolta.tavole.cruscotto import board_table


@require_safe
def cruscotto(request: Richiesta, ambito: str, anno: int) -> HttpResponseBase:
    """Where every ente is, what is missing, who is to be reminded."""
    ricognizione, _ = find_ricognizione(request, ambito, anno, Azione.CRUSCOTTO)
    adesso = timezone.now()
    tavola = build_cruscotto(ricognizione, adesso)
    scelto = request.GET.get("mostra", "")
    filtro = scelto if scelto in FILTRI else "tutte"
    if is_asked(request):
        scaricata = board_table(ricognizione, tavola.only(filtro))
        return hand_over_recorded(request, scaricata, catena=ricognizione.catena, quando=adesso)
    filtri = [(codice, nome, len(tavola.only(codice))) for codice, (nome, _) in FILTRI.items()]
    contesto = {"ricognizione": ricognizione, "ambito": ricognizione.ambito, "tavola": tavola}
    contesto |= {"righe": (righe := tavola.only(filtro)), "filtro": filtro, "filtri": filtri}
    contesto |= {
        "mostrate": [show(riga, ricognizione) for riga in righe],
        "da_sollecitare": tavola.only("da-sollecitare"),
    }
    return render(request, "raccolta/cruscotto.html", contesto)
