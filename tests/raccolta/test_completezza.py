"""Which voci a scheda still owes."""

import pytest

from lessico.voce import StatoVoce
from patrimonio.valori import VoceCongelata
from raccolta.completezza import find_missing
from raccolta.quadri import QUADRI, VOCI, is_asked, whole_of
from raccolta.valori import SchedaCongelata

DI_UN_ENTE = {
    *("consistenza", "stato_di_fatto", "edilizia", "liberazioni", "conferite", "assegnabili", "soglia_indigenza"),
    *("riserva_categorie", "categoria_rilevanza", "forze_ordine", "transitori", "esiti"),
    *("misure_anno_precedente", "misure_anno_piano"),
}
D_AMBITO = {"avvisi", "misure_anno_precedente", "misure_ricorrenti", "misure_anno_piano", "indicatori"}


def scheda(ente: str = "rovato", **stati: str) -> SchedaCongelata:
    voci = (VoceCongelata(voce, StatoVoce(stato), "", None, "") for voce, stato in stati.items())
    return SchedaCongelata(ente=ente, voci=tuple(voci))


@pytest.mark.parametrize(("ente", "attese"), [("rovato", DI_UN_ENTE), ("", D_AMBITO)])
def test_una_scheda_vuota_deve_tutto_il_suo(ente, attese):
    assert set(find_missing(scheda(ente))) == attese
    assert len(find_missing(scheda(ente))) == len(attese)


@pytest.mark.parametrize(("ente", "attese"), [("rovato", DI_UN_ENTE), ("", D_AMBITO)])
def test_tutto_dichiarato_non_manca_nulla(ente, attese):
    assert find_missing(scheda(ente, **dict.fromkeys(attese, "nessuna"))) == ()


@pytest.mark.parametrize("stato", ["valorizzata", "nessuna", "non_applicabile"])
def test_ogni_dichiarazione_vale(stato):
    assert "transitori" not in find_missing(scheda(transitori=stato))


def test_una_riga_da_compilare_non_e_una_dichiarazione():
    assert "transitori" in find_missing(scheda(transitori="da_compilare"))


def test_della_voce_composta_si_chiede_il_tutto():
    assert "libere" not in find_missing(scheda())
    assert "liberazioni" not in find_missing(scheda(liberazioni="valorizzata"))


def test_per_parti_la_voce_composta_e_completa_quando_lo_sono_tutte():
    assert "liberazioni" in find_missing(scheda(libere="valorizzata"))
    assert "liberazioni" not in find_missing(scheda(libere="valorizzata", avvicendamento="nessuna"))


def test_le_mancanze_sono_nell_ordine_dei_quadri():
    ordine = [voce.codice for quadro in QUADRI for voce in quadro.voci]
    mancanti = find_missing(scheda())
    assert sorted(mancanti, key=ordine.index) == list(mancanti)


def test_i_codici_delle_voci_non_si_ripetono():
    assert len(VOCI) == sum(len(quadro.voci) for quadro in QUADRI)


def test_ogni_parte_e_una_voce_della_stessa_scheda():
    for voce in VOCI.values():
        for parte in voce.parti:
            assert whole_of(parte) == voce
            assert is_asked(VOCI[parte], ambito=False) == is_asked(voce, ambito=False)
