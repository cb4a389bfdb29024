"""What a scheda takes from the register: shown first, chosen voce by voce, written with its origin; and the rule."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from enti.models import Comune
from lessico.congelamento import fingerprint, freeze
from lessico.origine import Origine, TipoOrigine
from lessico.voce import StatoVoce
from patrimonio.models import Finestra, Scheda
from raccolta.models import Modifica
from raccolta.rilievi import build_controlli
from raccolta.services import update
from raccolta.valori import build_schede
from tests.dati import DIGITATA, SISTEMA
from tests.raccolta.persone import GIORNO
from tests.raccolta.test_alloggi import add, enter

SAP = "consistenza/017166/sap"


@pytest.fixture
def tenuto(mondo):
    """Rovato: let, free, to repair, under works that end this year and later; its scheda can be written now."""
    m, ora = mondo, timezone.now()
    Finestra.objects.create(ricognizione=m.ricognizione, dal=ora - GIORNO, al=ora + GIORNO)
    for n in range(3):
        add(m.rovato, f"L{n}")
    add(m.rovato, "V1", stato="libera")
    add(m.rovato, "V2", stato="libera", tipo="altro")
    add(m.rovato, "C1", stato="carente", costo_lavori=Decimal(8000))
    add(m.rovato, "C2", stato="carente", costo_lavori=Decimal(12000))
    add(m.rovato, "R1", stato="lavori", fine_lavori=date(2026, 12, 31))
    add(m.rovato, "R2", stato="lavori", fine_lavori=date(2027, 1, 1))
    add(m.rovato, "R3", stato="lavori", gestore=m.aler.ente)
    m.indirizzo = f"/schede/{m.rovato.pk}/registro/"
    return m


def findings(scheda: Scheda) -> list[str]:
    return [
        r.segnalazione.perche for r in build_controlli([scheda])[scheda.pk].rilievi if r.segnalazione.regola == "STK-07"
    ]


def test_si_vede_prima_e_non_si_salva_nulla(tenuto):
    risposta = enter(tenuto.anna).get(tenuto.indirizzo)
    proposte = {p.voce: dict(p.celle) for p in risposta.context["lettura"].proposte}
    assert proposte == {
        "consistenza": {
            SAP: 8,
            "consistenza/017166/sas": 0,
            "consistenza/017166/altro": 1,
            "consistenza/017166.aler/sap": 1,
            "consistenza/017166.aler/sas": 0,
            "consistenza/017166.aler/altro": 0,
        },
        "stato_di_fatto": {"stato_di_fatto/017166/unita": 2, "stato_di_fatto/017166/costo_massimo": Decimal(12000)},
        "ristrutturazione": {"ristrutturazione/017166.sap.lavori/unita": 1},
        "libere": {"libere/017166.sap.subito/unita": 1},
    }
    assert "12.000,00 euro" in risposta.text
    assert not Modifica.objects.exists()


def test_si_sceglie_e_si_scrive_con_la_sua_provenienza(tenuto):
    client = enter(tenuto.anna)
    firma = client.get(tenuto.indirizzo).context["lettura"].firma
    risposta = client.post(tenuto.indirizzo, {"firma": firma, "voci": ["consistenza", "libere"]})
    assert risposta.status_code == 302
    scheda = build_schede([tenuto.rovato])[tenuto.rovato.pk]
    assert (scheda.stock("sap"), scheda.stock("altro"), scheda.units_from("libere")) == (9, 1, 1)
    assert scheda.stato("stato_di_fatto") is StatoVoce.DA_COMPILARE
    assert set(Modifica.objects.values_list("origine", flat=True)) == {"registro"}
    assert "Dal registro degli alloggi" in client.get(f"/schede/{tenuto.rovato.pk}/valore/?cella={SAP}").text
    assert findings(tenuto.rovato) == []


def test_righe_riunite_o_di_altri_comuni_lasciano_il_posto_a_quelle_del_registro(tenuto):
    """Point 26: an aggregated row of the scheda, «non ripartita», is taken away whole, and the stated total follows."""
    vecchie = {"consistenza/-/sap": 40, "consistenza/-/totale_dichiarato": 40}
    update(tenuto.rovato, vecchie, by=SISTEMA, origine=DIGITATA)
    client = enter(tenuto.anna)
    lettura = client.get(tenuto.indirizzo).context["lettura"]
    celle = next(p.celle for p in lettura.proposte if p.voce == "consistenza")
    assert celle["consistenza/-/sap"] is None
    assert celle["consistenza/-/totale_dichiarato"] == 10
    assert client.post(tenuto.indirizzo, {"firma": lettura.firma, "voci": ["consistenza"]}).status_code == 302
    assert build_schede([tenuto.rovato])[tenuto.rovato.pk].stock_total() == 10


def test_una_voce_compilata_tutta_insieme_non_si_prende_a_meta(tenuto):
    update(tenuto.rovato, {"liberazioni/017166/unita": 5}, by=SISTEMA, origine=DIGITATA)
    lettura = enter(tenuto.anna).get(tenuto.indirizzo).context["lettura"]
    [libere] = [p for p in lettura.proposte if p.voce == "libere"]
    assert (dict(libere.celle), libere.perche != "") == ({}, True)


def test_cio_che_e_cambiato_intanto_si_riguarda(tenuto):
    client = enter(tenuto.anna)
    firma = client.get(tenuto.indirizzo).context["lettura"].firma
    add(tenuto.rovato, "L9")
    risposta = client.post(tenuto.indirizzo, {"firma": firma, "voci": ["consistenza"]})
    assert risposta.status_code == 409
    assert "va riguardato" in risposta.text
    assert client.post(tenuto.indirizzo, {"firma": firma}).status_code == 422
    assert not Modifica.objects.exists()


def test_chi_legge_non_scrive_e_dopo_la_chiusura_nessuno(tenuto):
    assert enter(tenuto.bruno).get(tenuto.indirizzo).status_code == 404
    carla = enter(tenuto.carla)
    lettura = carla.get(tenuto.indirizzo).context["lettura"]
    assert carla.post(tenuto.indirizzo, {"firma": lettura.firma, "voci": ["libere"]}).status_code == 409
    Scheda.objects.filter(pk=tenuto.rovato.pk).update(stato="certificata")
    dati = {"firma": lettura.firma, "voci": ["libere"]}
    assert enter(tenuto.anna).post(tenuto.indirizzo, dati).status_code == 409
    assert enter(tenuto.anna).get(f"/schede/{tenuto.scheda_ambito.pk}/registro/").status_code == 404


def test_la_pagina_dell_aler_conta_solo_i_comuni_dell_ambito(tenuto):
    add(tenuto.aler, "X1", comune=Comune.objects.get(pk="017166"))
    add(tenuto.aler, "X2", comune=Comune.objects.get(pk="098001"))
    lettura = enter(tenuto.elena).get(f"/schede/{tenuto.aler.pk}/registro/").context["lettura"]
    assert lettura.alloggi == 1
    update(tenuto.aler, {SAP: 1}, by=SISTEMA, origine=DIGITATA)
    assert findings(tenuto.aler) == []


def test_il_quadro_lo_propone_solo_a_chi_tiene_il_registro(tenuto):
    assert "Prendi dal registro" in enter(tenuto.anna).get(f"/schede/{tenuto.rovato.pk}/patrimonio/").text
    assert "Prendi dal registro" not in enter(tenuto.bruno).get(f"/schede/{tenuto.chiari.pk}/patrimonio/").text


def test_la_regola_confronta_scheda_e_registro_e_l_impronta_non_cambia(tenuto):
    update(tenuto.rovato, {SAP: 81}, by=SISTEMA, origine=DIGITATA)
    assert findings(tenuto.rovato) == [
        "La scheda e il registro degli alloggi dicono numeri diversi: SAP 81 nella scheda e 9 nel registro."
    ]
    prima = fingerprint(freeze(build_schede([tenuto.rovato])[tenuto.rovato.pk]))
    add(tenuto.rovato, "L8")
    assert fingerprint(freeze(build_schede([tenuto.rovato])[tenuto.rovato.pk])) == prima
    update(tenuto.chiari, {"consistenza/017052/sap": 3}, by=SISTEMA, origine=Origine(TipoOrigine.REGISTRO))
    assert findings(tenuto.chiari) == []
