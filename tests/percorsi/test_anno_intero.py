"""The whole way of a plan in the browser: proposed, heard, voted with changes, published; then a correction."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.utils import timezone

from patrimonio.models import Scheda
from piano import composizione
from piano.models import Approvazione, Piano, Pubblicazione, Versione
from raccolta.certificazione import store_certification
from tests.dati import SISTEMA, create_incarico
from tests.percorsi.persona import Persona
from tests.raccolta.persone import fill

AREA = "/ambiti/oglio/2026/iter/"


@pytest.fixture
def certificato(transactional_db: None, mondo: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The survey of 2026, whole; the pages of the PDF are not laid out: the PDF is not the point here."""
    monkeypatch.setattr(composizione, "bind", lambda contenuto, _: b"%PDF-1.7 " + contenuto[-64:])
    for scheda, chi in ((mondo.rovato, mondo.anna), (mondo.chiari, mondo.bruno), (mondo.aler, mondo.elena)):
        fill(scheda, chi)
    fill(mondo.scheda_ambito, mondo.carla)
    for scheda in Scheda.objects.all():
        store_certification(scheda, nome="Bea", ruolo="dirigente", quando=timezone.now(), by=SISTEMA)
    mondo.gina = create_incarico("Gina", "parere", ente=mondo.aler.ente)
    return mondo


def test_dalla_verifica_alla_rettifica(persona: Callable[..., Persona], certificato: SimpleNamespace) -> None:
    carla = persona().enter(certificato.carla)
    carla.pagina.stati_attesi.add(422)
    carla.go(AREA)
    carla.looks_around()
    propose(carla)
    hear(carla, persona().enter(certificato.gina), certificato)
    vote(carla, persona().enter(certificato.sindaca))
    publish(carla)
    correct(carla, persona())
    assert Piano.objects.get(pk=certificato.piano.pk).stato == "verifica"
    assert [v.atto for v in Versione.objects.order_by("numero")] == [
        *("proposta", "assemblea", "approvazione", "pubblicazione"),
    ]
    assert Pubblicazione.objects.get().versione.numero == 4
    assert Approvazione.objects.get().tipo == "con_modifiche"


def propose(carla: Persona) -> None:
    carla.follow("Passa alla verifica")
    carla.confirm()
    carla.looks_around()
    carla.push("Passa alla verifica")
    carla.sees("Il piano è in verifica.")
    carla.follow("Proponi il piano")
    carla.push("Proponi il piano")
    carla.sees("Il piano è proposto e conservato.")
    carla.follow("Chiedi il parere dell’ALER")
    carla.looks_around()
    carla.push("Chiedi il parere dell’ALER")
    carla.sees("chiesto il")


def hear(carla: Persona, gina: Persona, mondo: SimpleNamespace) -> None:
    """Without a protocol it is kept, and does not count; then it does."""
    gina.follow("Dai il parere")
    gina.confirm()
    gina.reads("Parere sul piano 2026")
    gina.looks_around()
    gina.click(gina.pagina.get_by_text("positivo", exact=True))
    gina.fill("Data del parere", f"{timezone.localdate():%d/%m/%Y}")
    gina.push("Registra il parere")
    gina.sees("senza data o protocollo non è acquisito")
    carla.go(AREA)
    carla.sees("Il parere non è acquisito: di ALER manca il protocollo.")
    gina.fill("Protocollo", "12/2026")
    gina.push("Registra il parere")
    gina.sees("Il parere è registrato.")


def vote(carla: Persona, sindaca: Persona) -> None:
    carla.go(AREA)
    carla.follow("Manda all’Assemblea")
    carla.push("Manda all’Assemblea")
    carla.sees("Il piano è davanti all’Assemblea.")
    sindaca.go("/scrivania/")
    sindaca.follow(re.compile("^Leggi la sintesi"))
    sindaca.looks_around()
    carla.follow("Registra l’approvazione")
    carla.looks_around()
    carla.fill("Data*", "1/1/2020")
    carla.push("Registra l’approvazione")
    carla.sees("non può essere stato approvato prima")
    amend(carla)
    carla.follow("Registra l’approvazione")
    carla.looks_around()
    carla.fill(
        "Perché non si chiede di nuovo il parere dell’ALER", "Sono cambiati due testi: i numeri sono gli stessi."
    )
    carla.fill("Presenti (facoltativo)", "3")
    carla.fill("Favorevoli (facoltativo)", "3")
    carla.push("Registra l’approvazione")
    carla.sees("L’approvazione è registrata e il piano conservato.")


def amend(carla: Persona) -> None:
    """The Assembly approves with changes: what it decided is declared and written, and so is what comes with it."""
    carla.follow("approvazione con modifiche")
    carla.looks_around()
    carla.fill("Che cosa ha deciso l’Assemblea*", "La premessa nomina il piano triennale.")
    carla.tick("Premessa")
    carla.fill("Giorno della seduta*", f"{timezone.localdate():%d/%m/%Y}")
    carla.push("Approvazione con modifiche")
    carla.sees("Il piano è ancora quello proposto")
    carla.looks_around()
    for codice, campo in (("premessa", "Testo"), ("contesto", "Nota")):
        carla.go(f"/ambiti/oglio/2026/componi/{codice}/")
        carla.sees("La premessa nomina il piano triennale.")
        carla.fill(campo, "Si veda il piano triennale.")
        carla.push("Salva")
    carla.looks_around()
    carla.go(AREA)
    carla.sees("senza essere dichiarate: Il contesto.")
    carla.looks_around()
    carla.push("Dichiara anche queste parti")
    carla.sees("Le parti cambiate sono dichiarate.")


def publish(carla: Persona) -> None:
    carla.follow("Pubblica il piano")
    carla.push("Pubblica il piano")
    carla.sees("Il piano è pubblicato.")
    carla.looks_around()


def correct(carla: Persona, passante: Persona) -> None:
    """While it is being corrected anybody still reads what was published."""
    carla.follow("Apri una rettifica")
    carla.tick("Premessa")
    carla.fill("Perché*", "Un refuso nella premessa")
    carla.looks_around()
    carla.push("Apri una rettifica")
    carla.sees("È aperta una rettifica")
    passante.go("/piani/oglio/2026/")
    passante.sees("Piano annuale")
