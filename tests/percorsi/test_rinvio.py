"""Certified, sent back on one voce with a reason, changed only there, certified again."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from raccolta.models import Certificazione
from tests.dati import create_incarico
from tests.percorsi.persona import Persona
from tests.raccolta.persone import attest, fill

MOTIVO = "La piattaforma regionale dice 82."


@pytest.fixture
def certificata(aperta: SimpleNamespace) -> SimpleNamespace:
    """The scheda of Rovato, filled in by Anna and certified by Bice; who works there can be written to."""
    aperta.bice = create_incarico("Bice", "certificatore", ente=aperta.rovato.ente)
    fill(aperta.rovato, aperta.anna)
    attest(aperta.rovato, aperta.bice, quando=timezone.now())
    return aperta


def test_rinviata_e_certificata_di_nuovo(persona: Callable[..., Persona], certificata: SimpleNamespace) -> None:
    carla, anna, bice = persona(), persona(), persona()
    send_back(carla.enter(certificata.carla))
    assert sorted(lettera.to[0] for lettera in mail.outbox) == ["anna@example.org", "bice@example.org"]
    assert all(MOTIVO in lettera.body for lettera in mail.outbox)
    review(anna.enter(certificata.anna))
    certify_again(bice.enter(certificata.bice))
    open_board(carla)
    carla.sees("Certificata di nuovo (1 valore cambiato)")
    carla.looks_around()
    assert [c.modifiche for c in Certificazione.objects.order_by("numero")] == [0, 1]


def open_board(carla: Persona) -> None:
    carla.go("/scrivania/")
    carla.follow("Apri il cruscotto")


def send_back(carla: Persona) -> None:
    open_board(carla)
    carla.follow("Comune di Rovato")
    carla.sees(re.compile("^Certificata"))
    carla.follow("Rinvia all’ente")
    carla.confirm()
    carla.tick("Consistenza del patrimonio (compilata)")
    carla.fill("Perché*", MOTIVO)
    carla.push("Leggi ciò che riceverà l’ente")
    carla.sees("Che cosa arriva per posta")
    carla.push("Rinvia la scheda")
    carla.sees("La scheda è stata rinviata. Avvisati per posta: Anna, Bice.")
    open_board(carla)
    carla.sees("In attesa dell’ente")


def review(anna: Persona) -> None:
    """What was not asked for can be read, and that is all."""
    anna.go("/scrivania/")
    anna.sees(MOTIVO)
    anna.looks_around()
    anna.follow("Rivedi la scheda")
    anna.sees(f"Il capofila chiede di rivedere Consistenza del patrimonio: «{MOTIVO}»")
    anna.looks_around()
    anna.follow("Disponibilità")
    anna.sees("In questo quadro non c’è nulla da rivedere.")
    expect(anna.pagina.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    expect(anna.pagina.get_by_role("main").get_by_role("button", name="Salva")).to_have_count(0)
    anna.looks_around()
    anna.follow("Patrimonio")
    anna.looks_around()
    sap = anna.cella("Consistenza del patrimonio", "Rovato", "SAP")
    expect(sap).to_have_value("81")
    sap.fill("82")
    anna.push(re.compile("^Salva$"))
    anna.sees("Salvato: 1 valore cambiato.")


def certify_again(bice: Persona) -> None:
    bice.go("/scrivania/")
    bice.follow("Leggi e certifica")
    bice.follow("Rileggi e certifica")
    bice.confirm()
    expect(bice.pagina.get_by_role("heading", name="1 valore cambiato")).to_be_visible()
    bice.sees("82")
    bice.tick("Ho letto l’attestazione e la sottoscrivo")
    bice.push("Certifica la scheda")
    bice.sees("n. 2: 1 valore cambiato dalla precedente")
