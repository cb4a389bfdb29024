"""From a request to the plan whose versions, dossier or summary one asks for: 404 for who may not see it."""

from typing import Any

from django.shortcuts import get_object_or_404

from enti.incarichi import Richiesta
from enti.permessi import Azione, require
from piano.models import Piano


def find_piano(request: Richiesta, azione: Azione, **quale: Any) -> Piano:
    """The plan, with its survey and its ambito; raises AttoNonConsentito for who sees it and may not do this."""
    piani = Piano.objects.visible_to(request.incarichi).select_related("ricognizione__ambito")
    piano = get_object_or_404(piani, **quale)
    require(request.incarichi, azione, ambito=piano.ricognizione.ambito_id)
    return piano


def find_of_year(request: Richiesta, azione: Azione, ambito: str, anno: int) -> Piano:
    """The plan of an ambito for a year."""
    return find_piano(request, azione, ricognizione__ambito__slug=ambito, ricognizione__anno=anno)
