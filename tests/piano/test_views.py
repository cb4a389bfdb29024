"""The pages of the plan: who sees which, a stored version as it was stored, queries that do not grow."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enti.models import Adesione, AttoreSistema, Utente
from piano.management.commands.carica_dimostrazione import create_account
from piano.models import Versione
from piano.services import store_version
from tests.congelati import find_piano

BOZZA = ("oglio-ovest", 2026)
SISTEMA = AttoreSistema("prova")
ALLORA = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def carla(solo_oglio_ovest: None) -> Utente:
    """Carla works in the office of the capofila."""
    ambito = find_piano(*BOZZA).ricognizione.ambito
    return create_account(ambito, email="carla@example.org", nome="Carla", cognome="C", ruolo="capofila")


def test_la_home_mostra_la_dimostrazione_e_non_la_bozza(client: Client, valdemo_e_oglio_ovest: None) -> None:
    testo = client.get(reverse("piano:home")).content.decode()
    assert "Valdemo" in testo
    assert "Oglio Ovest" not in testo


def test_la_home_senza_piani_lo_dice(client: Client, db: None) -> None:
    assert "Nessun piano è ancora pubblicato" in client.get(reverse("piano:home")).content.decode()


def test_la_dimostrazione_la_legge_chiunque_e_lo_dichiara(client: Client, valdemo_e_oglio_ovest: None) -> None:
    risposta = client.get(reverse("piano:piano_detail", args=["valdemo", 2026]))
    assert risposta.status_code == 200
    assert "enti e dati inventati" in risposta.content.decode()


def test_la_scrivania_elenca_incarichi_e_piani(client: Client, carla: Utente) -> None:
    client.force_login(carla)
    testo = client.get(reverse("piano:scrivania")).content.decode()
    assert "Ufficio del capofila" in testo
    assert reverse("piano:piano_detail", args=BOZZA) in testo


def test_il_piano_ha_indice_sezioni_e_percorso(client: Client, carla: Utente) -> None:
    client.force_login(carla)
    testo = client.get(reverse("piano:piano_detail", args=BOZZA)).content.decode()
    for ancora in ("premessa", "consistenza", "misure", "impronte"):
        assert f'href="#{ancora}"' in testo
        assert f'id="{ancora}"' in testo
    assert testo.count("<h1") == 1


def test_il_pdf_della_bozza(client: Client, carla: Utente) -> None:
    client.force_login(carla)
    risposta = client.get(reverse("piano:piano_pdf", args=BOZZA))
    assert risposta["Content-Type"] == "application/pdf"
    assert risposta["Content-Disposition"] == 'inline; filename="piano-oglio-ovest-2026-bozza.pdf"'
    assert risposta.content.startswith(b"%PDF-")


def test_una_versione_conservata_non_si_ricompone(client: Client, carla: Utente) -> None:
    piano = find_piano(*BOZZA)
    piano.stato = "approvato"
    piano.save()
    versione = store_version(piano, by=SISTEMA, quando=ALLORA)
    piano.capitoli.for_system().update(testo="Riscritto dopo l’approvazione.")
    client.force_login(carla)
    testo = client.get(reverse("piano:piano_detail", args=BOZZA)).content.decode()
    assert versione.impronta in testo
    assert "Riscritto" not in testo
    assert "BOZZA" not in testo
    assert client.get(reverse("piano:piano_pdf", args=BOZZA)).content == bytes(versione.pdf)


def test_le_versioni_si_incatenano(carla: Utente) -> None:
    piano = find_piano(*BOZZA)
    prima = store_version(piano, by=SISTEMA, quando=ALLORA)
    seconda = store_version(piano, by=SISTEMA, quando=ALLORA)
    assert (seconda.numero, seconda.precedente) == (2, prima)
    assert prima.impronta_contenuti == seconda.impronta_contenuti
    assert prima.impronta != seconda.impronta
    assert Versione.objects.for_system().filter(piano=piano).count() == 2


def test_le_interrogazioni_non_crescono_con_gli_enti(
    client: Client, valdemo_e_oglio_ovest: None, django_assert_num_queries
) -> None:
    """61 enti cost as many queries as seven."""
    pagina = reverse("piano:piano_detail", args=["valdemo", 2026])
    with CaptureQueriesContext(connection) as sessantuno:
        client.get(pagina)
    adesioni = Adesione.objects.filter(ambito__slug="valdemo").order_by("ente")
    rimasti = ["aler-valli-del-demo", "lerta-di-demo", "san-quirillo-al-monte", "tettofermo", "valdemo"]
    adesioni.exclude(ente__in=[*rimasti, "unione-alpe-di-demo", "villa-tremola"]).delete()
    with django_assert_num_queries(len(sessantuno)):
        client.get(pagina)
