"""The desk: what is owed, to whom, by when; what is awaited; what can be read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.isolamento import reached
from enti.models import Ambito
from patrimonio.models import Ricognizione, Scheda
from piano.lettura import cards
from piano.models import Piano
from piano.scrivania import build_scrivania, find_surveys


@require_safe
def scrivania(request: Richiesta) -> HttpResponse:
    """Over all one's incarichi, in queries that do not grow with the ambiti or with their enti."""
    chi = request.incarichi
    ambiti = Ambito.objects.visible_to(chi)
    ricognizioni = find_surveys(Ricognizione.objects.visible_to(chi))
    schede = Scheda.objects.visible_to(chi).filter(ricognizione__in=ricognizioni)
    contesto = {
        "scrivania": build_scrivania(chi, request.user.pk, ambiti, ricognizioni, schede, timezone.now()),
        "piani": cards(Piano.objects.visible_to(chi).filter(reached(Piano, chi))),
    }
    return render(request, "piano/scrivania.html", contesto)
