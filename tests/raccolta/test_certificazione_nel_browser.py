"""Certification and sending back in the browser: as the people do it, in every state, wide and narrow."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from patrimonio.models import Finestra
from raccolta.models import Bozza, Certificazione
from raccolta.services import update
from tests.dati import DIGITATA
from tests.raccolta.persone import GIORNO, SAP, attest
from tests.test_pagine import check

PAROLA = "una-parola-lunga-di-prova"
ATTESTO = "Ho letto l’attestazione e la sottoscrivo"
QUALIFICA = "Qualifica di chi certifica"


@pytest.fixture
def aperta(transactional_db, raccolta):
    """A window that is open now, and people who can log in."""
    Finestra.objects.all().delete()
    adesso = timezone.now()
    Finestra.objects.create(ricognizione=raccolta.ricognizione, dal=adesso - GIORNO, al=adesso + GIORNO)
    for incarico in (raccolta.anna, raccolta.bice, raccolta.carla):
        utente = incarico.utente
        utente.set_password(PAROLA)
        utente.save()
        EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    return raccolta


def enter(pagina: Page, indirizzo: str, incarico) -> None:
    pagina.context.clear_cookies()
    pagina.goto(f"{indirizzo}/accedi/")
    pagina.get_by_label("Email").fill(incarico.utente.email)
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Scrivania")


def open_page(pagina: Page, indirizzo: str, nome: str, scheda) -> None:
    """Go to a page that asks first who is acting."""
    pagina.goto(f"{indirizzo}{reverse(f'raccolta:{nome}', args=[scheda.pk])}")
    if pagina.get_by_role("heading", level=1).inner_text() == "Conferma":
        confirm(pagina)


def confirm(pagina: Page) -> None:
    pagina.get_by_label("Password").fill(PAROLA)
    pagina.get_by_role("button", name="Conferma e prosegui").click()


def tick(pagina: Page, nome: str) -> None:
    """By keyboard: the theme draws the boxes beside the inputs, and scrolls smoothly under a mouse."""
    pagina.get_by_label(nome).press("Space")
    expect(pagina.get_by_label(nome)).to_be_checked()


def certify(pagina: Page) -> None:
    tick(pagina, ATTESTO)
    pagina.get_by_role("button", name="Certifica la scheda").click()


def test_dalla_conferma_alla_ricevuta(pagina: Page, live_server, aperta):
    pagina.stati_attesi.add(422)
    enter(pagina, live_server.url, aperta.bice)
    pagina.goto(f"{live_server.url}{reverse('raccolta:certificazione', args=[aperta.rovato.pk])}")
    expect(pagina.get_by_text("certificazione della scheda")).to_be_visible()
    check(pagina)
    confirm(pagina)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Certificazione della scheda 2026")
    check(pagina)
    pagina.get_by_role("button", name="Certifica la scheda").click()
    expect(pagina).to_have_title("Errore: Certificazione della scheda 2026 · Pianocasa")
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.locator(".sommario-errori a").first.click()
    expect(pagina.get_by_label(QUALIFICA)).to_be_focused()
    pagina.get_by_label(QUALIFICA).fill("Responsabile del patrimonio")
    certify(pagina)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Scheda 2026 certificata")
    check(pagina)
    with pagina.expect_download() as scaricata:
        pagina.get_by_role("link", name="Scarica la ricevuta").click()
    assert scaricata.value.suggested_filename == "ricevuta-certificazione-rovato-2026-1.pdf"


@pytest.mark.parametrize("javascript", [True, False])
def test_gli_ostacoli_portano_al_quadro(browser, live_server, aperta, javascript):
    Bozza.objects.create(scheda=aperta.rovato, quadro="patrimonio", campi={}, da="Anna", quando=timezone.now())
    contesto = browser.new_context(java_script_enabled=javascript, locale="it-IT")
    pagina = contesto.new_page()
    enter(pagina, live_server.url, aperta.bice)
    open_page(pagina, live_server.url, "certificazione", aperta.rovato)
    expect(pagina.get_by_role("button", name="Certifica la scheda")).to_be_disabled()
    if javascript:
        check(pagina)
    pagina.locator("#ostacoli").get_by_role("link", name="Vai a Patrimonio").click()
    expect(pagina).to_have_url(f"{live_server.url}/schede/{aperta.rovato.pk}/patrimonio/")
    contesto.close()


def test_un_salvataggio_mentre_si_legge(pagina: Page, live_server, aperta):
    pagina.stati_attesi.add(409)
    enter(pagina, live_server.url, aperta.bice)
    open_page(pagina, live_server.url, "certificazione", aperta.rovato)
    pagina.get_by_label(QUALIFICA).fill("Responsabile")
    update(aperta.rovato, {SAP: 1475}, by=aperta.anna, origine=DIGITATA)
    certify(pagina)
    expect(pagina.get_by_role("heading", name="La scheda non è stata certificata")).to_be_visible()
    expect(pagina.get_by_text("da 81 a 1.475 (Anna,")).to_be_visible()
    expect(pagina.get_by_label(QUALIFICA)).to_have_value("Responsabile")
    expect(pagina.get_by_label(ATTESTO)).not_to_be_checked()
    check(pagina)
    certify(pagina)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Scheda 2026 certificata")


def test_rinviata_e_certificata_di_nuovo(pagina: Page, live_server, aperta):
    pagina.stati_attesi.add(422)
    attest(aperta.rovato, aperta.bice, quando=timezone.now())
    enter(pagina, live_server.url, aperta.carla)
    open_page(pagina, live_server.url, "rinvio", aperta.rovato)
    check(pagina)
    pagina.get_by_role("button", name="Leggi ciò che riceverà l’ente").click()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.get_by_text("Solo alcuni valori di «Consistenza del patrimonio»").click()
    tick(pagina, "Rovato, SAP: 81")
    check(pagina)
    pagina.get_by_label("Perché").fill("La piattaforma dice 119.")
    pagina.get_by_role("button", name="Leggi ciò che riceverà l’ente").click()
    expect(pagina.get_by_text("Il capofila chiede di rivedere")).to_be_visible()
    check(pagina)
    pagina.get_by_role("button", name="Correggi").click()
    expect(pagina.get_by_label("Rovato, SAP: 81")).to_be_checked()
    pagina.get_by_role("button", name="Leggi ciò che riceverà l’ente").click()
    pagina.get_by_role("button", name="Rinvia la scheda").click()
    expect(pagina.get_by_text("La scheda è stata rinviata. Avvisati per posta: Anna, Bice.")).to_be_visible()
    assert len(mail.outbox) == 2
    enter(pagina, live_server.url, aperta.bice)
    open_page(pagina, live_server.url, "certificazione", aperta.rovato)
    expect(pagina.get_by_role("heading", name="Nessun valore è cambiato")).to_be_visible()
    expect(pagina.get_by_label("Certifico di nuovo senza modifiche")).not_to_be_checked()
    check(pagina)
    update(aperta.rovato, {SAP: 119}, by=aperta.anna, origine=DIGITATA)
    pagina.reload()
    expect(pagina.get_by_role("heading", name="1 valore cambiato")).to_be_visible()
    check(pagina)
    certify(pagina)
    expect(pagina.get_by_text("n. 2: 1 valore cambiato dalla precedente")).to_be_visible()
    check(pagina)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_senza_javascript(pagina: Page, live_server, aperta):
    pagina.set_viewport_size({"width": 390, "height": 800})
    enter(pagina, live_server.url, aperta.bice)
    open_page(pagina, live_server.url, "certificazione", aperta.rovato)
    pagina.get_by_label(QUALIFICA).fill("Responsabile")
    certify(pagina)
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Scheda 2026 certificata")
    assert Certificazione.objects.get().nome == "Bice"
    enter(pagina, live_server.url, aperta.carla)
    open_page(pagina, live_server.url, "rinvio", aperta.rovato)
    tick(pagina, "Consistenza del patrimonio (compilata)")
    pagina.get_by_label("Perché").fill("Non torna.")
    pagina.get_by_role("button", name="Leggi ciò che riceverà l’ente").click()
    pagina.get_by_role("button", name="Rinvia la scheda").click()
    expect(pagina.get_by_text("La scheda è stata rinviata.")).to_be_visible()
    assert len(mail.outbox) == 2
