"""The officer of the ALER: ten ambiti on one desk (here two), dwellings in four comuni, and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enti.models import Adesione, Comune
from patrimonio.models import Finestra, Scheda
from raccolta.celle import values_of
from tests.dati import DAL, create_comune, create_piano, read
from tests.percorsi.persona import Persona

CONSISTENZA = "Consistenza del patrimonio"
ALLOGGI = {"Chiari": "118", "Rovato": "64", "Trenzano": "9", "Orzinuovi": "3"}


@pytest.fixture
def due_ambiti(aperta: SimpleNamespace) -> SimpleNamespace:
    """The ALER belongs to the other ambito too, where a survey is open as well; a comune is in neither."""
    create_comune("017190", "Trenzano", aperta.ambito)
    Comune.objects.create(istat="017125", nome="Orzinuovi", provincia="BS")
    Adesione.objects.create(ambito=aperta.altrove, ente=aperta.aler.ente, dal=DAL)
    altra, adesso = create_piano(aperta.altrove).ricognizione, timezone.now()
    Finestra.objects.create(ricognizione=altra, dal=adesso - timedelta(days=1), al=adesso + timedelta(days=20))
    Scheda.objects.create(ricognizione=altra, ente=aperta.aler.ente)
    return aperta


def test_quattro_comuni_e_due_ambiti(persona: Callable[..., Persona], due_ambiti: SimpleNamespace) -> None:
    elena = persona().enter(due_ambiti.elena)
    expect(elena.pagina.get_by_role("link", name="Compila la scheda")).to_have_count(2)
    for ambito in ("Ambito Oglio", "Ambito Altrove"):
        expect(elena.pagina.get_by_role("heading", name=ambito).first).to_be_visible()
    elena.looks_around()
    elena.click(elena.pagina.get_by_role("link", name="Compila la scheda : ALER, Oglio 2026"))
    elena.follow("Comincia")
    for comune, alloggi in ALLOGGI.items():
        add_location(elena, comune)
        elena.cella(CONSISTENZA, comune, "SAP").fill(alloggi)
    elena.looks_around()
    expect(elena.voce(CONSISTENZA).locator("[data-totale-tutto]")).to_have_text("194")
    take_away_and_back(elena, "Rovato")
    for comune, alloggi in ALLOGGI.items():
        expect(elena.cella(CONSISTENZA, comune, "SAP")).to_have_value(alloggi)
    elena.looks_around()
    elena.go_on()
    scritti = {c: v for c, v in values_of(read(due_ambiti.aler)).items() if c.endswith("/sap")}
    assert scritti == {
        "consistenza/017052/sap": 118,
        "consistenza/017125/sap": 3,
        "consistenza/017166/sap": 64,
        "consistenza/017190/sap": 9,
    }
    elena.go("/scrivania/")
    expect(elena.pagina.get_by_role("link", name="Continua la scheda")).to_have_count(1)
    expect(elena.pagina.get_by_role("link", name="Compila la scheda")).to_have_count(1)


def add_location(elena: Persona, comune: str) -> None:
    """A comune of the ambito is in the list; any other is written."""
    aggiungi = elena.voce(CONSISTENZA).locator("details.aggiungi")
    if not aggiungi.evaluate("e => e.open"):
        elena.click(aggiungi.locator("summary"))
    scelta = aggiungi.get_by_label("Comune", exact=False).first
    if comune in scelta.inner_text().split("\n"):
        scelta.select_option(label=comune)
    else:
        scelta.select_option(label="Un altro comune…")
        aggiungi.get_by_label("Nome dell’altro comune").fill(comune)
    elena.click(aggiungi.get_by_role("button", name="Aggiungi"))
    expect(elena.cella(CONSISTENZA, comune, "SAP")).to_be_focused()


def take_away_and_back(elena: Persona, comune: str) -> None:
    riga = elena.voce(CONSISTENZA).locator("details.altro", has_text=f"Dettagli di {comune}")
    elena.click(riga.locator("summary"))
    elena.push(f"Togli la riga {comune}")
    expect(elena.cella(CONSISTENZA, comune, "SAP")).to_have_count(0)
    elena.sees("Riga tolta.")
    annuncio = f"Tolta la riga «{comune}»: si può rimettere fino a quando si salva."
    expect(elena.pagina.locator("#annunci")).to_have_text(annuncio)
    elena.looks_around()
    elena.push(f"Rimetti {comune}")
    expect(elena.cella(CONSISTENZA, comune, "SAP")).to_be_focused()
