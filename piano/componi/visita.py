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
from piano.iter.cambiate import find_reason
from piano.models import Emendamento, Piano, Rettifica
from piano.rassegna import SENZA_PIANO, find_plan
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from raccolta.accesso import find_ricognizione


class Visita(Struct, frozen=True):
    """Read once, before anything is decided; ``chiuso`` says why nothing can be written.

    ``riapertura``: the changes voted, or the correction, for which the plan is open again, if it is.
    """

    ricognizione: Ricognizione
    incarico: Incarico
    piano: Piano
    snapshot: PianoSnapshot
    chiuso: str
    riapertura: Emendamento | Rettifica | None = None


def visit(request: Richiesta, ambito: str, anno: int) -> Visita:
    """404 where the ambito may not be seen; raises AttoNonConsentito for who does not compose its plan."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.COMPOSIZIONE)
    piano = find_plan(ricognizione)
    if piano is None:
        raise AttoNonConsentito(SENZA_PIANO)
    return Visita(ricognizione, incarico, piano, build_snapshot(piano), why_closed(piano), find_reason(piano))


def context_of(visita: Visita, codice: str = "") -> Mapping[str, object]:
    """What every page of the composer shows; ``codice``: the line that it is about."""
    ambito, schema = visita.ricognizione.ambito, visita.snapshot.contenuti.schema
    riaperto = visita.riapertura
    dichiarate = frozenset(riaperto.sezioni) if riaperto else frozenset()
    return {
        "ricognizione": visita.ricognizione,
        "ambito": ambito,
        "dimostrazione": ambito.dimostrazione,
        "chiuso": visita.chiuso,
        "riaperto": riaperto,
        "votate": isinstance(riaperto, Emendamento),
        "dichiarate": tuple(write_heading(riga, visita.snapshot) for riga in schema if riga.codice in dichiarate),
        "non_dichiarata": bool(codice and riaperto and codice not in dichiarate),
    }
