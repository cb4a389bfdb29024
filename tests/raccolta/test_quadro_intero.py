"""Every scheda of the seed typed through the pages alone: frozen, it is the fixture's, byte for byte."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from enti.models import Ambito, Incarico, Utente
from lessico.congelamento import freeze
from patrimonio.models import Finestra, Ricognizione, Scheda
from piano.caricamento import FIXTURES, INIZIO, load_ambito
from raccolta.celle import values_of
from raccolta.services import update
from raccolta.valori import build_schede
from tests.dati import DIGITATA, SISTEMA
from tests.raccolta.scrivente import Scrivente, fill_in


def create_twin(ambito: Ambito, anno: int) -> dict[str, Scheda]:
    """The same survey, another year, with nothing in it and an open window."""
    gemella = Ricognizione.objects.create(ambito=ambito, anno=anno)
    adesso = timezone.now()
    Finestra.objects.create(ricognizione=gemella, dal=adesso - timedelta(days=1), al=adesso + timedelta(days=1))
    vere = Scheda.objects.filter(ricognizione__ambito=ambito, ricognizione__anno=2026)
    return {s.ente_id or "": Scheda.objects.create(ricognizione=gemella, ente=s.ente) for s in vere}


def create_writer(scheda: Scheda) -> Client:
    """Who compiles: the ente's clerk, or the capofila for the scheda d'ambito."""
    ambito = scheda.ricognizione.ambito
    utente = Utente.objects.create_user(f"{scheda.ente_id or 'ambito'}@scheda.example.org", first_name="Ugo")
    presso = {"ente": scheda.ente} if scheda.ente else {"ambito": ambito}
    ruolo = "compilatore" if scheda.ente else "capofila"
    Incarico.objects.create(utente=utente, ruolo=ruolo, dal=INIZIO, **presso)
    client = Client()
    client.force_login(utente)
    return client


def check_all(ambito: Ambito, *solo: str) -> None:
    """The enti named, or all of them."""
    vere = {s.ente_id or "": s for s in Scheda.objects.filter(ricognizione__ambito=ambito, ricognizione__anno=2026)}
    congelate = build_schede(vere.values())
    gemelle = create_twin(ambito, 2040)
    assert len(gemelle) == len(vere)
    if solo and "" not in solo:  # the outcomes name the notices of the ambito
        update(gemelle[""], values_of(congelate[vere[""].pk]), by=SISTEMA, origine=DIGITATA)
    for ente, gemella in sorted(
        (ente, gemella) for ente, gemella in gemelle.items() if not solo or ente in solo
    ):  # the scheda d'ambito comes first: the outcomes name its notices
        attesa = congelate[vere[ente].pk]
        fill_in(Scrivente(create_writer(gemella), gemella), values_of(attesa))
        assert freeze(build_schede([gemella])[gemella.pk]) == freeze(attesa), ente


def test_oglio_ovest_si_scrive_tutto_dalle_pagine(solo_oglio_ovest: None) -> None:
    ambito = Ambito.objects.get(slug="oglio-ovest")
    check_all(ambito)
    assert Scheda.objects.filter(ricognizione__ambito=ambito, ricognizione__anno=2040).count() == 13


@pytest.mark.parametrize(
    "enti",
    [
        ("", "valdemo", "borgo-darvena"),
        ("cardena", "villa-tremola", "brenzola", "ghiarone"),
        ("pieve-dustrone", "piandemo", "unione-alpe-di-demo"),
        ("aler-valli-del-demo", "tettofermo"),
    ],
)
def test_valdemo_si_scrive_dalle_pagine(solo_oglio_ovest: None, enti: tuple[str, ...]) -> None:
    """Rows by type, time, manager, category and notice; parts of composites; totals, notes and causes."""
    check_all(load_ambito(FIXTURES / "valdemo"), *enti)
