"""The pages of the windows: opened, cancelled, extended in the browser; what is wrong is said, nothing is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.models import Evento
from lessico.italiano import ROMA
from patrimonio.models import Finestra, Integrazione, Proroga
from tests.raccolta.raccolta_di_prova import certify, enter_as
from tests.test_pagine import check

GIORNO = timedelta(days=1)
PAGINE = ("ricognizione", "finestra_create", "proroga_create", "integrazione_create")


def address(nome="ricognizione", *altro):
    return reverse(f"raccolta:{nome}", args=["oglio", 2026, *altro])


def day(fra: int) -> str:
    return f"{timezone.now().astimezone(ROMA) + fra * GIORNO:%d/%m/%Y}"


def typed(da: int = 1, a: int = 30, **altro: str) -> dict[str, str]:
    scritto = {"dal_giorno": day(da), "dal_ora": "00:00", "al_giorno": day(a), "al_ora": "23:59"}
    return scritto | {"motivo": "", "canale": "Pianocasa"} | altro


@pytest.fixture
def carla(mondo, client):
    client.force_login(mondo.carla.utente)
    return client


@pytest.fixture
def aperta(mondo):
    adesso = timezone.now().replace(second=0, microsecond=0)
    return Finestra.objects.create(ricognizione=mondo.ricognizione, dal=adesso - 9 * GIORNO, al=adesso + 9 * GIORNO)


@pytest.mark.parametrize("nome", PAGINE)
@pytest.mark.parametrize("metodo", ["get", "post"])
@pytest.mark.parametrize(("persona", "stato"), [("dario", 404), ("anna", 409), ("sindaca", 409)])
def test_agli_altri_no(mondo, aperta, client, nome, metodo, persona, stato):
    client.force_login(getattr(mondo, persona).utente)
    if metodo == "post" and nome == "ricognizione":
        stato = 405
    assert getattr(client, metodo)(address(nome)).status_code == stato


def test_aprire_la_raccolta(mondo, carla):
    assert "non ha ancora una finestra" in carla.get(address()).content.decode()
    risposta = carla.post(address("finestra_create"), typed(al_ora="12.30"), follow=True)
    assert "La raccolta è aperta dal" in risposta.content.decode()
    finestra = Finestra.objects.for_system().get()
    assert f"{finestra.dal.astimezone(ROMA):%d/%m/%Y %H:%M}" == f"{day(1)} 00:00"
    assert f"{finestra.al.astimezone(ROMA):%d/%m/%Y %H:%M}" == f"{day(30)} 12:31"
    assert Evento.objects.get().atto == "apertura della raccolta"


@pytest.mark.parametrize(
    ("cosa", "frase"),
    [
        ({"al_giorno": "31/02/2027"}, "non esiste"),
        ({"al_giorno": "domani"}, "non è una data"),
        ({"al_ora": "25:00"}, "non è un’ora"),
        ({"dal_giorno": "28/03/2027", "dal_ora": "2:30"}, "l’ora 02:30 non c’è"),
        ({"dal_giorno": "31/10/2027", "dal_ora": "2:30"}, "l’ora 02:30 c’è due volte"),
        ({"al_giorno": ""}, "obbligatorio"),
        ({"dal_giorno": "01/12/2036", "al_giorno": "30/11/2036"}, "si chiude prima di aprirsi"),
        ({"dal_giorno": "01/01/2036", "al_giorno": "01/02/2037"}, "più di un anno"),
        ({"dal_giorno": "01/10/2025", "al_giorno": "31/10/2025"}, "già passata"),
    ],
)
def test_cio_che_non_va_e_detto_e_resta_scritto(mondo, carla, cosa, frase):
    scritto = typed(motivo="Richieste dei comuni") | cosa
    risposta = carla.post(address("finestra_create"), scritto)
    pagina = risposta.content.decode()
    assert risposta.status_code == 422
    assert frase in pagina
    assert "<title>Errore: " in pagina
    assert "Richieste dei comuni" in pagina
    assert all(f'value="{testo}"' in pagina for nome, testo in scritto.items() if testo and nome != "motivo")
    assert not Finestra.objects.for_system().exists()


def test_dalla_seconda_il_motivo_e_richiesto_e_le_date_non_si_sovrappongono(mondo, aperta, carla):
    senza = carla.post(address("finestra_create"), typed(20, 30))
    assert senza.status_code == 422
    assert "motivo" in senza.context["form"].errors
    sopra = carla.post(address("finestra_create"), typed(5, 30, motivo="Altro tempo"))
    assert "si sovrappongono" in sopra.content.decode()
    assert carla.post(address("finestra_create"), typed(20, 30, motivo="Altro tempo")).status_code == 302


def test_prolungare_comincia_dove_finisce_l_ultima(mondo, aperta, carla):
    form = carla.get(address("finestra_create")).context["form"]
    fine = aperta.al.astimezone(ROMA)
    assert (form["dal_giorno"].initial, form["dal_ora"].initial) == (fine.date(), fine.time())


def test_annullare_una_finestra_che_non_e_cominciata(mondo, aperta, carla):
    futura = Finestra.objects.create(ricognizione=mondo.ricognizione, dal=aperta.al, al=aperta.al + GIORNO)
    assert "non è ancora cominciata" in carla.get(address("finestra_cancel", futura.pk)).content.decode()
    carla.post(address("finestra_cancel", futura.pk))
    assert list(Finestra.objects.for_system()) == [aperta]
    assert carla.get(address("finestra_cancel", aperta.pk)).status_code == 409
    assert carla.post(address("finestra_cancel", aperta.pk)).status_code == 409
    assert carla.post(address("finestra_cancel", futura.pk)).status_code == 404


def test_la_finestra_di_un_altro_anno_non_c_e(mondo, aperta, carla):
    altra = type(mondo.ricognizione).objects.create(ambito=mondo.ambito, anno=2027)
    lontana = Finestra.objects.create(ricognizione=altra, dal=aperta.al, al=aperta.al + GIORNO)
    assert carla.post(address("finestra_cancel", lontana.pk)).status_code == 404
    assert Finestra.objects.for_system().filter(pk=lontana.pk).exists()


def extension(mondo, **altro):
    scritto = {"scheda": mondo.chiari.pk, "al_giorno": day(15), "al_ora": "23:59", "motivo": "Alluvione", "atto": ""}
    return scritto | altro


def test_concedere_una_proroga(mondo, aperta, carla):
    risposta = carla.post(address("proroga_create"), extension(mondo), follow=True)
    assert "Comune di Chiari: la scheda si può scrivere fino" in risposta.content.decode()
    assert Proroga.objects.for_system().get().scheda == mondo.chiari


def test_la_proroga_a_chi_ha_certificato_o_ad_altri_non_c_e(mondo, aperta, carla):
    certify(mondo.chiari)
    altra = type(mondo.ricognizione).objects.create(ambito=mondo.altrove, anno=2026)
    lontana = type(mondo.chiari).objects.create(ricognizione=altra)
    for scheda in (mondo.chiari.pk, lontana.pk, "x"):
        risposta = carla.post(address("proroga_create"), extension(mondo, scheda=scheda))
        assert risposta.status_code == 422
        assert "va preso dall’elenco" in risposta.content.decode()
    assert not Proroga.objects.for_system().exists()


def test_una_proroga_prima_dell_apertura_e_rifiutata_con_cio_che_era_scritto(mondo, carla):
    risposta = carla.post(address("proroga_create"), extension(mondo))
    assert risposta.status_code == 409
    assert "non è ancora cominciata" in risposta.content.decode()
    assert "Alluvione" in risposta.content.decode()


def test_una_proroga_senza_motivo_o_prima_della_chiusura(mondo, aperta, carla):
    assert "motivo" in carla.post(address("proroga_create"), extension(mondo, motivo="")).context["form"].errors
    presto = carla.post(address("proroga_create"), extension(mondo, al_giorno=day(2)))
    assert presto.status_code == 422
    assert "si chiude già" in presto.content.decode()


def test_registrare_un_integrazione_e_scriverla_d_ufficio(mondo, aperta, carla):
    file = SimpleUploadedFile("lettera.pdf", b"%PDF-1.4 prova", content_type="application/pdf")
    scritto = {"ente": mondo.chiari.pk, "ricevuta_il": day(-1), "canale": "PEC", "protocollo": "12345", "file": file}
    pagina = carla.post(address("integrazione_create"), scritto, follow=True).content.decode()
    integrazione = Integrazione.objects.for_system().get()
    assert (integrazione.ente, integrazione.allegato.nome) == (mondo.chiari.ente, "lettera.pdf")
    assert reverse("raccolta:scheda_detail", args=[mondo.chiari.pk]) in pagina
    assert reverse("enti:allegato", args=[integrazione.allegato.pk]) in pagina
    assert "12345" in pagina


def test_un_integrazione_con_un_errore_dice_di_riscegliere_il_file(mondo, aperta, carla):
    file = SimpleUploadedFile("lettera.pdf", b"%PDF-1.4 prova")
    risposta = carla.post(address("integrazione_create"), {"oggetto": "<b>Dati</b>", "file": file})
    pagina = risposta.content.decode()
    assert risposta.status_code == 422
    assert "va scelto di nuovo" in pagina
    assert "&lt;b&gt;Dati" in pagina
    assert not Integrazione.objects.for_system().exists()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_nel_browser_senza_javascript(pagina: Page, live_server, mondo):
    pagina.stati_attesi.add(422)
    enter_as(pagina, live_server.url, mondo.carla)
    pagina.goto(f"{live_server.url}{address()}")
    pagina.get_by_role("link", name="Apri la raccolta").click()
    pagina.get_by_label("Ultimo giorno").fill("31/02/2030")
    pagina.get_by_role("button", name="Apri la raccolta").click()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    pagina.get_by_label("Ultimo giorno").fill(day(20))
    pagina.get_by_role("button", name="Apri la raccolta").click()
    expect(pagina.get_by_role("status")).to_contain_text("La raccolta è aperta dal")


def test_nel_browser(pagina: Page, live_server, mondo, aperta):
    pagina.stati_attesi.add(422)
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=aperta.al + GIORNO, al=aperta.al + 2 * GIORNO)
    Proroga.objects.create(scheda=mondo.chiari, al=aperta.al + 5 * GIORNO, motivo="Alluvione")
    Integrazione.objects.create(ricognizione=mondo.ricognizione, ordine=1, ente=mondo.rovato.ente, canale="PEC")
    enter_as(pagina, live_server.url, mondo.carla)
    for nome in PAGINE:
        pagina.goto(f"{live_server.url}{address(nome)}")
        check(pagina)
        if nome != "ricognizione":
            pagina.locator(".modulo-raccolta button[type=submit]").click()
            expect(pagina.locator(".sommario-errori")).to_be_focused()
            check(pagina)
    pagina.goto(f"{live_server.url}{address()}")
    pagina.get_by_role("link", name="Annulla la finestra").click()
    check(pagina)
