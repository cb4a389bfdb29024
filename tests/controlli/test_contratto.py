"""Every rule of both registries, by construction: its examples, its three sentences, its norm, its missing values."""

import pytest
from msgspec.structs import replace

from lessico.regola import Mancanti
from piano.controlli import REGOLE as REGOLE_PIANO
from raccolta.controlli import REGOLE as REGOLE_SCHEDA
from raccolta.controlli.scheda import SchedaInEsame
from raccolta.valori import SchedaCongelata
from tests.controlli.casi import REGOLARE
from tests.controlli.esempi import REGIME_2026, gather_examples

ESEMPI = gather_examples()
REGOLE = {regola.codice: regola for regola in (*REGOLE_SCHEDA, *REGOLE_PIANO)}


def test_un_codice_e_di_una_regola_sola():
    assert len(REGOLE) == len(REGOLE_SCHEDA) + len(REGOLE_PIANO)


def test_ogni_regola_ha_i_suoi_esempi_e_ogni_esempio_la_sua_regola():
    assert REGOLE.keys() == ESEMPI.keys()
    assert all(esempi.regolari and esempi.irregolari for esempi in ESEMPI.values())


@pytest.mark.parametrize("codice", sorted(REGOLE))
def test_dove_tutto_e_regolare_non_dice_nulla(codice):
    for caso in ESEMPI[codice].regolari:
        assert REGOLE[codice].check(caso.valore, caso.regime) == []


@pytest.mark.parametrize("codice", sorted(REGOLE))
def test_dove_non_lo_e_dice_dove(codice):
    for caso in ESEMPI[codice].irregolari:
        rilievi = REGOLE[codice].check(caso.valore, caso.regime)
        assert tuple(rilievo.celle for rilievo in rilievi) == caso.celle
        assert rilievi, "un esempio irregolare dà almeno un rilievo"


@pytest.mark.parametrize("codice", sorted(REGOLE))
def test_ogni_rilievo_dice_perche_e_che_cosa_fare(codice):
    for caso in ESEMPI[codice].irregolari:
        for rilievo in REGOLE[codice].check(caso.valore, caso.regime):
            for frase in (rilievo.perche, rilievo.cosa_fare):
                assert frase[0].isupper() or not frase[0].isalpha(), frase
                assert frase.endswith((".", "»")), frase
                assert codice not in frase, "i codici non sono per chi legge"
            assert rilievo.celle


@pytest.mark.parametrize("codice", sorted(REGOLE))
def test_la_regola_si_spiega_in_una_frase_e_cita_la_norma(codice):
    regola = REGOLE[codice]
    assert regola.frase.endswith(".")
    assert len(regola.frase) > 20
    assert str(regola.norma)


@pytest.mark.parametrize(
    "codice", sorted(regola.codice for regola in REGOLE_SCHEDA if regola.mancanti is not Mancanti.SEMPRE)
)
def test_dove_non_c_e_nulla_una_regola_sui_valori_tace(codice):
    vuota = replace(REGOLARE, scheda=SchedaCongelata(ente="alfa"), precedente=None)
    assert REGOLE[codice].check(vuota, REGIME_2026) == []


def test_sulla_scheda_regolare_nessuna_regola_trova_nulla():
    trovati = {regola.codice: regola.check(REGOLARE, REGIME_2026) for regola in REGOLE_SCHEDA}
    assert not any(trovati.values()), trovati


def test_le_regole_sulla_scheda_guardano_una_scheda():
    for regola in REGOLE_SCHEDA:
        assert all(isinstance(caso.valore, SchedaInEsame) for caso in ESEMPI[regola.codice].regolari)
