"""The register of dwellings in the browser, without JavaScript: searched, read, added to, taken into a scheda."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from patrimonio.models import Finestra
from tests.raccolta.raccolta_di_prova import enter_as
from tests.raccolta.test_alloggi import add
from tests.test_pagine import check


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_dal_registro_alla_scheda(transactional_db, mondo, pagina: Page, live_server):
    ora, giorno = timezone.now(), timedelta(days=1)
    Finestra.objects.create(ricognizione=mondo.ricognizione, dal=ora - giorno, al=ora + giorno)
    for n in range(60):
        add(mondo.rovato, f"RV-{n:03}", indirizzo=f"Via Martiri della Libertà {n}", superficie_utile=Decimal(50 + n))
    add(mondo.rovato, "RV-100", stato="carente", costo_lavori=Decimal(12000), tipo="sas")
    add(mondo.rovato, "RV-101", stato="libera")
    enter_as(pagina, live_server.url, mondo.anna)
    pagina.goto(f"{live_server.url}/unita/")
    expect(pagina.get_by_text("Pagina 1 di 2", exact=True)).to_be_visible()
    pagina.get_by_label("Stato", exact=True).select_option("carente")
    pagina.get_by_role("button", name="Cerca").click()
    expect(pagina.get_by_role("heading", name="1 alloggio", exact=True)).to_be_visible()
    pagina.get_by_role("link", name="Tutti gli alloggi").first.click()
    with pagina.expect_download() as atteso:
        pagina.get_by_role("link", name=re.compile("^CSV")).click()
    assert atteso.value.suggested_filename == "alloggi-rovato.csv"
    pagina.get_by_role("link", name="Aggiungi un alloggio").click()
    pagina.get_by_role("textbox", name="Codice").fill("RV-200")
    pagina.get_by_label("Indirizzo e numero").fill("Via Nuova 1")
    pagina.locator("#id_stato").select_option("libera")
    pagina.get_by_role("button", name="Salva").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Via Nuova 1")
    pagina.goto(f"{live_server.url}/schede/{mondo.rovato.pk}/disponibilita/")
    pagina.get_by_role("link", name="Prendi dal registro").click()
    pagina.get_by_role("button", name="Scrivi nella scheda").click()
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("scheda 2026")
    assert mondo.rovato.modifiche.filter(cella="libere/017166.sap.subito/unita", a="2").exists()


def test_le_pagine_si_leggono_con_ogni_mezzo(transactional_db, mondo, pagina: Page, live_server):
    enter_as(pagina, live_server.url, mondo.anna)
    pagina.goto(f"{live_server.url}/unita/")
    check(pagina)
    alloggio = add(mondo.rovato, "RV-1", stato="carente", costo_lavori=Decimal(12000), gestore=mondo.aler.ente)
    for n in range(8):
        add(mondo.rovato, f"RV-1{n}", stato=("libera", "locata")[n % 2], tipo=("sap", "sas")[n % 3 == 0])
    indirizzi = ("", "nuova/", f"{alloggio.pk}/", f"{alloggio.pk}/modifica/", f"{alloggio.pk}/elimina/")
    for indirizzo in (*(f"unita/{i}" for i in indirizzi), f"schede/{mondo.rovato.pk}/registro/"):
        pagina.goto(f"{live_server.url}/{indirizzo}")
        check(pagina)
