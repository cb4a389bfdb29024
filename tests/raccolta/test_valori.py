"""Missing, nil and zero are three things, in every sum of a scheda."""

import pytest

from lessico.congelamento import ContenutoIllegibile, freeze, thaw
from lessico.voce import StatoVoce
from raccolta.valori import SchedaCongelata, build_schede
from tests.dati import read, write

TUTTE = {
    "consistenza": lambda scheda: scheda.stock("sap"),
    "stato_di_fatto": lambda scheda: scheda.units_from("stato_di_fatto"),
    "liberazioni": lambda scheda: scheda.units_from("liberazioni"),
    "assegnabili": lambda scheda: scheda.units_assignable(),
    "esiti": lambda scheda: scheda.outcome("offerte"),
}
MISURE = {"consistenza": "sap", "esiti": "offerte"}


@pytest.mark.parametrize(("voce", "sum_"), TUTTE.items(), ids=TUTTE.keys())
def test_mancante_nulla_zero_e_non_applicabile(mondo, voce, sum_):
    cella = f"{voce}/017166/{MISURE.get(voce, 'unita')}"
    assert sum_(read(mondo.rovato)) is None
    assert sum_(write(mondo.rovato, {f"{voce}/-/stato": "nessuna"})) == 0
    assert sum_(write(mondo.rovato, {cella: 0})) == 0
    assert sum_(write(mondo.rovato, {cella: 3})) == 3
    assert sum_(write(mondo.chiari, {f"{voce}/-/stato": "non_applicabile", f"{voce}/-/causa": "x"})) is None


def test_della_consistenza_conta_ogni_tipo(mondo):
    scheda = write(mondo.rovato, {"consistenza/017166/sap": 134, "consistenza/017166/altro": 40})
    assert (scheda.stock("sap"), scheda.stock("altro"), scheda.stock_total()) == (134, 40, 174)


def test_un_tipo_che_nessuna_riga_dice_non_e_un_numero(mondo):
    assert write(mondo.rovato, {"consistenza/017166/sap": 1}).stock("sas") is None


def test_gestita_da_altri_e_una_riga_a_parte_e_si_somma(mondo):
    scheda = write(mondo.rovato, {"consistenza/017166/sap": 60, "consistenza/017166.aler/sap": 21})
    assert [(riga.gestore, riga.sap) for riga in scheda.consistenza] == [(None, 60), ("aler", 21)]
    assert scheda.stock("sap") == 81


def test_la_voce_composta_si_somma_intera_o_per_parti(mondo):
    assert write(mondo.rovato, {"edilizia/017166/unita": 4}).units_from("edilizia") == 4
    per_parti = write(mondo.chiari, {"nuova_edificazione/017052/unita": 3})
    assert (per_parti.units_from("nuova_edificazione"), per_parti.units_from("edilizia")) == (3, None)
    per_parti = write(mondo.chiari, {"ristrutturazione/-/stato": "nessuna"})
    assert (per_parti.units_from("ristrutturazione"), per_parti.units_from("edilizia")) == (0, 3)


@pytest.mark.parametrize(
    ("prima", "seconda", "insieme"),
    [
        ("nessuna", "nessuna", StatoVoce.NESSUNA),
        ("non_applicabile", "nessuna", StatoVoce.NESSUNA),
        ("non_applicabile", "non_applicabile", StatoVoce.NON_APPLICABILE),
        ("nessuna", None, StatoVoce.DA_COMPILARE),
    ],
)
def test_lo_stato_delle_parti_insieme(mondo, prima, seconda, insieme):
    celle = {"libere/-/stato": prima, "avvicendamento/-/stato": seconda}
    cause = {"libere/-/causa": "x", "avvicendamento/-/causa": "x" if seconda else ""}
    assert write(mondo.rovato, celle | cause).stato("liberazioni") is insieme


def test_le_parti_di_una_voce_nulla_sono_nulle(mondo):
    scheda = write(mondo.rovato, {"liberazioni/-/stato": "nessuna"})
    assert (scheda.stato("libere"), scheda.units_from("avvicendamento")) == (StatoVoce.NESSUNA, 0)
    scheda = write(mondo.chiari, {"liberazioni/017052/unita": 4})
    assert (scheda.stato("libere"), scheda.units_from("libere")) == (StatoVoce.DA_COMPILARE, None)


def test_un_altro_tipo_di_unita_e_nullo_dove_la_voce_e_valorizzata(mondo):
    assert write(mondo.rovato, {"libere/017166/unita": 4}).units_from("libere", "sas") == 0


def test_gli_esiti_che_nessuna_riga_dice_non_sono_un_numero(mondo):
    scheda = write(mondo.rovato, {"esiti/017166/offerte": 2})
    assert (scheda.outcome("offerte"), scheda.outcome("assegnate")) == (2, None)


def test_gli_esiti_di_un_avviso_e_di_tutti(mondo):
    scheda = write(mondo.rovato, {"esiti/017166.primo/offerte": 2, "esiti/017166.secondo/offerte": 3})
    assert (scheda.outcome("offerte", "secondo"), scheda.outcome("offerte")) == (3, 5)


def test_l_ordine_delle_righe_non_e_quello_di_arrivo(mondo):
    massimali = {f"misure_anno_piano/uno.massimale.{n}/importo": n for n in (10, 2, 1)}
    misure = {"misure_anno_piano/uno/titolo": "Pari", "misure_anno_piano/due/titolo": "Pari"}
    scheda = write(mondo.rovato, misure | massimali)
    assert [misura.slug for misura in scheda.measures("misure_anno_piano")] == ["due", "uno"]
    assert [massimale.ordine for massimale in scheda.massimali] == [1, 2, 10]


def test_molte_schede_in_una_interrogazione(mondo, django_assert_num_queries):
    with django_assert_num_queries(1):
        build_schede([mondo.rovato])
    with django_assert_num_queries(1):
        build_schede([mondo.rovato, mondo.chiari, mondo.aler, mondo.scheda_ambito])


def test_solo_una_scheda_si_legge_come_scheda():
    assert thaw(freeze(SchedaCongelata(ente="rovato")), SchedaCongelata) == SchedaCongelata(ente="rovato")
    with pytest.raises(ContenutoIllegibile, match="SchedaCongelata"):
        thaw(b'{"ente":1}', SchedaCongelata)


@pytest.mark.parametrize("scritto", ["999999999999.99", "-0.10", "0.00", "1234567.80"])
def test_i_decimali_hanno_sempre_le_cifre_della_colonna(mondo, scritto):
    [indicatore] = write(mondo.scheda_ambito, {"indicatori/uno/valore": scritto}).indicatori
    assert str(indicatore.valore) == scritto


def test_un_testo_torna_com_era(mondo):
    strano = 'Riga uno\nRiga «due» "tre" \\ quattro\t€ 😀 </script>'
    [riserva] = write(mondo.rovato, {"riserva_categorie/017166/motivo": strano}).riserve
    assert (riserva.motivo, riserva.unita, riserva.percentuale) == (strano, None, None)
