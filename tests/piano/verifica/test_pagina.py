"""The page of verification: what it answers, to whom, what it refuses; with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace
from playwright.sync_api import expect

from enti.models import Evento
from lessico.congelamento import fingerprint
from piano.valori import Impronte
from piano.verifica.forms import MASSIMO
from piano.verifica.views import LIMITI
from tests.dati import create_incarico
from tests.piano.verifica.conservate import composti, create_valle, keep_all, valle
from tests.piano.verifica.test_busta import envelope
from tests.piano.verifica.test_giudizio import flip

__all__ = ["composti", "valle"]

PAGINA = "/verifica/"


def bring(client, contenuto: bytes, nome: str = "piano.pdf"):
    return client.post(PAGINA, {"file": SimpleUploadedFile(nome, contenuto)})


def test_chiunque_verifica_una_versione_pubblicata(client, valle):
    pubblicata = valle.versioni[2]
    for byte, nome in ((pubblicata.pdf, "piano.pdf"), (envelope(pubblicata.pdf), "piano.pdf.p7m")):
        risposta = bring(client, byte, nome)
        assert risposta.status_code == 200
        testo = risposta.content.decode()
        assert "la versione 3 del piano 2026 dell’ambito Valle" in testo
        assert "È l’ultima versione." in testo
        assert 'href="/piani/valle/2026/versioni/3/"' in testo
        assert nome in testo
    assert "alert-success" in client.get(PAGINA, {"impronta": pubblicata.impronta[:12].upper()}).content.decode()
    assert "Non è la versione 3" in bring(client, flip(bytes(pubblicata.pdf), 30_000)).content.decode()


def test_di_una_versione_non_pubblicata_si_risponde_solo_a_chi_puo_leggerla(client, valle):
    proposta = valle.versioni[0]
    estraneo = [bring(client, proposta.pdf), client.get(PAGINA, {"impronta": proposta.impronta})]
    assert "È una bozza, o una proposta" in estraneo[0].content.decode()
    assert "Non è una delle" in estraneo[1].content.decode()
    assert "versione 1" not in estraneo[0].content.decode()
    client.force_login(create_incarico("Carla", "capofila", ambito=valle.ambito).utente)
    for risposta in (bring(client, proposta.pdf), client.get(PAGINA, {"impronta": proposta.impronta})):
        testo = risposta.content.decode()
        assert "la versione 1 del piano 2026" in testo
        assert "superata dalla versione 3" in testo


def test_cio_che_non_si_verifica_dice_perche(client, valle):
    senza = client.post(PAGINA)
    assert (senza.status_code, "Va scelto un file." in senza.content.decode()) == (422, True)
    vuoto = bring(client, b"")
    assert (vuoto.status_code, "Il file è vuoto." in vuoto.content.decode()) == (422, True)
    assert client.get(PAGINA, {"impronta": ""}).status_code == 422
    assert "le prime dodici" in client.get(PAGINA, {"impronta": "abc"}).content.decode()
    troppo = client.post(PAGINA, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=MASSIMO * 2)
    assert (troppo.status_code, "troppo grande" in troppo.content.decode()) == (413, True)
    assert client.put(PAGINA).status_code == 405


def test_nulla_resta_e_le_domande_hanno_un_limite(client, valle):
    eventi = Evento.objects.count()
    for _ in range(30):
        assert client.get(PAGINA, {"impronta": "0" * 12}).status_code == 200
    assert client.get(PAGINA, {"impronta": "0" * 12}).status_code == 429
    assert client.get(PAGINA).status_code == 200
    assert Evento.objects.count() == eventi
    assert set(LIMITI) == {"verifica"}


def test_le_interrogazioni_non_crescono_con_i_piani(client, valle, composti):
    def count() -> int:
        with CaptureQueriesContext(connection) as interrogazioni:
            bring(client, valle.versioni[2].pdf)
        return len(interrogazioni)

    prima = count()
    for nome in ("Alta", "Bassa"):
        altri = [
            (c, replace(x, impronte=Impronte(x.impronte.contenuti, fingerprint(f"{nome}{n}".encode()))))
            for n, (c, x) in enumerate(composti)
        ]
        keep_all(create_valle(nome).piano, altri)
    assert count() == prima


@pytest.mark.parametrize("larghezza", [1280, 390])
def test_nel_browser(pagina, live_server, transactional_db, composti, larghezza, tmp_path):
    valle = create_valle()
    pubblicata = keep_all(valle.piano, composti)[2]
    file = tmp_path / "piano-valle-2026.pdf"
    file.write_bytes(pubblicata.pdf)
    pagina.set_viewport_size({"width": larghezza, "height": 900})
    pagina.goto(f"{live_server.url}{PAGINA}")
    expect(pagina.locator("form.accoglie")).to_be_visible()
    pagina.get_by_label("Il file da verificare").set_input_files(file)
    pagina.get_by_role("button", name="Verifica il file").click()
    expect(pagina.get_by_role("heading", name="È la versione 3")).to_be_visible()
    assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza
    assert Axe().run(pagina).response["violations"] == []
    trascinato = pagina.evaluate_handle(
        "n => { const t = new DataTransfer(); t.items.add(new File(['%PDF-1.7 ciao'], n)); return t; }", "altro.pdf"
    )
    pagina.dispatch_event("form[data-lascia]", "drop", {"dataTransfer": trascinato})
    expect(pagina.get_by_role("heading", name="Non è una delle versioni")).to_be_visible()
    expect(pagina.get_by_text("altro.pdf")).to_be_visible()
    pagina.get_by_role("textbox", name="Impronta").fill("impronta sbagliata")
    pagina.get_by_role("button", name="Cerca l’impronta").click()
    expect(pagina.get_by_text("bastano le prime dodici").first).to_be_visible()
    expect(pagina.get_by_role("heading", name="Non si può dire")).to_be_visible()


def test_senza_javascript(browser, live_server, transactional_db, composti, tmp_path):
    file = tmp_path / "piano.pdf"
    file.write_bytes(keep_all(create_valle().piano, composti)[2].pdf)
    contesto = browser.new_context(java_script_enabled=False)
    senza = contesto.new_page()
    senza.goto(f"{live_server.url}{PAGINA}")
    senza.get_by_label("Il file da verificare").set_input_files(file)
    senza.get_by_role("button", name="Verifica il file").click()
    expect(senza.get_by_role("heading", name="È la versione 3")).to_be_visible()
    contesto.close()
