"""The public catalogue of the rules: all those that the program runs, in words, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import escape
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from enti.models import Parametro
from enti.regime import RegistroNormativo, load_register
from enti.registri import load_registri
from lessico.regola import Gravita, Mancanti
from piano import controlli as sul_piano
from piano.catalogo import MANCANTI, PESI, SLUG, TITOLI, build_catalogo, only
from piano.rassegna import FERMATI
from raccolta import controlli as sulla_scheda
from raccolta.lettura.rilievi import GRAVITA
from tests.test_pagine import check

REGOLE = {regola.codice: regola for regola in (*sulla_scheda.REGOLE, *sul_piano.REGOLE)}
OGGI = date(2026, 11, 23)
VUOTO = RegistroNormativo((), ())


@pytest.fixture
def registri(db):
    load_registri()


def read_rules(registro: RegistroNormativo, oggi: date = OGGI) -> dict:
    return {regola.codice: regola for tema in build_catalogo(registro, oggi) for regola in tema.regole}


def test_ci_sono_tutte_nell_ordine_in_cui_si_eseguono():
    assert list(read_rules(VUOTO)) == list(REGOLE)


def test_ogni_tema_ha_il_suo_titolo_e_compare_una_volta():
    codici = [tema.codice for tema in build_catalogo(VUOTO, OGGI)]
    assert codici == list(TITOLI)


def test_ogni_peso_ogni_mancanza_e_ogni_atto_ha_le_sue_parole():
    assert PESI.keys() == GRAVITA.keys() == set(Gravita)
    assert MANCANTI.keys() == set(Mancanti)
    assert {atto for regola in REGOLE.values() for atto in regola.atti} <= FERMATI.keys()


@pytest.mark.parametrize("codice", REGOLE)
def test_una_regola_dice_che_cosa_ferma(codice):
    letta, regola = read_rules(VUOTO)[codice], REGOLE[codice]
    assert letta.frase == regola.frase
    assert bool(letta.ferma) == (regola.gravita in (Gravita.BLOCCANTE, Gravita.DA_MOTIVARE))


def test_la_legge_chiunque(client, registri):
    testo = client.get("/regole/").text
    for regola in REGOLE.values():
        assert escape(regola.frase) in testo
        assert f'<tr role="row" id="{regola.codice}">' in testo
    assert "STK-04" not in testo
    assert testo.count('role="rowheader"') == len(REGOLE)


def test_il_parametro_e_quello_di_oggi_con_la_via_al_registro(client, registri):
    testo = client.get("/regole/").text
    for codice in {regola.parametro for regola in REGOLE.values() if regola.parametro}:
        assert f'href="/norme/#{codice}"' in testo
    assert read_rules(load_register())["QTA-03"].parametro.valore == "20%"
    nel_2024 = read_rules(load_register(), date(2024, 1, 1))["QTA-03"]
    assert (nel_2024.parametro.valore, nel_2024.attenuata) == ("10%", True)
    nel_2018 = read_rules(load_register(), date(2018, 1, 1))["QTA-03"]
    assert (nel_2018.parametro.valore, nel_2018.attenuata) == ("", False)


def test_un_numero_da_verificare_e_uno_che_non_c_e_si_dicono(client, registri):
    Parametro.objects.filter(codice="forze_ordine").update(stato="da_verificare")
    Parametro.objects.filter(codice="riserva_categorie").update(al=date(2025, 12, 31))
    Parametro.objects.filter(codice="transitori").delete()
    testo = client.get("/regole/").text
    assert "Oggi chiede solo una motivazione: il numero è da verificare." in testo
    assert testo.count("oggi nessun valore in vigore, e il controllo non si fa") == 2


def test_dove_una_motivazione_non_basta_si_dice(client, registri):
    senza = [r for r in REGOLE.values() if r.gravita is Gravita.DA_MOTIVARE and not r.si_motiva]
    assert client.get("/regole/").text.count("Una motivazione sola non basta") == len(senza) > 0


@pytest.mark.parametrize("peso", [*SLUG, "tutte", "altro", ""])
def test_si_leggono_quelle_di_un_peso(client, registri, peso):
    attese = [r.codice for r in REGOLE.values() if peso not in SLUG or r.gravita is SLUG[peso]]
    temi = client.get("/regole/", {"peso": peso}).context["temi"]
    assert [regola.codice for tema in temi for regola in tema.regole] == attese
    assert all(tema.regole for tema in temi)


@pytest.mark.parametrize(
    ("dal", "al", "frase"),
    [
        (2025, None, "Piani dal 2025 in poi"),
        (None, 2024, "Piani fino al 2024"),
        (2019, 2024, "Piani dal 2019 al 2024"),
        (None, None, ""),
    ],
)
def test_gli_anni_in_parole(monkeypatch, dal, al, frase):
    prima = replace(sulla_scheda.REGOLE[0], dal=dal, al=al)
    monkeypatch.setattr(sulla_scheda, "REGOLE", (prima,))
    assert read_rules(VUOTO)[prima.codice].anni == frase


def test_le_domande_alla_banca_dati_sono_due(client, registri, django_assert_num_queries):
    campi = {"nome": "x", "norma": "x", "fonte": "x", "stato": "verificato", "arrotondamento": "per_eccesso"}
    Parametro.objects.bulk_create(
        Parametro(codice=f"prova-{n}", dal=date(2019, 1, 1), valore=Decimal(n), **campi) for n in range(60)
    )
    with django_assert_num_queries(2):
        client.get("/regole/")


def test_un_peso_solo_senza_temi_vuoti():
    assert [tema.codice for tema in only(build_catalogo(VUOTO, OGGI), "da-rileggere")] == ["capitoli"]


def test_nel_browser(transactional_db, pagina: Page, live_server):
    load_registri()
    pagina.goto(f"{live_server.url}/")
    pagina.get_by_role("contentinfo").get_by_role("link", name="Regole dei controlli").click()
    check(pagina)
    pagina.get_by_role("link", name="Da correggere (").click()
    expect(pagina.get_by_role("link", name="Da correggere (")).to_have_attribute("aria-current", "true")
    check(pagina)
    pagina.get_by_role("link", name="Quota massima riservata").click()
    expect(pagina).to_have_url(f"{live_server.url}/norme/#riserva_categorie")
    expect(pagina.locator("#riserva_categorie")).to_be_in_viewport()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_senza_javascript(transactional_db, pagina: Page, live_server):
    pagina.goto(f"{live_server.url}/regole/?peso=da-sapere")
    expect(pagina.get_by_role("row").nth(1)).to_be_visible()
