"""The board: numbers that equal the rows, on time and late, people who are missing, as many queries for 3 as for 30."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Evento, Incarico
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Finestra, Proroga, Scheda, StatoScheda
from raccolta.atti import send_back
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.models import Conversazione, Sollecito
from raccolta.services import update
from tests.dati import DAL, create_incarico, write
from tests.raccolta.raccolta_di_prova import (
    DOPO,
    IN_MEZZO,
    add_enti,
    certify,
    complete,
    enter_as,
    open_october,
    roma,
)
from tests.test_pagine import check

SAP = "consistenza/017166/sap"


def rows(mondo, adesso=IN_MEZZO):
    return {riga.scheda: riga for riga in build_cruscotto(mondo.ricognizione, adesso).righe}


def address(mondo):
    return reverse("raccolta:cruscotto", args=[mondo.ambito.slug, 2026])


@pytest.fixture
def ottobre(mondo):
    open_october(mondo.ricognizione)
    return mondo


@pytest.fixture
def adesso_aperta(mondo):
    """A window around the present: for the pages, which read the clock."""
    adesso = timezone.now()
    giorno = timedelta(days=1)
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=adesso - 20 * giorno, al=adesso + 5 * giorno)
    return mondo


def test_una_riga_per_ente_e_la_scheda_d_ambito_in_fondo(ottobre):
    nomi = [riga.nome for riga in build_cruscotto(ottobre.ricognizione, IN_MEZZO).righe]
    assert nomi == ["ALER", "Comune di Chiari", "Comune di Rovato", "Scheda d’ambito"]


def test_la_prima_frase(ottobre):
    certify(ottobre.rovato)
    assert build_cruscotto(ottobre.ricognizione, IN_MEZZO).frase == (
        "1 scheda su 4 è certificata. La raccolta è aperta fino al 31 ottobre 2025, ore 23:59: mancano 11 giorni."
    )
    for scheda in (ottobre.chiari, ottobre.aler, ottobre.scheda_ambito):
        certify(scheda)
    assert build_cruscotto(ottobre.ricognizione, DOPO).frase == "Tutte le schede sono certificate: 4 su 4."


def test_i_conteggi_sono_quelli_della_banca_dati(ottobre):
    add_enti(ottobre.ricognizione, 7)
    write(ottobre.rovato, {SAP: 81})
    complete(ottobre.chiari)
    certify(ottobre.aler)
    send_back(ottobre.aler, celle=["consistenza"], motivo="Ricontare", by=ottobre.carla, quando=IN_MEZZO)
    tavola = build_cruscotto(ottobre.ricognizione, IN_MEZZO)
    contati = {conteggio.stato: conteggio.quante for conteggio in tavola.conteggi}
    schede = Scheda.objects.for_system().filter(ricognizione=ottobre.ricognizione)
    assert contati["certificata"] == schede.filter(stato=StatoScheda.CERTIFICATA).count() == 3
    assert contati["rinviata"] == schede.filter(rinvii__chiuso_il=None, rinvii__isnull=False).count() == 1
    assert contati["non_iniziata"] == schede.filter(versione=0).count() == 5
    assert (contati["in_compilazione"], contati["completa"]) == (1, 1)
    assert sum(contati.values()) == len(tavola.righe) == schede.count()
    assert Counter(riga.letto for riga in tavola.righe) == Counter({s: n for s, n in contati.items() if n})


def test_in_ritardo_e_chi_non_ha_certificato_alla_chiusura(ottobre):
    certify(ottobre.rovato)
    prima, dopo = rows(ottobre), rows(ottobre, DOPO)
    assert not any(riga.in_ritardo for riga in prima.values())
    assert prima[ottobre.chiari.pk].tempi == "In tempo: mancano 11 giorni"
    assert {pk for pk, riga in dopo.items() if riga.in_ritardo} == set(dopo) - {ottobre.rovato.pk}
    assert dopo[ottobre.rovato.pk].tempi == "Certificata in tempo"
    assert dopo[ottobre.chiari.pk].tempi == "In ritardo"


def test_chi_ha_una_proroga_non_e_in_ritardo_e_certifica_in_tempo(ottobre):
    Proroga.objects.create(scheda=ottobre.chiari, al=roma(2025, 11, 16), motivo="Alluvione")
    riga = rows(ottobre, DOPO)[ottobre.chiari.pk]
    assert (riga.in_ritardo, riga.proroga) == (False, "al 15 novembre 2025, ore 23:59")
    assert riga.tempi == "In tempo: mancano 3 giorni"
    certify(ottobre.chiari, DOPO)
    certify(ottobre.rovato, DOPO)
    dopo = rows(ottobre, roma(2025, 12, 1))
    assert dopo[ottobre.chiari.pk].tempi == "Certificata in tempo"
    assert dopo[ottobre.rovato.pk].tempi == "Certificata dopo la chiusura"
    assert rows(ottobre, roma(2025, 12, 1))[ottobre.aler.pk].in_ritardo


def test_con_un_altra_finestra_in_vista_nessuno_e_in_ritardo(ottobre):
    Finestra.objects.create(ricognizione=ottobre.ricognizione, dal=roma(2025, 12, 1), al=roma(2025, 12, 16))
    assert not any(riga.in_ritardo for riga in rows(ottobre, DOPO).values())
    assert all(riga.in_ritardo for riga in rows(ottobre, roma(2025, 12, 16)).values())


def test_chi_e_stato_rinviato_deve_qualcosa_ma_non_e_in_ritardo(ottobre):
    certify(ottobre.rovato)
    send_back(ottobre.rovato, celle=["consistenza"], motivo="Ricontare", by=ottobre.carla, quando=DOPO)
    riga = rows(ottobre, DOPO)[ottobre.rovato.pk]
    assert (riga.da_sollecitare, riga.in_ritardo, riga.stato) == (True, False, "In attesa dell’ente")
    assert riga.tempi == "Rinviata il 12 novembre 2025"


def test_prima_dell_apertura_nessuno_deve_nulla(ottobre):
    assert not any(riga.da_sollecitare for riga in rows(ottobre, roma(2025, 9, 1)).values())


def test_chi_manca_si_legge_sempre_e_vicino_alla_chiusura_e_un_allarme(ottobre):
    """GOV-05. In Rovato there is who compiles, the ALER has both, the capofila does both for the ambito."""
    create_incarico("Fabio", "certificatore", ente=ottobre.aler.ente)
    Incarico.objects.for_system().filter(pk=ottobre.bruno.pk).update(al=DAL)
    righe = rows(ottobre, roma(2025, 10, 2))
    assert righe[ottobre.rovato.pk].organico.manca == "manca chi certifica"
    assert righe[ottobre.chiari.pk].organico.manca == "manca chi compila e chi certifica"
    assert righe[ottobre.aler.pk].organico.manca == righe[ottobre.scheda_ambito.pk].organico.manca == ""
    undici, dieci = roma(2025, 10, 16, 23, 59), roma(2025, 10, 17)
    assert build_cruscotto(ottobre.ricognizione, undici).allarme == ""
    vicina = build_cruscotto(ottobre.ricognizione, dieci)
    assert vicina.allarme.startswith("Mancano 10 giorni lavorativi alla chiusura")
    assert vicina.senza_persone == (
        ("manca chi compila e chi certifica", ("Comune di Chiari",)),
        ("manca chi certifica", ("Comune di Rovato",)),
    )


def test_chi_ha_gia_certificato_non_e_nell_allarme(ottobre):
    certify(ottobre.rovato)
    [(_, enti)] = build_cruscotto(ottobre.ricognizione, roma(2025, 10, 30)).senza_persone
    assert enti == ("ALER", "Comune di Chiari")


@pytest.mark.parametrize("filtro", ["tutte", "da-sollecitare", "in-ritardo", "certificate"])
def test_i_filtri_contano_le_loro_righe(ottobre, filtro, client):
    certify(ottobre.rovato)
    client.force_login(ottobre.carla.utente)
    risposta = client.get(address(ottobre), {"mostra": filtro})
    attese = {"tutte": 4, "da-sollecitare": 3, "in-ritardo": 3, "certificate": 1}
    assert len(risposta.context["righe"]) == attese[filtro]
    assert {codice: quante for codice, _, quante in risposta.context["filtri"]} == attese


def test_un_filtro_che_non_c_e_mostra_tutto(ottobre, client):
    client.force_login(ottobre.carla.utente)
    assert len(client.get(address(ottobre), {"mostra": "<b>"}).context["righe"]) == 4


def test_la_pagina_porta_alla_scheda_alle_domande_e_al_sollecito(adesso_aperta, client):
    mondo = adesso_aperta
    Conversazione.objects.create(scheda=mondo.rovato, oggetto="consistenza")
    client.force_login(mondo.carla.utente)
    pagina = client.get(address(mondo)).content.decode()
    assert reverse("raccolta:scheda_detail", args=[mondo.rovato.pk]) in pagina
    assert reverse("raccolta:domande", args=[mondo.rovato.pk]) in pagina
    assert f"{reverse('raccolta:sollecito_send', args=['oglio', 2026])}?scheda={mondo.rovato.pk}" in pagina
    assert "mancano 5 giorni" in pagina
    assert "Manca chi certifica" in pagina


def test_chi_e_stato_sollecitato_oggi_non_ha_il_bottone(adesso_aperta, client):
    mondo, adesso = adesso_aperta, timezone.now()
    oggi = timezone.localdate()
    Sollecito.objects.create(scheda=mondo.rovato, giorno=oggi, testo="x", da="Carla", quando=adesso)
    client.force_login(mondo.carla.utente)
    pagina = client.get(address(mondo)).content.decode()
    assert f"?scheda={mondo.rovato.pk}" not in pagina
    assert "Mandato oggi" in pagina


@pytest.mark.parametrize(("persona", "stato"), [("dario", 404), ("anna", 409), ("sindaca", 409), ("carla", 200)])
def test_chi_vede_il_cruscotto(ottobre, client, persona, stato):
    client.force_login(getattr(ottobre, persona).utente)
    assert client.get(address(ottobre)).status_code == stato


def test_le_domande_alla_banca_dati_non_crescono_con_gli_enti(ottobre, client):
    client.force_login(ottobre.carla.utente)
    quante = []
    for da, altri in ((0, 3), (3, 27)):
        add_enti(ottobre.ricognizione, altri, da=da)
        with CaptureQueriesContext(connection) as domande:
            client.get(address(ottobre))
        quante.append(len(domande))
    assert quante[0] == quante[1] <= 42


def test_leggere_il_cruscotto_non_scrive_nulla(ottobre, client):
    client.force_login(ottobre.carla.utente)
    client.get(address(ottobre))
    assert not Evento.objects.exists()


def test_nel_browser(pagina: Page, live_server, adesso_aperta):
    mondo = adesso_aperta
    certify(mondo.rovato, timezone.now())
    enter_as(pagina, live_server.url, mondo.carla)
    pagina.goto(f"{live_server.url}{address(mondo)}")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Raccolta dei dati 2026")
    check(pagina)
    pagina.get_by_role("link", name="Certificate (1)").click()
    expect(pagina.get_by_role("row")).to_have_count(2)
    check(pagina)


def test_un_anno_in_cui_nessuno_ha_scritto_si_puo_annullare_da_qui(adesso_aperta, client):
    client.force_login(adesso_aperta.carla.utente)
    annulla = reverse("piano:annulla_anno", args=[adesso_aperta.ambito.slug, 2026])
    assert annulla in client.get(address(adesso_aperta)).content.decode()
    update(
        adesso_aperta.rovato,
        {SAP: 3},
        by=adesso_aperta.carla,
        origine=Origine(TipoOrigine.RIPORTO, "scheda 2025"),
    )
    assert annulla in client.get(address(adesso_aperta)).content.decode()
    write(adesso_aperta.rovato, {SAP: 4})
    assert annulla not in client.get(address(adesso_aperta)).content.decode()


def test_molti_enti_senza_persone_non_allungano_la_pagina(adesso_aperta, client):
    client.force_login(adesso_aperta.carla.utente)
    add_enti(adesso_aperta.ricognizione, 12)
    pagina = client.get(address(adesso_aperta)).content.decode()
    assert "<summary>Manca chi compila e chi certifica: " in pagina
