"""The pages in the browser: no accessibility violation, no sideways scroll, no error, with and without JavaScript."""

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from enti.models import Incarico
from enti.models.utente import Ruolo
from piano.caricamento import FIXTURES, INIZIO, load_ambito

EMAIL, PAROLA = "carla@ambito.example", "una-parola-lunga-di-prova"
LARGHEZZE = {"schermo": 1280, "telefono": 390}
APERTE = {
    "home": "/",
    "accesso": "/accedi/",
    "password dimenticata": "/conto/password/dimenticata/",
    "registrazione": "/conto/registrazione/",
    "accessibilità": "/accessibilita/",
    "privacy": "/privacy/",
}
RISERVATE = {
    "scrivania": "/scrivania/",
    "conto": "/conto/",
    "cambio password": "/conto/password/",
    "indirizzi e-mail": "/conto/email/",
    "secondo fattore": "/conto/secondo-fattore/",
    "conferma": "/conto/conferma/",
}


@pytest.fixture
def carla(transactional_db):
    utente = get_user_model().objects.create_user(EMAIL, PAROLA, first_name="Carla", last_name="Bonetti")
    EmailAddress.objects.create(user=utente, email=EMAIL, verified=True, primary=True)
    return utente


@pytest.fixture
def oglio_ovest(carla):
    """The real plan, read by Carla, who works for its capofila."""
    call_command("carica_registri", verbosity=0)
    ambito = load_ambito(FIXTURES / "oglio-ovest")
    Incarico.objects.create(utente=carla, ambito=ambito, ruolo=Ruolo.CAPOFILA, dal=INIZIO)


def enter(pagina: Page, indirizzo: str, poi: str = "Scrivania") -> None:
    pagina.goto(f"{indirizzo}{reverse('account_login')}")
    pagina.get_by_label("Email").fill(EMAIL)
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text(poi)


def check(pagina: Page) -> None:
    """Axe finds nothing, at both widths the page does not scroll sideways, every link leads somewhere."""
    for nome, larghezza in LARGHEZZE.items():
        pagina.set_viewport_size({"width": larghezza, "height": 900})
        esito = Axe().run(pagina)
        assert esito.violations_count == 0, f"{nome}\n{esito.generate_report()}"
        eccesso = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert eccesso <= 0, f"{nome}: la pagina scorre di lato di {eccesso} punti"
        assert pagina.locator("h1").count() == 1
    assert pagina.locator('main a[href=""]').count() == 0, "un collegamento non porta da nessuna parte"


def totp_code(segreto: str) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(segreto, int(time.time()) // 30))


def age_login(pagina: Page) -> None:
    """As if the login had been made an hour ago."""
    [chiave] = [cookie["value"] for cookie in pagina.context.cookies() if cookie["name"] == "sessionid"]
    sessione = SessionStore(chiave)
    for registrazione in sessione[AUTHENTICATION_METHODS_SESSION_KEY]:
        registrazione["at"] -= 3600
    sessione.save()


@pytest.mark.parametrize("percorso", APERTE.values(), ids=APERTE.keys())
def test_pagina_aperta(pagina: Page, live_server, percorso):
    pagina.goto(f"{live_server.url}{percorso}")
    check(pagina)


@pytest.mark.parametrize("percorso", RISERVATE.values(), ids=RISERVATE.keys())
def test_pagina_riservata(pagina: Page, live_server, carla, percorso):
    pagina.goto(f"{live_server.url}{percorso}")
    expect(pagina).to_have_url(f"{live_server.url}/accedi/?next={percorso}")
    enter(pagina, live_server.url)
    pagina.goto(f"{live_server.url}{percorso}")
    check(pagina)


def test_uscita(pagina: Page, live_server, carla):
    enter(pagina, live_server.url)
    pagina.goto(f"{live_server.url}/esci/")
    check(pagina)
    pagina.get_by_role("main").get_by_role("button", name="Esci").click()
    expect(pagina.get_by_text("Sessione chiusa.")).to_be_visible()


def test_chi_non_ha_un_nome(pagina: Page, live_server, carla):
    get_user_model().objects.filter(email=EMAIL).update(first_name="", last_name="")
    enter(pagina, live_server.url, poi="Prima di cominciare: nome e cognome")
    check(pagina)
    pagina.get_by_label("Nome*", exact=True).fill("Carla")
    pagina.get_by_label("Cognome*", exact=True).fill("Bonetti")
    pagina.get_by_role("button", name="Salva e prosegui").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Scrivania")


def test_pagina_inesistente(pagina: Page, live_server, carla):
    pagina.stati_attesi.add(404)
    enter(pagina, live_server.url)
    risposta = pagina.goto(f"{live_server.url}/non-esiste/")
    assert risposta.status == 404
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Pagina non trovata")
    check(pagina)


def test_accesso_rifiutato(pagina: Page, live_server, carla):
    pagina.goto(f"{live_server.url}/accedi/")
    pagina.get_by_label("Email").fill(EMAIL)
    pagina.get_by_label("Password").fill("sbagliata")
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina).to_have_title("Errore: Accedi · Pianocasa")
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    expect(pagina.get_by_label("Email")).to_have_value(EMAIL)
    check(pagina)


def test_secondo_fattore_si_attiva(pagina: Page, live_server, carla):
    enter(pagina, live_server.url)
    pagina.get_by_role("link", name="Il mio conto: Carla Bonetti").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Il mio conto")
    pagina.get_by_role("link", name="Attiva il secondo fattore").click()
    pagina.get_by_role("main").get_by_role("link", name="Attiva", exact=True).click()
    check(pagina)
    pagina.get_by_label("Codice autenticatore").fill("000000")
    pagina.get_by_role("button", name="Attiva").click()
    expect(pagina).to_have_title("Errore: Attivare il secondo fattore · Pianocasa")
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.get_by_label("Codice autenticatore").fill(totp_code(pagina.get_by_label("Chiave").input_value()))
    pagina.get_by_role("button", name="Attiva").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Codici di recupero")
    expect(pagina.locator(".codici-recupero li")).to_have_count(10)
    expect(pagina.get_by_text("Secondo fattore attivato.")).to_be_visible()
    check(pagina)
    with pagina.expect_download() as scaricato:
        pagina.get_by_role("link", name="Scarica i codici").click()
    assert len(scaricato.value.path().read_text().split()) == 10
    pagina.get_by_role("link", name="Genera codici nuovi").click()
    check(pagina)
    pagina.get_by_role("button", name="Genera").click()
    expect(pagina.locator(".codici-recupero li")).to_have_count(10)
    pagina.goto(f"{live_server.url}/conto/secondo-fattore/")
    check(pagina)
    pagina.get_by_role("link", name="Disattiva").click()
    check(pagina)
    pagina.get_by_role("button", name="Disattiva").click()
    expect(pagina.get_by_text("Secondo fattore disattivato.")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_accesso_con_il_codice(pagina: Page, live_server, carla):
    segreto = generate_totp_secret()
    TOTP.activate(carla, segreto)
    pagina.goto(f"{live_server.url}/accedi/?next=/conto/")
    pagina.get_by_label("Email").fill(EMAIL)
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Codice di accesso")
    pagina.get_by_label("Codice").fill("000000")
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina).to_have_title("Errore: Codice di accesso · Pianocasa")
    pagina.get_by_label("Codice").fill(totp_code(segreto))
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Il mio conto")


def test_codice_di_accesso(pagina: Page, live_server, carla):
    TOTP.activate(carla, generate_totp_secret())
    pagina.goto(f"{live_server.url}/accedi/")
    pagina.get_by_label("Email").fill(EMAIL)
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Codice di accesso")
    check(pagina)
    pagina.get_by_role("button", name="Annulla").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Accedi")


def test_conferma_con_password_o_codice(pagina: Page, live_server, carla):
    """After a while the pages of the second factor ask again; who has one chooses with what."""
    enter(pagina, live_server.url)
    segreto = generate_totp_secret()
    TOTP.activate(carla, segreto)
    age_login(pagina)
    pagina.goto(f"{live_server.url}/conto/secondo-fattore/disattivazione/")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Conferma")
    pagina.get_by_label("Password").fill("sbagliata")
    pagina.get_by_role("button", name="Conferma e prosegui").click()
    expect(pagina).to_have_title("Errore: Conferma · Pianocasa")
    check(pagina)
    pagina.get_by_role("link", name="Conferma con un codice").click()
    check(pagina)
    pagina.get_by_label("Codice").fill(totp_code(segreto))
    pagina.get_by_role("button", name="Conferma e prosegui").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Disattivare il secondo fattore")


def test_menu_del_telefono(pagina: Page, live_server):
    pagina.set_viewport_size({"width": 390, "height": 800})
    pagina.goto(live_server.url)
    voce = pagina.get_by_role("link", name="Piani pubblicati")
    expect(voce).not_to_be_visible()
    pagina.get_by_role("button", name="Mostra il menu").click()
    expect(pagina.locator("#menu :focus")).to_be_visible()  # the menu has finished opening
    pagina.keyboard.press("Escape")
    expect(voce).not_to_be_visible()


def test_primo_tab_salta_al_contenuto(pagina: Page, live_server):
    pagina.goto(live_server.url)
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("link", name="Vai al contenuto")).to_be_focused()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("main")).to_be_focused()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_senza_javascript(pagina: Page, live_server, carla):
    pagina.set_viewport_size({"width": 390, "height": 800})
    enter(pagina, live_server.url)
    expect(pagina.get_by_role("link", name="Scrivania")).to_be_visible()
    pagina.get_by_role("banner").get_by_role("button", name="Esci").click()
    expect(pagina).to_have_url(f"{live_server.url}/")


def test_piano(pagina: Page, live_server, oglio_ovest):
    enter(pagina, live_server.url)
    pagina.get_by_role("main").get_by_role("link", name="Ambito Oglio Ovest, 2026").click()
    expect(pagina).to_have_url(f"{live_server.url}/piani/oglio-ovest/2026/")
    expect(pagina.locator(".piano-testata")).to_contain_text("BOZZA")
    check(pagina)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_piano_senza_javascript(pagina: Page, live_server, oglio_ovest):
    enter(pagina, live_server.url)
    pagina.goto(f"{live_server.url}/piani/oglio-ovest/2026/")
    expect(pagina.locator(".piano-testo table").first).to_be_visible()
    pagina.locator(".piano-indice a").last.click()
    expect(pagina).to_have_url(re.compile("#"))
