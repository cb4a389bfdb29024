"""The bridge: it closes once its lines are given, and proposes the carry-over that explains what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from assegnazioni.valori import RigaPonteCongelata
from lessico.voce import StatoVoce
from raccolta.ponte import ALTRI_USI, RETTIFICA, RIPORTO, build_bridge
from raccolta.valori import SchedaCongelata
from tests.controlli.casi import con, con_fonti, con_ponte, con_voce, disponibili, esiti

FONTI = ("stato_di_fatto", "edilizia", "liberazioni", "conferite")
PARTI = ("stato_di_fatto", "nuova_edificazione", "ristrutturazione", "libere", "avvicendamento", "conferite")
PERCHE = "aspettano lavori dell’anno dopo"

unita = st.integers(0, 60_000)


@st.composite
def owners(draw: st.DrawFn) -> SchedaCongelata:
    """What an owner declares: sources whole or by parts, units available, the notices, and some lines with a reason."""
    codici = draw(st.sampled_from([FONTI, PARTI]))
    fonti = draw(st.dictionaries(st.sampled_from(codici), unita))
    esame = con(disponibili(draw(unita)), esiti=(esiti(draw(unita), draw(unita)),))
    righe = draw(st.dictionaries(st.sampled_from((*fonti, ALTRI_USI)), st.tuples(unita, st.just(PERCHE))))
    return con_ponte(con_fonti(esame, **fonti), **righe).scheda


def with_line(scheda: SchedaCongelata, codice: str, quante: int, motivo: str = PERCHE) -> SchedaCongelata:
    """The same with one more line."""
    return replace(scheda, ponte=(*scheda.ponte, RigaPonteCongelata(codice, quante, motivo)))


@given(owners())
def test_con_una_rettifica_pari_alla_differenza_il_ponte_si_chiude(scheda):
    ponte = build_bridge(with_line(scheda, RETTIFICA, build_bridge(scheda).da_spiegare))
    assert ponte.da_spiegare == 0
    assert ponte.somma == ponte.disponibili
    assert ponte.chiuso


@given(owners(), st.integers(-60_000, 60_000))
def test_con_una_rettifica_diversa_resta_aperto(scheda, quante):
    manca = build_bridge(scheda).da_spiegare
    ponte = build_bridge(with_line(scheda, RETTIFICA, quante))
    assert ponte.da_spiegare == manca - quante
    assert ponte.chiuso is (quante == manca)


@given(owners())
def test_senza_motivo_una_rettifica_non_chiude(scheda):
    manca = build_bridge(scheda).da_spiegare
    assert build_bridge(with_line(scheda, RETTIFICA, manca, "")).chiuso is (manca == 0)


@given(owners())
def test_il_riporto_proposto_e_il_residuo_fin_dove_serve(scheda):
    ponte = build_bridge(scheda)
    altre = sum(riga.contano for riga in ponte.righe if riga.codice != RIPORTO)
    assert ponte.riporto_proposto == max(0, min(ponte.residuo_avvisi, (ponte.disponibili or 0) - altre))
    assert ponte.residuo_avvisi == max(0, (scheda.outcome("offerte") or 0) - (scheda.outcome("assegnate") or 0))


@given(owners())
def test_confermato_il_riporto_non_si_propone_piu_e_avvicina_alla_chiusura(scheda):
    prima = build_bridge(scheda)
    dopo = build_bridge(with_line(scheda, RIPORTO, prima.riporto_proposto, ""))
    assert dopo.riporto_proposto == 0
    assert dopo.da_spiegare == prima.da_spiegare - prima.riporto_proposto
    assert not any(riga.lacks_reason for riga in dopo.righe), "un riporto si spiega da sé"


@given(owners(), st.randoms(use_true_random=False))
def test_l_ordine_delle_righe_non_conta(scheda, caso):
    def shuffled(righe):
        return tuple(caso.sample(righe, len(righe)))

    mescolata = replace(
        scheda, ponte=shuffled(scheda.ponte), disponibilita=shuffled(scheda.disponibilita), voci=shuffled(scheda.voci)
    )
    assert build_bridge(mescolata) == build_bridge(scheda)


@given(owners())
def test_una_fonte_senza_righe_conta_per_intero(scheda):
    ponte = build_bridge(replace(scheda, ponte=()))
    assert ponte.somma == ponte.fonti == sum(riga.unita or 0 for riga in scheda.disponibilita)


@pytest.mark.parametrize("stato", [StatoVoce.DA_COMPILARE, StatoVoce.NON_APPLICABILE])
def test_finche_le_disponibili_non_sono_dichiarate_non_c_e_nulla_da_spiegare(stato):
    ponte = build_bridge(con_voce("assegnabili", stato, con(assegnabili=())).scheda)
    assert (ponte.disponibili, ponte.da_spiegare, ponte.riporto_proposto) == (None, 0, 0)


def test_nessuna_disponibile_e_zero_e_si_spiega():
    ponte = build_bridge(con_voce("assegnabili", StatoVoce.NESSUNA, con(assegnabili=())).scheda)
    assert (ponte.disponibili, ponte.da_spiegare) == (0, -5)


def test_contano_le_unita_di_ogni_tipo():
    ponte = build_bridge(con_fonti(disponibili(3, tipo="sas"), tipo="sas", libere=3).scheda)
    assert (ponte.fonti, ponte.disponibili, ponte.chiuso) == (3, 3, True)


def test_una_riga_che_non_riguarda_nulla_non_conta_e_si_dice():
    ponte = build_bridge(con_ponte(cantina=4, libere=1, liberazioni=5).scheda)
    assert [riga.riga for riga in ponte.senza_fonte] == ["cantina", "libere"], "la fonte è dichiarata intera"
    assert ponte.somma == 5


@pytest.mark.parametrize(
    ("fonti", "e", "residuo", "manca", "proposto"),
    [(11, 5, 0, -6, 0), (20, 1, 0, -19, 0), (0, 2, 2, 2, 2), (2, 2, 1, 0, 0), (16, 16, 0, 0, 0)],
    ids=["Chiari", "Coccaglio", "Rovato", "Cazzago", "ALER"],
)
def test_i_numeri_del_piano_vero(fonti, e, residuo, manca, proposto):
    ponte = build_bridge(con_fonti(con(disponibili(e), esiti=(esiti(residuo, 0),)), liberazioni=fonti).scheda)
    assert (ponte.da_spiegare, ponte.riporto_proposto) == (manca, proposto)
