"""The desk: what is owed, to whom, by when; what is awaited; what can be read."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.domande import DomandaDi
from enti.incarichi import Richiesta
from enti.isolamento import reached
from enti.models import Ambito
from patrimonio.models import Ricognizione, Scheda
from piano.lettura import cards
from piano.models import Piano
from piano.scrivania import build_scrivania, find_open, keep_last

_AMBITI: Final = DomandaDi(Ambito.objects.visible_to)
_RICOGNIZIONI: Final = DomandaDi(
    lambda chi: Ricognizione.objects.visible_to(chi).select_related("ambito").order_by("-anno")
)
_SCHEDE: Final = DomandaDi(
    lambda chi, ricognizioni: (
        Scheda.objects.visible_to(chi)
        .filter(ricognizione__in=ricognizioni)
        .select_related("ente", "ricognizione__ambito")
    )
)
_PIANI: Final = DomandaDi(
    lambda chi: Piano.objects.visible_to(chi).filter(reached(Piano, chi)).select_related("ricognizione__ambito")
)


@require_safe
def scrivania(request: Richiesta) -> HttpResponse:
    """Over all one's incarichi, in queries that do not grow with the ambiti or with their enti."""
    chi = request.incarichi
    ricognizioni = keep_last(_RICOGNIZIONI.ask(chi))
    aperte = find_open(ricognizioni)
    schede = _SCHEDE.ask(chi, [ricognizione.pk for ricognizione in aperte])
    contesto = {
        "scrivania": build_scrivania(
            chi, request.user.pk, _AMBITI.ask(chi), ricognizioni, aperte, schede, timezone.now()
        ),
        "piani": cards(_PIANI.ask(chi)),
    }
    return render(request, "piano/scrivania.html", contesto)
