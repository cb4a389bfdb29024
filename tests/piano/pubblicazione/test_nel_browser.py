"""The public pages in the browser: accessible, on a telephone too, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from piano.models import Versione
from tests.piano.pubblicazione.conftest import create_plan
from tests.test_pagine import check

PAGINA = "/piani/oglio-ovest/2026/"


@pytest.fixture
def due_versioni(contenuti: dict[str, bytes], transactional_db: None, conserva: Callable[..., Versione]) -> None:
    """A plan that was published and then corrected."""
    piano = create_plan("oglio-ovest", "Oglio Ovest")
    conserva(piano)
    conserva(piano, motivo="Corretto il numero di unità di Chiari.")


def test_le_pagine_pubbliche(pagina: Page, live_server, due_versioni: None) -> None:
    for percorso in (PAGINA, f"{PAGINA}versioni/1/", f"{PAGINA}dati/", "/piani/oglio-ovest/", "/?cerca=oglio"):
        pagina.goto(f"{live_server.url}{percorso}")
        check(pagina)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_dal_telefono_senza_javascript(pagina: Page, live_server, due_versioni: None) -> None:
    pagina.set_viewport_size({"width": 390, "height": 844})
    pagina.goto(live_server.url)
    pagina.get_by_role("link", name="Ambito Oglio Ovest, 2026").click()
    expect(pagina.locator(".sintesi .valore").first).to_be_visible()
    pagina.get_by_role("link", name="Versione 1").click()
    expect(pagina.get_by_text("Questa non è la versione in vigore.")).to_be_in_viewport()
    pagina.get_by_role("link", name="Vai alla versione in vigore").click()
    expect(pagina).to_have_url(f"{live_server.url}{PAGINA}")
    pagina.get_by_role("link", name="Altri formati e dati aperti").click()
    with pagina.expect_download() as scaricato:
        pagina.get_by_role("link", name="Dati aperti: tutte le tabelle").click()
    assert scaricato.value.suggested_filename == "piano-oglio-ovest-2026-v2.zip"
