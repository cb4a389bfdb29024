"""A long list of dwellings at the browser: the bar says how far it has gone, survives a reload, opens the outcome."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from raccolta.alloggi import lavori
from raccolta.alloggi.modelli import Lavoro
from tests.alloggi.fogli_di_prova import alloggi, xlsx
from tests.dati import mondo
from tests.raccolta.raccolta_di_prova import enter_as
from tests.test_pagine import check

__all__ = ["mondo"]


@pytest.mark.browser
def test_un_elenco_lungo_con_il_suo_avanzamento(transactional_db, mondo, live_server, page: Page, monkeypatch):
    monkeypatch.setattr(lavori, "BREVE", 0)
    enter_as(page, live_server.url, mondo.anna)
    page.goto(f"{live_server.url}/unita/importazione/?di=rovato")
    check(page)
    righe = alloggi(40)
    righe[3][3] = righe[4][3] = "grande"
    elenco = {"name": "alloggi.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": xlsx(righe)}
    page.get_by_label("L’elenco degli alloggi").set_input_files(elenco)
    page.get_by_role("button", name="Carica e continua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Che cosa dice ogni colonna")
    check(page)
    page.get_by_role("button", name="Guarda che cosa cambierebbe").click()
    expect(page.get_by_text("In attesa di cominciare")).to_be_visible()
    lavoro = Lavoro.objects.get()
    corso = {"stato": "corso", "fase": "Lettura del file", "totale": 100, "battito": timezone.now()}
    Lavoro.objects.filter(pk=lavoro.pk).update(**corso, fatte=30)
    expect(page.locator("progress")).to_have_attribute("value", "30")
    Lavoro.objects.filter(pk=lavoro.pk).update(fatte=70)
    expect(page.locator("progress")).to_have_attribute("value", "70")
    page.reload()
    expect(page.get_by_text("70 righe su 100")).to_be_visible()
    check(page)
    Lavoro.objects.filter(pk=lavoro.pk).update(stato="attesa", fatte=0, totale=0)
    lavori.execute(lavoro.pk)
    expect(page.get_by_text("Nel registro non è ancora cambiato nulla")).to_be_visible()
    check(page)
    with page.expect_download() as scarico:
        page.get_by_role("link", name="Scarica il file con gli errori segnati").click()
    assert scarico.value.suggested_filename == "alloggi-da-correggere.xlsx"
    page.get_by_role("button", name="Scrivi nel registro").click()
    expect(page.locator("progress")).to_be_visible()
    lavori.execute(Lavoro.objects.latest("pk").pk)
    expect(page.get_by_text("38 alloggi nuovi")).to_be_visible()
    check(page)
