"""Reminders from the pages: only who owes something, the text first, once a day, and no trace of what was not sent."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import AttoreSistema
from patrimonio.models import Finestra, Proroga
from raccolta.atti import send_back
from raccolta.conduzione.cruscotto import build_cruscotto
from raccolta.conduzione.solleciti import Nomi, prepare, send_reminders, write_letter
from raccolta.models import Sollecito
from tests.dati import create_incarico, write
from tests.raccolta.raccolta_di_prova import DOPO, IN_MEZZO, certify, complete, enter_as, open_october, roma
from tests.test_pagine import check

SITO = "https://casa.example"
AUTOMATICO = AttoreSistema("prova")


class ServerFermo(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError


class ServerSchizzinoso(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if any("bruno" in messaggio.to[0] for messaggio in messages):
            raise OSError("rifiutato")
        return super().send_messages(messages)


@pytest.fixture
def ottobre(mondo):
    """Rovato is complete and has a certifier, Chiari has not begun."""
    open_october(mondo.ricognizione)
    mondo.ambito.ufficio, mondo.ambito.telefono, mondo.ambito.email = "Ufficio di piano", "030 12345", "udp@example.org"
    mondo.ambito.save()
    mondo.ricognizione.ambito = mondo.ambito
    complete(mondo.rovato)
    mondo.fabio = create_incarico("Fabio", "certificatore", ente=mondo.rovato.ente)
    return mondo


@pytest.fixture
def adesso_aperta(ottobre):
    """As ``ottobre``, around the present: for the pages, which read the clock."""
    adesso, giorno = timezone.now(), timedelta(days=1)
    Finestra.objects.for_system().update(dal=adesso - 20 * giorno, al=adesso + 5 * giorno)
    return ottobre


def due(mondo, adesso=IN_MEZZO):
    righe = build_cruscotto(mondo.ricognizione, adesso).righe
    return {r.scheda: prepare(r, mondo.ricognizione, SITO) for r in righe if r.sollecitabile}


def send(mondo, *schede, adesso=IN_MEZZO):
    dovute = due(mondo, adesso)
    return send_reminders([dovute[s.pk] for s in schede], by=mondo.carla, quando=adesso)


def address(mondo, nome="solleciti"):
    return reverse(f"raccolta:{nome}", args=[mondo.ambito.slug, 2026])


# the letter


def test_la_lettera_di_chi_deve_compilare(ottobre):
    lettera = due(ottobre)[ottobre.chiari.pk].lettera
    assert lettera.oggetto == "Comune di Chiari, dati 2026: scheda da completare, mancano 11 giorni"
    parti = lettera.testo.split("\n\n")
    assert parti[0] == "Comune di Chiari, raccolta dei dati 2026 per il piano dell’ambito Oglio."
    assert parti[1].startswith("Nella scheda mancano:\n- Patrimonio: ")
    assert parti[2:] == [
        "C’è tempo fino al 31 ottobre 2025, ore 23:59: mancano 11 giorni.",
        f"La scheda è qui:\nhttps://casa.example/schede/{ottobre.chiari.pk}/",
        "A chi chiedere: Ufficio di piano, tel. 030 12345, udp@example.org",
        "Questo messaggio lo manda Pianocasa a chi ha un incarico per questa scheda.\n",
    ]


def test_la_lettera_di_chi_deve_certificare(ottobre):
    dovuta = due(ottobre)[ottobre.rovato.pk]
    assert [persona.nome for persona in dovuta.destinatari] == ["Fabio"]
    assert dovuta.lettera.oggetto == "Comune di Rovato, dati 2026: scheda da certificare, mancano 11 giorni"
    assert "Manca la certificazione" in dovuta.lettera.testo
    assert "mancano:" not in dovuta.lettera.testo


def test_di_un_rinvio_si_scrive_a_tutti_e_due(ottobre):
    certify(ottobre.rovato)
    send_back(ottobre.rovato, celle=["consistenza"], motivo="Ricontare i SAP", by=ottobre.carla, quando=DOPO)
    dovuta = due(ottobre, DOPO)[ottobre.rovato.pk]
    assert [persona.nome for persona in dovuta.destinatari] == ["Anna", "Fabio"]
    assert dovuta.lettera.oggetto == "Comune di Rovato, dati 2026: valori da rivedere"
    assert "«Ricontare i SAP»" in dovuta.lettera.testo
    assert "si può cambiare da subito" in dovuta.lettera.testo


def test_dopo_la_chiusura_la_lettera_parla_di_proroga(ottobre):
    lettera = due(ottobre, DOPO)[ottobre.chiari.pk].lettera
    assert lettera.oggetto.endswith("chiusa da 12 giorni")
    assert "si è chiusa il 31 ottobre 2025, ore 23:59. Per completare la scheda occorre una proroga" in lettera.testo


def test_la_proroga_e_il_termine_della_lettera(ottobre):
    Proroga.objects.create(scheda=ottobre.chiari, al=roma(2025, 11, 16), motivo="Alluvione")
    assert (
        "fino al 15 novembre 2025, ore 23:59: mancano 3 giorni" in due(ottobre, DOPO)[ottobre.chiari.pk].lettera.testo
    )


def test_l_oggetto_sta_su_una_riga_ed_entra_nella_colonna(ottobre):
    situazione = due(ottobre)[ottobre.chiari.pk].riga.situazione
    lettera = write_letter(situazione, Nomi("Unione\r\n" + "x" * 400, 1, "Oglio", 2026, SITO))
    assert len(lettera.oggetto) == 200
    assert "\n" not in lettera.oggetto


# sending


def test_un_messaggio_per_persona_con_la_sua_traccia(ottobre):
    altra = create_incarico("Gaia", "compilatore", ente=ottobre.chiari.ente)
    [invio] = send(ottobre, ottobre.chiari)
    assert invio.mandati == ("bruno@example.org", "gaia@example.org")
    assert [messaggio.to for messaggio in mail.outbox] == [["bruno@example.org"], [altra.utente.email]]
    sollecito = Sollecito.objects.for_system().get()
    assert sollecito.destinatari == ["bruno@example.org", "gaia@example.org"]
    assert (sollecito.testo, sollecito.da) == (mail.outbox[0].body, "Carla")


def test_chi_ha_due_incarichi_riceve_un_messaggio(ottobre):
    ottobre.fabio.pk = None
    ottobre.fabio.ruolo = "compilatore"
    ottobre.fabio.save()
    send_reminders(due(ottobre).values(), by=AUTOMATICO, quando=IN_MEZZO)
    assert [m.to for m in mail.outbox].count(["fabio@example.org"]) == 1


def test_al_massimo_uno_al_giorno(ottobre):
    dovute = list(due(ottobre).values())
    assert len(send_reminders(dovute, by=ottobre.carla, quando=IN_MEZZO)) == len(dovute)
    quanti = len(mail.outbox)
    assert send_reminders(dovute, by=ottobre.carla, quando=IN_MEZZO + timedelta(hours=3)) == ()
    assert len(mail.outbox) == quanti
    assert due(ottobre, IN_MEZZO + timedelta(hours=3)) == {}
    assert send(ottobre, ottobre.chiari, adesso=IN_MEZZO + timedelta(days=1))


def test_un_server_fermo_non_lascia_traccia(ottobre, settings):
    settings.EMAIL_BACKEND = f"{__name__}.ServerFermo"
    invii = send(ottobre, ottobre.chiari, ottobre.rovato)
    assert [invio.non_mandati for invio in invii] == [("bruno@example.org",), ("fabio@example.org",)]
    assert not Sollecito.objects.for_system().exists()


def test_un_indirizzo_rifiutato_non_risulta_mandato(ottobre, settings):
    settings.EMAIL_BACKEND = f"{__name__}.ServerSchizzinoso"
    create_incarico("Gaia", "compilatore", ente=ottobre.chiari.ente)
    invii = send(ottobre, ottobre.chiari, ottobre.rovato)
    assert [(i.mandati, i.non_mandati) for i in invii] == [
        (("gaia@example.org",), ("bruno@example.org",)),
        (("fabio@example.org",), ()),
    ]
    assert Sollecito.objects.for_system().get(scheda=ottobre.chiari).destinatari == ["gaia@example.org"]


@pytest.mark.django_db(transaction=True)
def test_due_processi_insieme_mandano_una_volta(ottobre):
    if connection.vendor != "postgresql":
        pytest.skip("due connessioni insieme: solo con PostgreSQL")
    dovute, esiti = list(due(ottobre).values()), []

    def manda():
        try:
            esiti.append(send_reminders(dovute, by=AUTOMATICO, quando=IN_MEZZO))
        finally:
            connections.close_all()

    fili = [Thread(target=manda) for _ in range(2)]
    for filo in fili:
        filo.start()
    for filo in fili:
        filo.join()
    assert sum(map(len, esiti)) == len(dovute) == Sollecito.objects.for_system().count()
    assert len(mail.outbox) == sum(len(dovuta.destinatari) for dovuta in dovute)


# pages


def test_prima_si_vede_il_testo_e_poi_si_manda(adesso_aperta, client):
    mondo = adesso_aperta
    client.force_login(mondo.carla.utente)
    scelta = {"scheda": [mondo.chiari.pk, mondo.rovato.pk]}
    anteprima = client.get(address(mondo, "sollecito_send"), scelta).content.decode()
    assert "Nulla è ancora partito" in anteprima
    assert "Manca la certificazione" in anteprima
    assert mail.outbox == []
    risposta = client.post(address(mondo, "sollecito_send"), scelta, follow=True)
    assert {m.to[0] for m in mail.outbox} == {"bruno@example.org", "fabio@example.org"}
    assert f"http://testserver/schede/{mondo.chiari.pk}/" in mail.outbox[0].body
    pagina = risposta.content.decode()
    assert "Mandati 2 messaggi per Comune di Chiari e Comune di Rovato." in pagina
    assert "Solleciti mandati (2)" in pagina
    assert pagina.count("Già sollecitata oggi") == 2


def test_due_clic_mandano_una_volta(adesso_aperta, client):
    mondo = adesso_aperta
    client.force_login(mondo.carla.utente)
    scelta = {"scheda": mondo.chiari.pk}
    client.post(address(mondo, "sollecito_send"), scelta)
    seconda = client.post(address(mondo, "sollecito_send"), scelta, follow=True)
    assert len(mail.outbox) == 1
    assert "Nessun sollecito da mandare" in seconda.content.decode()


def test_chi_ha_certificato_non_si_puo_sollecitare_neppure_con_una_richiesta_forzata(adesso_aperta, client):
    mondo = adesso_aperta
    certify(mondo.rovato, timezone.now())
    client.force_login(mondo.carla.utente)
    pagina = client.get(address(mondo)).content.decode()
    assert f'value="{mondo.rovato.pk}"' not in pagina
    assert f'value="{mondo.chiari.pk}"' in pagina
    client.post(address(mondo, "sollecito_send"), {"scheda": [mondo.rovato.pk, "x", 10**20]})
    assert mail.outbox == []


def test_chi_non_ha_nessuno_a_cui_scrivere_si_legge(adesso_aperta, client):
    mondo = adesso_aperta
    mondo.bruno.delete()
    client.force_login(mondo.carla.utente)
    pagina = client.get(address(mondo)).content.decode()
    assert "Nessuno a cui scrivere (" in pagina
    assert f'value="{mondo.chiari.pk}"' not in pagina


def test_il_server_fermo_si_dice(adesso_aperta, client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.ServerFermo"
    mondo = adesso_aperta
    client.force_login(mondo.carla.utente)
    risposta = client.post(address(mondo, "sollecito_send"), {"scheda": mondo.chiari.pk}, follow=True)
    assert "Comune di Chiari (bruno@example.org): non risultano mandati" in risposta.content.decode()
    assert not Sollecito.objects.for_system().exists()


@pytest.mark.parametrize("nome", ["solleciti", "sollecito_send"])
@pytest.mark.parametrize(("persona", "stato"), [("dario", 404), ("anna", 409), ("sindaca", 409)])
def test_agli_altri_no(adesso_aperta, client, nome, persona, stato):
    client.force_login(getattr(adesso_aperta, persona).utente)
    assert client.get(address(adesso_aperta, nome)).status_code == stato


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_nel_browser_senza_javascript(pagina: Page, live_server, adesso_aperta):
    mondo = adesso_aperta
    write(mondo.chiari, {"consistenza/017052/sap": 3})
    enter_as(pagina, live_server.url, mondo.carla)
    pagina.goto(f"{live_server.url}{address(mondo)}")
    pagina.locator("label", has_text="Comune di Rovato").click()
    pagina.get_by_role("button", name="Vedi il testo").click()
    expect(pagina.get_by_role("heading", name="Comune di Chiari")).to_be_visible()
    expect(pagina.get_by_role("heading", name="Comune di Rovato")).to_have_count(0)
    pagina.get_by_role("button", name="Manda").click()
    expect(pagina.get_by_role("status")).to_contain_text("Mandati")


def test_nel_browser(pagina: Page, live_server, adesso_aperta):
    mondo = adesso_aperta
    enter_as(pagina, live_server.url, mondo.carla)
    pagina.goto(f"{live_server.url}{address(mondo)}")
    check(pagina)
    pagina.get_by_role("button", name="Vedi il testo").click()
    check(pagina)
    pagina.get_by_role("button", name="Manda").click()
    expect(pagina.get_by_text("Solleciti mandati (4)")).to_be_visible()
    pagina.locator("summary").first.click()
    check(pagina)
