"""A session that ends in the middle of a long form: after the login what was typed is there, and is saved."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from raccolta.celle import values_of
from tests.dati import read
from tests.percorsi.persona import Persona
from tests.percorsi.test_rovato import NULLE

ASSEGNABILI = "Unità disponibili per l’assegnazione"


@pytest.mark.parametrize("javascript", [True, False], ids=["con", "senza"])
def test_la_sessione_finisce(persona: Callable[..., Persona], aperta: SimpleNamespace, javascript: bool) -> None:
    anna = persona(javascript=javascript).enter(aperta.anna)
    anna.go(f"/schede/{aperta.rovato.pk}/disponibilita/")
    for voce in NULLE["Disponibilità"]:
        anna.none_of(voce)
    anna.click(anna.cella(ASSEGNABILI, "Rovato, SAP", "Unità"))
    anna.write("2")
    Session.objects.all().delete()
    anna.go_on()
    anna.reads("Accedi")
    assert values_of(read(aperta.rovato)) == {}
    anna.log_in("anna@example.org")
    anna.reads("Disponibilità")
    anna.sees("La sessione era finita: qui c’è quello che era stato scritto, e non è ancora salvato.")
    anna.looks_around()
    expect(anna.cella(ASSEGNABILI, "Rovato, SAP", "Unità")).to_have_value("2")
    for voce in NULLE["Disponibilità"]:
        expect(anna.voce(voce).get_by_role("radio", name="Nessuna").first).to_be_checked()
    anna.go_on()
    anna.reads("Quote e riserve")
    salvati = values_of(read(aperta.rovato))
    assert salvati["assegnabili/017166/unita"] == 2
    assert sum(valore == "nessuna" for valore in salvati.values()) == 4
