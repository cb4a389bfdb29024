"""Quotas with their arithmetic: exact, rounded as the norm says, never more than their base."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assegnazioni.valori import AssegnabileCongelata
from lessico.regime import Arrotondamento, Limite, round_units
from lessico.voce import StatoVoce
from raccolta.quote import INDIGENZA, SOGLIA, base_at, compute, find_quotas, percentages, reserved_units
from tests.controlli.casi import (
    ALER,
    ALTRO_COMUNE,
    COMUNE,
    REGOLARE,
    UNIONE,
    con,
    con_riserve,
    con_voce,
    disponibili,
    riserva,
)
from tests.controlli.esempi import REGIME_2018, REGIME_2024, REGIME_2026

C_BIS = "riserva_categorie"
percentuali = st.decimals(0, 100, places=2)
unita = st.integers(0, 60_000)


def ceiling(arrotondamento: Arrotondamento) -> Limite:
    return Limite("prova", Decimal(20), "percento", "unità", arrotondamento, "")


def law(codice: str) -> Limite:
    trovato = REGIME_2026.limite(codice)
    assert trovato is not None
    return trovato


@given(percentuali, unita, st.sampled_from(Arrotondamento))
def test_una_quota_non_supera_mai_la_sua_base(percentuale, base, arrotondamento):
    quota = compute(C_BIS, percentuale, base, ceiling(arrotondamento))
    assert 0 <= quota.esatta <= base
    assert quota.unita is None or 0 <= quota.unita <= base


@given(percentuali, unita, st.sampled_from(Arrotondamento))
def test_il_conto_e_esatto(percentuale, base, arrotondamento):
    quota, vera = compute(C_BIS, percentuale, base, ceiling(arrotondamento)), Fraction(percentuale) * base / 100
    assert Fraction(quota.esatta) == vera
    assert (
        quota.unita
        == {
            Arrotondamento.PER_ECCESSO: ceil(vera),
            Arrotondamento.MEZZO_PER_ECCESSO: floor(vera + Fraction(1, 2)),
            Arrotondamento.NON_INDICATO: int(vera) if vera.denominator == 1 else None,
        }[arrotondamento]
    )


@pytest.mark.parametrize(
    ("esatta", "arrotondamento", "attese"),
    [
        ("0", Arrotondamento.PER_ECCESSO, 0),
        ("0.01", Arrotondamento.PER_ECCESSO, 1),
        ("4.2", Arrotondamento.PER_ECCESSO, 5),
        ("0.49", Arrotondamento.MEZZO_PER_ECCESSO, 0),
        ("0.5", Arrotondamento.MEZZO_PER_ECCESSO, 1),
        ("2.5", Arrotondamento.MEZZO_PER_ECCESSO, 3),
        ("2.00", Arrotondamento.NON_INDICATO, 2),
        ("2.01", Arrotondamento.NON_INDICATO, None),
    ],
)
def test_arrotondare(esatta, arrotondamento, attese):
    assert round_units(Decimal(esatta), arrotondamento) == attese


@pytest.mark.parametrize(
    ("codice", "percentuale", "base", "conto"),
    [
        (C_BIS, "20", 5, "20% di 5 = 1,0 → 1"),
        (C_BIS, "20", 7, "20% di 7 = 1,4 → 1, dal mezzo in su, per eccesso"),
        (C_BIS, "20", 8, "20% di 8 = 1,6 → 2, dal mezzo in su, per eccesso"),
        (C_BIS, "50", 1, "50% di 1 = 0,5 → 1, dal mezzo in su, per eccesso"),
        (INDIGENZA, "20", 21, "20% di 21 = 4,2 → 5, per eccesso"),
        (INDIGENZA, "20", 20, "20% di 20 = 4,0 → 4"),
        (INDIGENZA, "20", 6_000, "20% di 6.000 = 1.200,0 → 1.200"),
        (INDIGENZA, "33.33", 6_001, "33,33% di 6.001 = 2.000,1333 → 2.001, per eccesso"),
        ("forze_ordine", "20", 6, "20% di 6 = 1,2: la norma non dice come arrotondare"),
    ],
)
def test_il_conto_si_legge(codice, percentuale, base, conto):
    assert compute(codice, Decimal(percentuale), base, law(codice)).conto == conto


def summary(esame, regime=REGIME_2026):
    return [(quota.voce, quota.luogo, quota.base, quota.unita) for quota in find_quotas(esame, regime)]


def test_un_comune_ha_la_quota_ordinaria_e_le_sue_riserve():
    esame = con_riserve(riserva(C_BIS, "20", categoria="anziani"))
    assert summary(esame) == [(INDIGENZA, COMUNE, 5, 1), (C_BIS, COMUNE, 5, 1)]


def test_un_comune_puo_alzare_la_sua_quota():
    assert summary(con_riserve(riserva(SOGLIA, "50"))) == [(SOGLIA, COMUNE, 5, 3)]
    assert summary(con_riserve(riserva(SOGLIA, "50", ubicazione=None))) == [(SOGLIA, COMUNE, 5, 3)]


def test_chi_la_alza_in_un_comune_solo_la_alza_li():
    esame = con_riserve(riserva(SOGLIA, "50"), esame=disponibili(5, 5, esame=UNIONE))
    assert summary(esame) == [(SOGLIA, COMUNE, 5, 3), (INDIGENZA, ALTRO_COMUNE, 5, 1)]


def test_per_l_aler_si_arrotonda_in_ciascun_comune():
    assert summary(disponibili(1, 1, esame=ALER)) == [(INDIGENZA, COMUNE, 1, 1), (INDIGENZA, ALTRO_COMUNE, 1, 1)]


def test_senza_sapere_dove_non_si_calcola():
    assert summary(con(ALER, assegnabili=(AssegnabileCongelata(None, "sap", 5),))) == []
    assert summary(con(assegnabili=(AssegnabileCongelata(None, "sap", 5),))) == [(INDIGENZA, COMUNE, 5, 1)]


def test_il_regime_dice_quali_quote_ci_sono():
    esame = con_riserve(riserva(C_BIS, "20"), riserva("forze_ordine", "10"), esame=disponibili(10))
    assert [voce for voce, *_ in summary(esame, REGIME_2026)] == [INDIGENZA, C_BIS, "forze_ordine"]
    assert [voce for voce, *_ in summary(esame, REGIME_2024)] == [INDIGENZA, "forze_ordine"]
    assert [voce for voce, *_ in summary(esame, REGIME_2018)] == [INDIGENZA]


def test_piu_riserve_si_sommano_e_una_riserva_divisa_no():
    sommate = con_riserve(riserva(C_BIS, "5", categoria="anziani"), riserva(C_BIS, "10", categoria="disabilita"))
    assert percentages(sommate.scheda, C_BIS) == {COMUNE: Decimal(15)}
    parti = [riserva(C_BIS, "20", categoria=c, ripartizione=Decimal(50)) for c in ("anziani", "disabilita")]
    assert percentages(con_riserve(*parti).scheda, C_BIS) == {COMUNE: Decimal(20)}


def test_la_base_e_quella_del_luogo_dove_si_sa():
    due = disponibili(5, 3, esame=ALER).scheda
    assert (base_at(due, COMUNE), base_at(due, ALTRO_COMUNE), base_at(due, None)) == (5, 3, 8)
    assert base_at(due, "017999") == 8
    assert base_at(con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(assegnabili=())).scheda, None) is None


@pytest.mark.parametrize(
    ("riserve", "tutte"),
    [
        ((), 1),
        ((riserva(C_BIS, "20"),), 2),
        ((riserva(C_BIS, "20", 4),), 5),
        ((riserva(C_BIS, None, 2), riserva("transitori", None, 1)), 4),
        ((riserva(SOGLIA, "60"),), 3),
        ((riserva(SOGLIA, "60", 2),), 2),
    ],
)
def test_le_riservate_come_dichiarate_o_come_il_conto(riserve, tutte):
    assert reserved_units(con_riserve(*riserve, esame=REGOLARE), REGIME_2026) == tutte
