"""Visita: one look at a plan for who composes it: the plan as a value, and whether it can still be written."""

from collections.abc import Mapping

from msgspec import Struct

from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.permessi import Azione
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Ricognizione
from piano.componi.apertura import why_closed
from piano.componi.testi import write_heading
from piano.models import Piano, Rettifica
from piano.rassegna import SENZA_PIANO, find_plan
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from raccolta.accesso import find_ricognizione


class Visita(Struct, frozen=True):
    """Read once, before anything is decided; ``chiuso`` says why nothing can be written.

    ``rettifica``: the correction for which the plan is open again, if it is.
    """

    ricognizione: Ricognizione
    incarico: Incarico
    piano: Piano
    snapshot: PianoSnapshot
    chiuso: str
    rettifica: Rettifica | None = None


def visit(request: Richiesta, ambito: str, anno: int) -> Visita:
    """404 where the ambito may not be seen; raises AttoNonConsentito for who does not compose its plan."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.COMPOSIZIONE)
    piano = find_plan(ricognizione)
    if piano is None:
        raise AttoNonConsentito(SENZA_PIANO)
    rettifica = Rettifica.objects.for_system().filter(piano=piano, chiusa_il=None).first()
    return Visita(ricognizione, incarico, piano, build_snapshot(piano), why_closed(piano), rettifica)


def context_of(visita: Visita, codice: str = "") -> Mapping[str, object]:
    """What every page of the composer shows; ``codice``: the line that it is about."""
    ambito, schema = visita.ricognizione.ambito, visita.snapshot.contenuti.schema
    dichiarate = frozenset(visita.rettifica.sezioni) if visita.rettifica else frozenset()
    return {
        "ricognizione": visita.ricognizione,
        "ambito": ambito,
        "dimostrazione": ambito.dimostrazione,
        "chiuso": visita.chiuso,
        "rettifica": visita.rettifica,
        "dichiarate": tuple(write_heading(riga, visita.snapshot) for riga in schema if riga.codice in dichiarate),
        "fuori_rettifica": bool(codice and visita.rettifica and codice not in dichiarate),
    }
