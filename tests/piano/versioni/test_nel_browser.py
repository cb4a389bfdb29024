"""In Chromium, on a screen and on a phone: versions, comparison, dossier and the mayors' page."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from piano.models import Piano
from tests.dati import create_incarico, create_piano
from tests.piano.versioni.conservate import propose, store
from tests.raccolta.raccolta_di_prova import enter_as
from tests.test_pagine import check


@pytest.fixture
def proposto(transactional_db: None, solo_oglio_ovest: None) -> Piano:
    """The real plan before the Assembly, with the year before."""
    piano = Piano.objects.for_system().select_related("ricognizione__ambito").get(ricognizione__anno=2026)
    prima = Piano.objects.for_system().filter(ricognizione__anno=2025).first()
    store(prima or create_piano(piano.ricognizione.ambito, 2025), "approvazione")
    propose(piano)
    return piano


def test_dalla_scrivania_del_sindaco_alla_sintesi_e_alle_differenze(pagina: Page, live_server, proposto: Piano) -> None:
    sindaca = create_incarico("sindaca", "assemblea", ambito=proposto.ricognizione.ambito)
    enter_as(pagina, live_server.url, sindaca)
    pagina.goto(f"{live_server.url}{reverse('piano:scrivania')}")
    pagina.get_by_role("link", name="Leggi la sintesi").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Il piano 2026 in breve")
    check(pagina)
    pagina.get_by_role("link", name="Tutte le differenze, ente per ente").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Che cosa cambia nel piano 2026")
    check(pagina)
    for nome in ("versioni", "fascicolo"):
        pagina.goto(f"{live_server.url}{reverse(f'piano:{nome}', args=['oglio-ovest', 2026])}")
        check(pagina)
    enter_as(pagina, live_server.url, create_incarico("ufficio", "capofila", ambito=proposto.ricognizione.ambito))
    pagina.goto(f"{live_server.url}{reverse('piano:archivio', args=['oglio-ovest', 2026])}")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Archivio del 2026")
    check(pagina)
