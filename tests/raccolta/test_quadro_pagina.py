"""The pages of a quadro in the browser: in every state, by keyboard, on a telephone, without script."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from enti.registri import load_registri
from patrimonio.models import Finestra, Scheda
from raccolta.celle import values_of
from raccolta.certificazione import store_certification
from raccolta.models import Bozza, Rinvio, Riporto
from raccolta.services import update
from tests.dati import DIGITATA, SISTEMA, read
from tests.raccolta.raccolta_di_prova import enter_as
from tests.test_pagine import check

SAP, SAS, ALTRO = (f"consistenza/017166/{misura}" for misura in ("sap", "sas", "altro"))
QUADRI_DELL_ENTE = ("patrimonio", "disponibilita", "quote", "avvisi", "misure", "note")


@pytest.fixture
def aperta(transactional_db: None, mondo: SimpleNamespace) -> SimpleNamespace:
    load_registri()
    adesso = timezone.now()
    mondo.finestra = Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=2)
    )
    return mondo


def page_of(live_server, scheda: Scheda, quadro: str) -> str:
    return live_server.url + reverse("raccolta:quadro", args=[scheda.pk, quadro])


def field(pagina: Page, nome: str):
    return pagina.locator(f'[name="{nome}"]')


def fill_world(mondo: SimpleNamespace) -> None:
    """Something in every kind of voce."""
    celle = {
        SAP: 1475,
        SAS: 3,
        ALTRO: 0,
        "stato_di_fatto/017166/unita": 4,
        "stato_di_fatto/017166/costo_massimo": "7500",
        "libere/017166/unita": 2,
        "riserva_categorie/017166.disabilita/percentuale": 20,
        "transitori/-/stato": "non_applicabile",
        "transitori/-/causa": "non ci sono alloggi liberi",
        "esiti/017166/offerte": 1,
        "misure_anno_precedente/affitto/titolo": "Contributo per l’affitto",
        "misure_anno_precedente/affitto.massimale.1/importo": "1200",
        "misure_anno_precedente/affitto.risultato.1/quanti": 12,
        "consistenza/-/nota": "due alloggi sono in vendita",
    }
    update(mondo.rovato, celle, by=SISTEMA, origine=DIGITATA)
    Riporto.objects.create(scheda=mondo.rovato, voce="consistenza")


@pytest.mark.parametrize("stato", ["vuota", "scritta", "chiusa", "certificata", "rinviata", "ufficio"])
def test_ogni_quadro_in_ogni_stato(pagina: Page, live_server, aperta, stato):
    if stato != "vuota":
        fill_world(aperta)
    if stato == "chiusa":
        aperta.finestra.delete()
    if stato == "certificata":
        store_certification(aperta.rovato, nome="Bice", ruolo="dirigente", quando=timezone.now(), by=SISTEMA)
    if stato == "rinviata":
        Rinvio.objects.create(scheda=aperta.rovato, celle=[SAP, "esiti"], motivo="x", da="Carla", quando=timezone.now())
    enter_as(pagina, live_server.url, aperta.carla if stato == "ufficio" else aperta.anna)
    for quadro in QUADRI_DELL_ENTE:
        pagina.goto(page_of(live_server, aperta.rovato, quadro))
        check(pagina)


def test_i_quadri_della_scheda_d_ambito(pagina: Page, live_server, aperta):
    celle = {"avvisi/2025/anno": 2025, "indicatori/nuclei/nome": "Nuclei seguiti", "indicatori/nuclei/valore": 200}
    update(aperta.scheda_ambito, celle, by=SISTEMA, origine=DIGITATA)
    enter_as(pagina, live_server.url, aperta.carla)
    for quadro in ("avvisi", "misure", "note"):
        pagina.goto(page_of(live_server, aperta.scheda_ambito, quadro))
        check(pagina)


def test_i_dettagli_aperti_e_gli_errori(pagina: Page, live_server, aperta):
    fill_world(aperta)
    pagina.stati_attesi.add(422)
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "disponibilita"))
    pagina.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    field(pagina, "conferite/017166/unita").fill("1,5")
    field(pagina, "stato_di_fatto/017166/costo_massimo").fill("1.475")
    field(pagina, "assegnabili/017166/unita").fill("dodici unità in due palazzine diverse")
    pagina.get_by_role("button", name="Salva", exact=True).click()
    expect(pagina).to_have_title(re.compile("^Errore: "))
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    check(pagina)
    pagina.locator(".sommario-errori a").last.click()
    expect(field(pagina, "assegnabili/017166/unita")).to_be_focused()
    pagina.goto(page_of(live_server, aperta.rovato, "misure"))
    pagina.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    check(pagina)


def test_due_persone_sullo_stesso_valore(pagina: Page, live_server, aperta):
    pagina.stati_attesi.add(409)
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    field(pagina, SAP).fill("15")
    update(aperta.rovato, {SAP: 12}, by=aperta.bruno, origine=DIGITATA)
    pagina.get_by_role("button", name="Salva e continua").click()
    expect(pagina.get_by_role("heading", name="Un’altra persona ha scritto gli stessi valori")).to_be_visible()
    expect(pagina.locator(".sommario-errori")).to_be_focused()
    expect(field(pagina, SAP)).to_have_value("15")
    check(pagina)
    pagina.get_by_text("Resta quello scritto qui").click()
    pagina.get_by_role("button", name="Salva e continua").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Disponibilità")
    assert values_of(read(aperta.rovato))[SAP] == 15


def test_la_sessione_finisce_a_meta_pagina(pagina: Page, live_server, aperta):
    """The session is gone; after the login the page is there with what was typed, and one more click saves it."""
    utente = aperta.anna.utente
    utente.set_password("una-parola-lunga-di-prova")
    utente.save()
    EmailAddress.objects.create(user=utente, email=utente.email, verified=True, primary=True)
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    field(pagina, SAP).fill("81")
    pagina.context.clear_cookies(name="sessionid")
    pagina.get_by_role("button", name="Salva e continua").click()
    pagina.get_by_label("Email").fill(utente.email)
    pagina.get_by_label("Password").fill("una-parola-lunga-di-prova")
    pagina.get_by_role("main").get_by_role("button", name="Accedi").click()
    expect(pagina.get_by_text("La sessione era finita")).to_be_visible()
    expect(field(pagina, SAP)).to_have_value("81")
    check(pagina)
    pagina.get_by_role("button", name="Salva e continua").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Disponibilità")
    assert values_of(read(aperta.rovato))[SAP] == 81


def test_le_righe_e_i_totali_senza_ricaricare(pagina: Page, live_server, aperta):
    enter_as(pagina, live_server.url, aperta.elena)
    pagina.goto(page_of(live_server, aperta.aler, "patrimonio"))
    pagina.evaluate("window.stessa_pagina = true")
    for comune in ("Rovato", "Chiari"):
        pagina.locator("details.aggiungi > summary").click()
        pagina.get_by_label("Comune, nuova riga di Consistenza del patrimonio", exact=True).select_option(comune)
        pagina.locator("details.aggiungi button").click()
        expect(pagina.get_by_role("rowheader", name=comune)).to_be_visible()
    expect(field(pagina, "consistenza/017052/sap")).to_be_focused()
    expect(pagina.locator("#annunci")).to_have_text("Aggiunta una riga.")
    field(pagina, SAP).fill("1.400")
    field(pagina, "consistenza/017052/sap").fill("75")
    expect(pagina.locator("[data-totale-colonna=sap]")).to_have_text("1.475")
    field(pagina, SAS).fill("boh")
    expect(pagina.locator("[data-totale-tutto]")).to_have_text("1.475")
    expect(pagina.get_by_label("Ci sono valori")).to_be_checked()
    check(pagina)
    pagina.locator("details.altro summary").last.click()
    pagina.get_by_role("button", name="Togli la riga Chiari").click()
    expect(pagina.get_by_role("button", name="Rimetti Chiari")).to_be_focused()
    check(pagina)
    pagina.get_by_role("button", name="Rimetti Chiari").click()
    expect(field(pagina, "consistenza/017052/sap")).to_have_value("75")
    assert pagina.evaluate("window.stessa_pagina")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_tutto_si_fa_senza_javascript(pagina: Page, live_server, aperta):
    pagina.set_viewport_size({"width": 390, "height": 800})
    enter_as(pagina, live_server.url, aperta.elena)
    pagina.goto(page_of(live_server, aperta.aler, "patrimonio"))
    pagina.locator("details.aggiungi > summary").click()
    pagina.get_by_label("Comune, nuova riga di Consistenza del patrimonio", exact=True).select_option("Rovato")
    pagina.locator("details.aggiungi button").click()
    expect(field(pagina, SAP)).to_be_focused()
    field(pagina, SAP).fill("1.475")
    pagina.locator("details.altro summary").click()
    pagina.get_by_role("button", name="Togli la riga Rovato").click()
    pagina.get_by_role("button", name="Rimetti Rovato").click()
    expect(field(pagina, SAP)).to_have_value("1.475")
    pagina.get_by_role("button", name="Salva e continua").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Disponibilità")
    assert values_of(read(aperta.aler))[SAP] == 1475


def test_invio_in_un_campo_salva_e_non_aggiunge_righe(pagina: Page, live_server, aperta):
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "disponibilita"))
    field(pagina, "assegnabili/017166/unita").fill("3")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_text("Salvato: 1 valore cambiato.")).to_be_visible()


def test_la_causa_si_chiede_a_chi_non_ha_nulla(pagina: Page, live_server, aperta):
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    causa = field(pagina, "consistenza/-/causa")
    expect(causa).not_to_be_visible()
    pagina.get_by_text("Non applicabile", exact=True).click()
    expect(causa).to_be_visible()


ROVATO = {
    "patrimonio": ((SAP, "81"), (SAS, "0"), (ALTRO, "0")),
    "disponibilita": (
        ("stato_di_fatto/-/stato", "nessuna"),
        ("edilizia/-/stato", "nessuna"),
        ("liberazioni/017166/unita", "3"),
        ("conferite/-/stato", "nessuna"),
        ("assegnabili/017166/unita", "3"),
    ),
    "quote": tuple(
        (f"{voce}/-/stato", "nessuna")
        for voce in ("soglia_indigenza", "riserva_categorie", "categoria_rilevanza", "forze_ordine", "transitori")
    ),
    "avvisi": (("esiti/017166/offerte", "2"), ("esiti/017166/assegnate", "2")),
    "misure": (("misure_anno_precedente/-/stato", "nessuna"), ("misure_anno_piano/-/stato", "nessuna")),
    "note": (),
}
"""The scheda of Rovato, as its fixture has it: what is typed on each page."""


class Mano:
    """Who counts every key and every click."""

    def __init__(self, pagina: Page) -> None:
        self.pagina, self.tasti, self.clic = pagina, 0, 0

    def press(self, tasto: str) -> None:
        self.pagina.keyboard.press(tasto)
        self.tasti += 1

    def reach(self, nome: str) -> None:
        """With the tabulator only."""
        dove = "document.activeElement.name || document.activeElement.textContent.trim().split('\\n')[0]"
        for _ in range(60):
            if self.pagina.evaluate(dove) == nome:
                return
            self.press("Tab")
        raise AssertionError(f"non si arriva a {nome}")

    def click(self, dove) -> None:
        dove.click()
        self.clic += 1

    def type(self, testo: str) -> None:
        for tasto in testo:
            self.press(tasto)


def test_la_scheda_di_rovato_con_il_topo_e_la_tastiera(pagina: Page, live_server, aperta, record_property):
    """A click in each field or choice, the figures, a click to go on."""
    mano = Mano(pagina)
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    for quadro, valori in ROVATO.items():
        expect(pagina).to_have_url(re.compile(f"/{quadro}/$"))
        for nome, testo in valori:
            if nome.endswith("/stato"):
                mano.click(pagina.locator(f'[name="{nome}"][value={testo}] + label'))
            else:
                mano.click(field(pagina, nome))
                mano.type(testo)
        mano.click(pagina.locator(".salva .btn-primary"))
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("riepilogo")
    record_property("clic", mano.clic)
    record_property("tasti", mano.tasti)
    assert (mano.clic, mano.tasti) == (23, 8)


def test_la_scheda_di_rovato_con_la_sola_tastiera(pagina: Page, live_server, aperta, record_property):
    """Tab to each field, arrows among the choices, Return on «Salva e continua»."""
    mano = Mano(pagina)
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    for quadro, valori in ROVATO.items():
        expect(pagina).to_have_url(re.compile(f"/{quadro}/$"))
        pagina.locator("main").focus()  # «Vai al contenuto»: two keys
        mano.tasti += 2
        for nome, testo in valori:
            mano.reach(nome)
            if nome.endswith("/stato"):
                mano.press("ArrowDown")
                expect(pagina.locator(f'[name="{nome}"][value={testo}]')).to_be_checked()
            else:
                mano.type(testo)
        for _ in range(40):
            if pagina.evaluate("document.activeElement.value") == "salva-e-avanti":
                break
            mano.press("Tab")
        mano.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_contain_text("riepilogo")
    record_property("tasti", mano.tasti)
    assert mano.tasti <= 191


def test_la_bozza_si_vede_quando_si_torna(pagina: Page, live_server, aperta):
    Bozza.objects.create(
        scheda=aperta.rovato, quadro="patrimonio", campi={SAP: "1,5"}, da="Anna", quando=timezone.now()
    )
    enter_as(pagina, live_server.url, aperta.anna)
    pagina.goto(page_of(live_server, aperta.rovato, "patrimonio"))
    expect(field(pagina, SAP)).to_have_value("1,5")
    check(pagina)
