"""The bridge: it closes once its lines are given, and proposes the carry-over that explains what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico.voce import StatoVoce
from raccolta.ponte import ALTRI_USI, RETTIFICA, RIPORTO, build_bridge
from raccolta.valori import SchedaCongelata
from tests.controlli.casi import con, con_fonti, con_ponte, con_voce, disponibili, esiti

FONTI = ("stato_di_fatto", "edilizia", "liberazioni", "conferite")
PARTI = ("stato_di_fatto", "nuova_edificazione", "ristrutturazione", "libere", "avvicendamento", "conferite")
PERCHE = "aspettano lavori dell’anno dopo"

unita = st.integers(0, 60_000)


@st.composite
def owners(draw: st.DrawFn, riporto: bool = True) -> SchedaCongelata:
    """What an owner declares: sources whole or by parts, units available, the notices, and some lines."""
    codici = draw(st.sampled_from([FONTI, PARTI]))
    fonti = draw(st.dictionaries(st.sampled_from(codici), unita))
    offerte, assegnate = draw(unita), draw(unita)
    aggiunte = (RIPORTO, ALTRI_USI) if riporto else (ALTRI_USI,)
    righe = draw(st.dictionaries(st.sampled_from((*fonti, *aggiunte)), st.tuples(unita, st.just(PERCHE))))
    esame = con(disponibili(draw(unita)), esiti=(esiti(offerte, assegnate),))
    return con_ponte(con_fonti(esame, **fonti), **righe).scheda


def add(scheda: SchedaCongelata, codice: str, quante: int) -> SchedaCongelata:
    """The same with one more line."""
    righe = {riga.riga: (riga.unita or 0, riga.motivo) for riga in scheda.ponte}
    return con_ponte(con(**{"ponte": ()}), **{**righe, codice: (quante, PERCHE)}).scheda.ponte


def with_line(scheda: SchedaCongelata, codice: str, quante: int) -> SchedaCongelata:
    from msgspec.structs import replace

    return replace(scheda, ponte=add(scheda, codice, quante))
