"""Going on with a reason: without a certification or an opinion, or after the opinion was heard on other contenuti."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from piano.iter.flusso import Atto
from piano.iter.mossa import Mossa
from piano.iter.situazione import build_situazione
from piano.models import Deroga, OggettoDeroga, StatoPiano
from piano.rilievi import explain_plan
from piano.snapshot import build_snapshot
from raccolta.conduzione.finestre import DatoNonValido
from raccolta.motivazioni import MotivazioneNonValida

MANCANTE: Final[Mapping[Atto, OggettoDeroga]] = {
    Atto.PROPOSTA: OggettoDeroga.CERTIFICAZIONE,
    Atto.INVIO: OggettoDeroga.PARERE,
}
"""Act → without what one may take it, saying why."""


def excuse(atto: Atto, m: Mossa) -> str:
    """Keep the reason that the form of the act gives, if it does: it is printed in the plan."""
    motivo = m.dati.motivo.strip()
    if motivo and atto in MANCANTE:
        _derogate(MANCANTE[atto], m, motivo)
    elif motivo and atto is Atto.APPROVAZIONE:
        _explain(m, motivo)
    else:
        return ""
    return motivo


def _derogate(oggetto: OggettoDeroga, m: Mossa, motivo: str) -> None:
    for ente in _missing(oggetto, m):
        Deroga.objects.for_system().get_or_create(
            piano=m.piano,
            oggetto=oggetto,
            ente_id=ente or None,
            defaults={"motivo": motivo, "data": m.oggi, "da": str(m.by.utente)},
        )


def _missing(oggetto: str, m: Mossa) -> list[str]:
    if oggetto == OggettoDeroga.CERTIFICAZIONE:
        return [fonte.ente for fonte in build_snapshot(m.piano).busta.fonti if fonte.certificazione is None]
    return [parere.aler for parere in build_situazione(m.piano, m.quando).pareri if parere.mancano]


def _explain(m: Mossa, motivo: str) -> None:
    """Why the opinion is not asked again on what the Assembly changed (GOV-04)."""
    ricognizione, snapshot = m.piano.ricognizione, build_snapshot(m.piano)
    explain = partial(explain_plan, ricognizione, snapshot, testo=motivo, by=m.by, quando=m.quando)
    for rilievo in build_situazione(m.piano, m.quando).in_the_way(StatoPiano.ASSEMBLEA):
        if rilievo.si_motiva:
            try:
                explain(regola=rilievo.regola, impronta=rilievo.impronta)
            except MotivazioneNonValida as errore:
                raise DatoNonValido("motivo", str(errore)) from errore
