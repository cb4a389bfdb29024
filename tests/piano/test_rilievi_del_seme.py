"""What the rules say of the real plan, before and after the officers' answers: no more and no fewer.

The expected findings are in tests/attesi/rilievi-oglio-ovest.json, to be read as a table: rule, ente, weight, sentence.
After a change that is meant: ``AGGIORNA_ATTESI=1 make test ARGS="-k seme"`` writes them again, to be read in the diff.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from patrimonio.models import Finestra, Scheda
from piano.models import Piano
from piano.rilievi import build_plan_control
from piano.snapshot import build_snapshot
from raccolta.motivazioni import explain
from raccolta.rilievi import build_controlli
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, create_incarico

ATTESI = Path(__file__).parents[1] / "attesi" / "rilievi-oglio-ovest.json"
ADESSO = datetime(2026, 2, 20, 10, tzinfo=UTC)


def esito(piano: Piano) -> list[list[str]]:
    """Every finding that still counts: rule, ente, weight, sentence; what is motivated is out."""
    ricognizione = piano.ricognizione
    schede = list(Scheda.objects.for_system().filter(ricognizione=ricognizione))
    controlli = build_controlli(schede)
    trovati = [
        (r.segnalazione, scheda.ente_id or "ambito")
        for scheda in schede
        for r in controlli[scheda.pk].rilievi
        if r.motivazione is None
    ]
    sul_piano = build_plan_control(ricognizione, build_snapshot(piano)).rilievi
    trovati += [(r.segnalazione, "piano") for r in sul_piano if r.motivazione is None]
    return sorted([s.regola, ente, s.gravita.value, s.perche] for s, ente in trovati)


def answer(piano: Piano) -> None:
    """Chiari and Coccaglio lower a source and say why, Rovato confirms the carry-over, the ALER explains ASS-01."""
    schede = {s.ente_id: s for s in Scheda.objects.for_system().filter(ricognizione=piano.ricognizione)}
    lowered = "Gli altri alloggi aspettano lavori che non finiscono nell’anno."
    righe = {
        "chiari": {"ponte/stato_di_fatto/unita": 3, "ponte/stato_di_fatto/motivo": lowered},
        "coccaglio": {"ponte/stato_di_fatto/unita": 1, "ponte/stato_di_fatto/motivo": lowered},
        "rovato": {"ponte/riporto/unita": 2},
    }
    for ente, celle in righe.items():
        update(schede[ente], celle, by=SISTEMA, origine=DIGITATA)
    aler = next(s for ente, s in schede.items() if ente and ente.startswith("aler"))
    [rilievo] = [r for r in build_controlli([aler])[aler.pk].rilievi if r.segnalazione.si_motiva]
    chi = create_incarico("elena", "compilatore", ente=aler.ente)
    explain(
        aler,
        regola=rilievo.segnalazione.regola,
        impronta=rilievo.segnalazione.impronta,
        testo="Una unità si è liberata mentre l’avviso era aperto.",
        by=chi,
        quando=ADESSO,
    )


@pytest.mark.django_db
def test_l_esito_sul_seme_prima_e_dopo_le_risposte(solo_oglio_ovest):
    piano = Piano.objects.for_system().select_related("ricognizione__ambito").get(ricognizione__anno=2026)
    Finestra.objects.create(
        ricognizione=piano.ricognizione,
        dal=datetime(2026, 2, 19, 23, tzinfo=UTC),
        al=datetime(2026, 12, 31, tzinfo=UTC),
    )
    prima = esito(piano)
    answer(piano)
    trovati = {"prima": prima, "dopo": esito(piano)}
    if os.environ.get("AGGIORNA_ATTESI"):
        ATTESI.write_text(json.dumps(trovati, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert trovati == json.loads(ATTESI.read_text(encoding="utf-8"))
