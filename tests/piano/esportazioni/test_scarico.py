"""Downloads from the page: names, types, the stored version, what cannot be written."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from enti.models import AttoreSistema, Utente
from lessico.congelamento import thaw
from piano.esportazioni.formati import FORMATI
from piano.management.commands.carica_dimostrazione import create_account
from piano.models import Capitolo
from piano.services import store_version
from piano.valori import PianoSnapshot
from tests.congelati import find_piano

PIANO = ("oglio-ovest", 2026)
NOMI = {
    "xlsx": "piano-oglio-ovest-2026-bozza.xlsx",
    "docx": "piano-oglio-ovest-2026-bozza.docx",
    "csv": "piano-oglio-ovest-2026-bozza-csv.zip",
    "json": "piano-oglio-ovest-2026-bozza.json",
}


@pytest.fixture
def carla(client: Client, solo_oglio_ovest: None) -> Utente:
    """Carla works in the office of the capofila, and has logged in."""
    ambito = find_piano(*PIANO).ricognizione.ambito
    carla = create_account(ambito, email="carla@example.org", nome="Carla", cognome="C", ruolo="capofila")
    client.force_login(carla)
    return carla


@pytest.mark.parametrize("formato", FORMATI)
def test_ogni_formato_della_bozza(client: Client, carla: Utente, formato: str) -> None:
    risposta = client.get(reverse(f"piano:piano_{formato}", args=PIANO))
    assert risposta.status_code == 200
    assert risposta["Content-Type"] == FORMATI[formato].mime
    assert risposta["Content-Disposition"] == f'attachment; filename="{NOMI[formato]}"'
    if formato == "json":
        assert thaw(risposta.content, PianoSnapshot).bozza
    else:
        with zipfile.ZipFile(BytesIO(risposta.content)) as archivio:
            assert archivio.testzip() is None


def test_di_una_versione_conservata_i_suoi_dati(client: Client, carla: Utente) -> None:
    piano = find_piano(*PIANO)
    piano.stato = "approvato"
    piano.save()
    versione = store_version(piano, by=AttoreSistema("prova"), quando=datetime(2026, 3, 1, 12, tzinfo=UTC))
    piano.capitoli.for_system().update(testo="Riscritto dopo l’approvazione.")
    for nome, formato in FORMATI.items():
        risposta = client.get(reverse(f"piano:piano_{nome}", args=PIANO))
        assert risposta.content == formato.export(bytes(versione.contenuto))
        assert "bozza" not in risposta["Content-Disposition"]


def test_una_bozza_che_non_si_compone_dice_perche(client: Client, carla: Utente) -> None:
    Capitolo.objects.for_system().filter(codice="premessa").update(testo="Sono [[consistenza.totali]].")
    risposta = client.get(reverse("piano:piano_docx", args=PIANO))
    assert risposta.status_code == 409
    assert "[[consistenza.totali]]" in risposta.content.decode()


def test_la_dimostrazione_la_scarica_chiunque(client: Client, valdemo_e_oglio_ovest: None) -> None:
    assert client.get(reverse("piano:piano_csv", args=["valdemo", 2026])).status_code == 200
    assert client.get(reverse("piano:piano_csv", args=PIANO)).status_code == 302
