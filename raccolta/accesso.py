"""From a request to the scheda, the survey or the ambito it is about: 404 for who may not see it."""

from datetime import MAXYEAR, datetime
from typing import Final

from django.http import Http404

from enti.domande import DomandaDi
from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.permessi import Azione, find_incarico, require
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Ricognizione, Scheda
from raccolta.situazione import Situazione, build_situazione

CHIAVE_MASSIMA: Final = 2**63 - 1
"""The largest number that is a key: no engine can be asked for another."""

_SCHEDE: Final = DomandaDi(
    lambda chi, pk: Scheda.objects.visible_to(chi).filter(pk=pk).select_related("ente__comune", "ricognizione__ambito")
)

_RICOGNIZIONI: Final = DomandaDi(
    lambda chi, ambito, anno: (
        Ricognizione.objects.visible_to(chi).filter(ambito__slug=ambito, anno=anno).select_related("ambito")
    )
)


def find_scheda(request: Richiesta, scheda: int) -> Scheda:
    """The scheda with its ente, its survey and its ambito."""
    trovate: list[Scheda] = _SCHEDE.ask(request.incarichi, scheda) if scheda <= CHIAVE_MASSIMA else []
    if not trovate:
        raise Http404
    return trovate[0]


def find_ricognizione(request: Richiesta, ambito: str, anno: int, azione: Azione) -> tuple[Ricognizione, Incarico]:
    """The survey of an ambito for who may do something to it; raises AttoNonConsentito for who only sees the ambito."""
    trovate: list[Ricognizione] = _RICOGNIZIONI.ask(request.incarichi, ambito, anno) if anno <= MAXYEAR else []
    if not trovate:
        raise Http404
    return trovate[0], require(request.incarichi, azione, ambito=trovate[0].ambito_id)


def find_writer(request: Richiesta, scheda: Scheda) -> Incarico | None:
    """The incarico by which one writes in a scheda: for its ente, as capofila in the scheda d'ambito, or d'ufficio."""
    ambito, ente = scheda.ricognizione.ambito_id, scheda.ente_id
    azioni = (Azione.COMPILAZIONE, Azione.UFFICIO) if ente else (Azione.COMPILAZIONE_AMBITO,)
    trovati = (find_incarico(request.incarichi, azione, ambito=ambito, ente=ente) for azione in azioni)
    return next((incarico for incarico in trovati if incarico), None)


def require_writer(request: Richiesta, scheda: Scheda) -> Incarico:
    """As ``find_writer``; raises AttoNonConsentito for who may only read."""
    if incarico := find_writer(request, scheda):
        return incarico
    raise AttoNonConsentito("Questa scheda la compila l’ente: con questo incarico si può solo leggere.")


def require_role(request: Richiesta, azione: Azione, scheda: Scheda) -> Incarico:
    """The incarico by which one does something to a scheda; raises AttoNonConsentito."""
    return require(request.incarichi, azione, ambito=scheda.ricognizione.ambito_id, ente=scheda.ente_id)


def look_at(request: Richiesta, scheda: Scheda, adesso: datetime) -> Situazione:
    """The situazione of a scheda for who is looking at it."""
    return build_situazione(scheda, adesso, request.user.pk)
