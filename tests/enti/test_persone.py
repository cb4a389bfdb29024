"""Who takes part: the lists, the end of an incarico, the members of an ambito and whom to ask there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti import inviti
from enti.models import Designazione, Evento, Incarico
from lessico.flusso import AttoNonConsentito
from tests.dati import create_aler, create_incarico
from tests.enti.test_inviti import PAROLA, invite, with_password
from tests.test_pagine import check

ORA = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def carla(client, mondo):
    client.force_login(mondo.carla.utente)
    return client


def test_il_capofila_vede_tutti_e_chi_manca(carla, mondo):
    invite(mondo, email="aperto@example.org")
    Incarico.objects.for_system().filter(pk=mondo.bruno.pk).update(al="2024-12-31")
    testo = carla.get("/ambiti/oglio/persone/").text
    for email in ("anna", "elena", "sindaca", "carla", "aperto"):
        assert f"{email}@example.org" in testo
    assert "dario@example.org" not in testo
    assert (
        "Bruno (bruno@example.org): Compila la scheda, Comune di Chiari. Dal 1° gennaio 2020 al 31 dicembre 2024."
        in testo
    )
    assert "Enti senza chi compila: 1" in testo
    assert "Enti senza chi certifica: 3" in testo


def test_chi_certifica_vede_il_suo_ente_e_conclude_solo_chi_compila(client, mondo):
    gino = create_incarico("Gino", "certificatore", ente=mondo.rovato.ente)
    client.force_login(gino.utente)
    testo = client.get("/enti/rovato/persone/").text
    assert "anna@example.org" in testo
    assert "bruno@example.org" not in testo
    assert testo.count(">Concludi") == 1
    assert client.post(f"/persone/incarichi/{gino.pk}/fine/").status_code == 409
    assert client.post(f"/persone/incarichi/{mondo.anna.pk}/fine/")["Location"] == "/enti/rovato/persone/"


def test_concluso_vale_fino_a_sera(carla, mondo):
    testo = carla.get(f"/persone/incarichi/{mondo.anna.pk}/fine/").text
    assert "Concludere l’incarico?" in testo
    assert 'href="/ambiti/oglio/persone/">Lascia com’è' in testo
    assert carla.post(f"/persone/incarichi/{mondo.anna.pk}/fine/")["Location"] == "/ambiti/oglio/persone/"
    mondo.anna.refresh_from_db()
    assert mondo.anna.al == timezone.localdate()
    assert carla.post(f"/persone/incarichi/{mondo.anna.pk}/fine/").status_code == 409
    assert Evento.objects.get(atto="incarico concluso").oggetto == "Anna: Compila la scheda, Comune di Rovato"


def test_un_ambito_non_resta_senza_capofila(mondo):
    with pytest.raises(AttoNonConsentito, match="È l’unico incarico dell’ufficio del capofila"):
        inviti.end(mondo.carla, by=mondo.carla, quando=ORA)
    altra = create_incarico("Altra", "capofila", ambito=mondo.ambito)
    Incarico.objects.for_system().filter(pk=altra.pk).update(al=ORA.date())
    with pytest.raises(AttoNonConsentito, match="unico"):  # the other one goes today
        inviti.end(mondo.carla, by=mondo.carla, quando=ORA)
    Incarico.objects.for_system().filter(pk=altra.pk).update(al=None)
    inviti.end(mondo.carla, by=mondo.carla, quando=ORA)
    with pytest.raises(AttoNonConsentito, match="unico"):
        inviti.end(altra, by=mondo.carla, quando=ORA + timedelta(days=1))


def test_le_domande_non_crescono_con_gli_enti(carla, mondo):
    def count() -> int:
        with CaptureQueriesContext(connection) as fatte:
            carla.get("/ambiti/oglio/persone/")
            carla.get("/ambiti/oglio/enti/")
        return len(fatte)

    count()
    prima = count()
    for n in range(20):
        ente = create_aler(mondo.ambito, f"aler-{n}")
        create_incarico(f"Persona{n}", "compilatore", ente=ente)
        invite(mondo, email=f"i{n}@example.org", ente=ente)
    assert count() == prima


# the members


def test_gli_enti_e_a_chi_rivolgersi(carla, mondo):
    Designazione.objects.create(
        ambito=mondo.ambito, ente=mondo.chiari.ente, ruolo="capofila", organo="Assemblea dei Sindaci", data="2019-03-19"
    )
    testo = carla.get("/ambiti/oglio/enti/").text
    assert "Capofila: Comune di Chiari, dal 19 marzo 2019" in testo
    assert testo.count("Unico addetto<span") == 3
    campi = {"ufficio": "Ufficio di piano", "telefono": "030 000", "email": "ufficio@example.org"}
    assert carla.post("/ambiti/oglio/enti/", campi).status_code == 302
    mondo.ambito.refresh_from_db()
    assert (mondo.ambito.ufficio, mondo.ambito.telefono) == ("Ufficio di piano", "030 000")
    assert carla.post("/ambiti/oglio/enti/", {**campi, "email": "non è"}).status_code == 422
    assert Evento.objects.get().atto == "a chi rivolgersi"


def test_unico_addetto_vuole_un_motivo(carla, mondo):
    indirizzo = "/ambiti/oglio/enti/rovato/unico-addetto/"
    assert carla.post(indirizzo, {"motivo": ""}).status_code == 422
    assert carla.post(indirizzo, {"motivo": "Un solo dipendente."}).status_code == 302
    mondo.rovato.ente.refresh_from_db()
    assert mondo.rovato.ente.unico_addetto
    evento = Evento.objects.get()
    assert (evento.atto, evento.oggetto, evento.dettaglio) == (
        "unico addetto",
        "Comune di Rovato",
        "Un solo dipendente.",
    )
    assert "Togli «unico addetto»" in carla.get(indirizzo).text
    assert carla.get("/ambiti/oglio/enti/lontano/unico-addetto/").status_code == 404


def test_gli_enti_sono_del_capofila(client, mondo):
    client.force_login(mondo.anna.utente)
    assert client.get("/ambiti/oglio/enti/").status_code == 409
    assert client.post("/ambiti/oglio/enti/rovato/unico-addetto/", {"motivo": "x"}).status_code == 409


def test_le_pagine_nel_browser(transactional_db, mondo, pagina: Page, live_server):
    with_password(mondo.carla)
    invite(mondo, email="aperto@example.org")
    Incarico.objects.for_system().filter(pk=mondo.bruno.pk).update(al="2024-12-31")
    pagina.goto(f"{live_server.url}/accedi/?next=/ambiti/oglio/persone/")
    pagina.get_by_label("Email").fill("carla@example.org")
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.locator("tbody")).to_have_count(2)
    for sommario in pagina.locator("summary").all():
        sommario.click()
    check(pagina)
    pagina.get_by_role("link", name="Concludi l’incarico di Anna").click()
    check(pagina)
    pagina.get_by_role("button", name="Concludi l’incarico").click()
    expect(pagina.get_by_text("L’incarico di Anna finisce con oggi.")).to_be_visible()
    for indirizzo in ("/ambiti/oglio/enti/", "/ambiti/oglio/enti/rovato/unico-addetto/", "/enti/rovato/persone/"):
        pagina.goto(f"{live_server.url}{indirizzo}")
        check(pagina)
