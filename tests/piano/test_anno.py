"""The new year: what is carried over and what is not, made once, undone while empty."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Adesione, Evento
from lessico.congelamento import freeze
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Ricognizione, Scheda
from piano import anno
from piano.models import Capitolo, Piano
from raccolta import atti
from raccolta.certificazione import store_certification
from raccolta.models import Bozza, Conversazione, Modifica, Riporto
from raccolta.situazione import build_situazione
from raccolta.valori import build_schede
from tests.dati import SISTEMA, create_aler, create_incarico, read, write
from tests.enti.test_inviti import PAROLA, with_password
from tests.test_pagine import check

ORA = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CONSISTENZA = {"consistenza/017166/sap": "40", "consistenza/017166/sas": "2", "consistenza/-/nota": "Letta nel 2025."}


def certify(scheda, celle, quando=ORA):
    write(scheda, celle)
    store_certification(scheda, nome="Gino", ruolo="Responsabile", quando=quando, by=SISTEMA)


@pytest.fixture
def certificate(mondo):
    """Rovato and the scheda d'ambito are certified, the others are not."""
    certify(mondo.rovato, {**CONSISTENZA, "libere/017166/unita": "3", "stato_di_fatto/-/stato": "nessuna"})
    misure = {
        "misure_ricorrenti/sostegno/titolo": "Sostegno agli affitti",
        "misure_ricorrenti/sostegno/fondi_nuovi": "9000",
    }
    certify(mondo.scheda_ambito, misure)
    return mondo


def make(mondo, quale=2027):
    return anno.create(anno.propose(mondo.ambito, quale), by=mondo.carla, quando=ORA)


def find(ricognizione, ente) -> Scheda:
    return Scheda.objects.for_system().get(ricognizione=ricognizione, ente=ente)


def test_si_riporta_solo_la_consistenza_certificata(certificate):
    ricognizione = make(certificate)
    scheda = find(ricognizione, certificate.rovato.ente)
    nuova = read(scheda)
    assert [(r.ubicazione, r.sap, r.sas) for r in nuova.consistenza] == [("017166", 40, 2)]
    assert (nuova.disponibilita, nuova.avvisi, nuova.riserve) == ((), (), ())
    assert [(v.voce, v.stato, v.nota) for v in nuova.voci] == [("consistenza", "valorizzata", "")]
    for modifica in Modifica.objects.for_system().filter(scheda=scheda):
        assert (modifica.origine, modifica.attore) == ("riporto", "Carla")
        assert modifica.dettaglio == "scheda 2026 certificata il 2 novembre 2026"
    assert build_situazione(scheda, ORA).da_confermare == ("consistenza",)


def test_da_chi_non_ha_certificato_non_si_riporta_nulla(certificate):
    write(certificate.chiari, {"consistenza/017052/sap": "99"})
    proposta = anno.propose(certificate.ambito, 2027)
    perche = {scheda.nome: scheda.perche for scheda in proposta.schede}
    assert perche["Comune di Chiari"] == "nel 2026 non è stata certificata: si comincia da capo"
    assert (proposta.riportate, proposta.non_certificate) == (2, 2)
    scheda = find(make(certificate), certificate.chiari.ente)
    assert not Modifica.objects.for_system().filter(scheda=scheda).exists()
    assert scheda.versione == 0


def test_vale_l_ultima_certificazione_non_cio_che_si_e_scritto_dopo(certificate):
    certify(certificate.rovato, {"consistenza/017166/sap": "41"}, ORA + timedelta(days=1))
    write(certificate.rovato, {"consistenza/017166/sap": "77"})
    scheda = find(make(certificate), certificate.rovato.ente)
    assert [riga.sap for riga in read(scheda).consistenza] == [41]


def test_della_scheda_d_ambito_i_titoli_delle_misure_ricorrenti(certificate):
    scheda = Scheda.objects.for_system().get(ricognizione=make(certificate), ente=None)
    [misura] = read(scheda).misure
    assert (misura.voce, misura.titolo, misura.fondi_nuovi) == ("misure_ricorrenti", "Sostegno agli affitti", None)
    assert Riporto.objects.for_system().filter(scheda=scheda, voce="misure_ricorrenti", confermato_il=None).exists()


def test_una_consistenza_dichiarata_nulla_resta_nulla_da_confermare(mondo):
    certify(mondo.chiari, {"consistenza/-/stato": "nessuna"})
    scheda = find(make(mondo), mondo.chiari.ente)
    assert read(scheda).stato("consistenza") == "nessuna"
    assert build_situazione(scheda, ORA).da_confermare == ("consistenza",)


def test_gli_enti_sono_quelli_del_primo_gennaio(mondo):
    Adesione.objects.filter(ente=mondo.chiari.ente).update(al=date(2026, 12, 31))
    create_aler(mondo.ambito, "nuova-aler")
    Adesione.objects.filter(ente="nuova-aler").update(dal=date(2027, 1, 1))
    dopo = create_aler(mondo.ambito, "dopo")
    Adesione.objects.filter(ente=dopo).update(dal=date(2027, 1, 2))
    schede = Scheda.objects.for_system().filter(ricognizione=make(mondo)).values_list("ente", flat=True)
    assert set(schede) == {"rovato", "aler", "nuova-aler", None}


def test_il_piano_e_sotto_la_legge_del_primo_gennaio(mondo):
    ricognizione = make(mondo)
    assert ricognizione.piano.regime_al == date(2027, 1, 1)
    assert ricognizione.piano.capitoli.for_system().count() == 0
    assert Evento.objects.get(catena="ricognizione/oglio/2027").dettaglio == "4 schede, 0 con dati riportati"


def test_due_volte_lo_stesso_anno_e_un_anno_saltato(mondo):
    make(mondo)
    with pytest.raises(AttoNonConsentito, match="La ricognizione 2027 c’è già"):
        make(mondo)
    with pytest.raises(AttoNonConsentito, match="Dopo il 2027 viene il 2028, non il 2030"):
        make(mondo, 2030)


def test_due_insieme(mondo):
    proposta = anno.propose(mondo.ambito, 2027)
    anno.create(proposta, by=mondo.carla, quando=ORA)
    with pytest.raises(AttoNonConsentito):
        anno.create(proposta, by=mondo.carla, quando=ORA)
    assert Piano.objects.for_system().count() == 2


def test_si_annulla_finche_e_vuoto(certificate):
    prima = freeze(build_schede([certificate.rovato])[certificate.rovato.pk])
    ricognizione = make(certificate)
    Finestra.objects.create(ricognizione=ricognizione, dal=ORA, al=ORA + timedelta(days=9))
    anno.undo(ricognizione, by=certificate.carla, quando=ORA)
    assert list(Ricognizione.objects.for_system().values_list("anno", flat=True)) == [2026]
    assert not Riporto.objects.for_system().exists()
    assert freeze(build_schede([certificate.rovato])[certificate.rovato.pk]) == prima
    atti_ = Evento.objects.filter(catena="ricognizione/oglio/2027").order_by("pk").values_list("atto", flat=True)
    assert list(atti_) == ["apertura dell’anno", "annullamento dell’anno"]
    make(certificate)


def confirm(mondo, ricognizione, scheda):
    Finestra.objects.create(ricognizione=ricognizione, dal=ORA - timedelta(days=1), al=ORA + timedelta(days=9))
    atti.confirm(scheda, ["consistenza"], by=mondo.anna, quando=ORA)


@pytest.mark.parametrize(
    ("fai", "perche"),
    [
        (lambda _m, _r, s: write(s, {"stato_di_fatto/-/stato": "nessuna"}), "scritto o confermato"),
        (confirm, "scritto o confermato"),
        (lambda _m, _r, s: Bozza.objects.create(scheda=s, quadro="patrimonio", da="Anna", quando=ORA), "compilare"),
        (lambda _m, _r, s: Conversazione.objects.create(scheda=s, oggetto="consistenza"), "domande degli enti"),
        (lambda _m, r, _s: Capitolo.objects.create(piano=r.piano, codice="premessa"), "capitoli"),
        (lambda m, _r, _s: make(m, 2028), "un anno successivo"),
    ],
    ids=["scritto", "confermato", "bozza", "domanda", "capitolo", "successivo"],
)
def test_quando_c_e_qualcosa_non_si_annulla_piu(certificate, client, fai, perche):
    ricognizione = make(certificate)
    fai(certificate, ricognizione, find(ricognizione, certificate.rovato.ente))
    with pytest.raises(AttoNonConsentito, match=perche):
        anno.undo(ricognizione, by=certificate.carla, quando=ORA)
    client.force_login(certificate.carla.utente)
    testo = client.get("/ambiti/oglio/2027/annullamento/").text
    assert "Non si può più annullare" in testo
    assert '<button class="btn btn-primary"' not in testo
    assert client.post("/ambiti/oglio/2027/annullamento/").status_code == 409
    assert Ricognizione.objects.for_system().filter(anno=2027).exists()


# the pages


def test_prima_si_legge_poi_si_crea(client, certificate):
    client.force_login(certificate.carla.utente)
    testo = client.get("/ambiti/oglio/nuovo-anno/").text
    assert "Crea l’anno 2027" in testo
    assert "La consistenza: scheda 2026 certificata il 2 novembre 2026" in testo
    assert "Nulla: nel 2026 non è stata certificata" in testo
    assert not Ricognizione.objects.for_system().filter(anno=2027).exists()
    assert client.post("/ambiti/oglio/nuovo-anno/", {"anno": "2027"})["Location"] == "/ambiti/oglio/2027/"
    doppio = client.post("/ambiti/oglio/nuovo-anno/", {"anno": "2027"})
    assert doppio.status_code == 409
    assert "La ricognizione 2027 c’è già" in doppio.text
    assert client.post("/ambiti/oglio/nuovo-anno/", {"anno": "mai"}).status_code == 422


def test_e_del_capofila(client, mondo):
    for incarico, stato in ((mondo.anna, 409), (mondo.sindaca, 409), (mondo.dario, 404)):
        client.force_login(incarico.utente)
        for indirizzo in ("/ambiti/oglio/nuovo-anno/", "/ambiti/oglio/2026/annullamento/"):
            assert client.get(indirizzo).status_code == stato, incarico
            assert client.post(indirizzo, {"anno": "2027"}).status_code == stato, incarico


def test_il_primo_anno_si_sceglie(client, mondo):
    create_incarico("Capo", "capofila", ambito=mondo.altrove)
    client.force_login(mondo.altrove.incarichi.for_system().get().utente)
    assert "il primo anno" in client.get("/ambiti/altrove/nuovo-anno/").text
    assert client.post("/ambiti/altrove/nuovo-anno/", {"anno": "1999"}).status_code == 422
    assert client.post("/ambiti/altrove/nuovo-anno/", {"anno": "2026"}).status_code == 302


def test_nel_browser(transactional_db, mondo, pagina: Page, live_server):
    certify(mondo.rovato, CONSISTENZA, timezone.now())
    with_password(mondo.carla)
    pagina.goto(f"{live_server.url}/accedi/?next=/ambiti/oglio/nuovo-anno/")
    pagina.get_by_label("Email").fill("carla@example.org")
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Ambito Oglio: l’anno 2027")
    check(pagina)
    pagina.get_by_role("button", name="Crea l’anno 2027").click()
    expect(pagina).to_have_url(f"{live_server.url}/ambiti/oglio/2027/")
    pagina.goto(f"{live_server.url}/ambiti/oglio/2027/annullamento/")
    check(pagina)
    pagina.get_by_role("button", name="Annulla l’anno 2027").click()
    expect(pagina.get_by_text("L’anno 2027 è annullato.")).to_be_visible()
