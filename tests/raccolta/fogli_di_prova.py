"""A workbook in the hands of the tests: downloaded, looked up by address, brought back, confirmed."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lessico.congelamento import freeze
from patrimonio.models import Finestra
from raccolta.valori import build_schede
from tests.raccolta.persone import fill


@pytest.fixture
def aperta(mondo):
    adesso = timezone.now()
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=9)
    )
    fill(mondo.rovato, mondo.anna)
    return mondo


@pytest.fixture
def anna(aperta, client):
    client.force_login(aperta.anna.utente)
    return client


def take(client, scheda):
    """The workbook as it is downloaded."""
    risposta = client.get(reverse("raccolta:foglio_scarica", args=[scheda.pk]))
    assert risposta.status_code == 200
    return load_workbook(io.BytesIO(risposta.content))


def spare(cartella, voce, ramo="", titolo="Patrimonio"):
    """The rows that are left to be filled in: for each, its cells by the name of the column."""
    foglio, righe, nomi = cartella[titolo], [], []
    for celle in foglio.iter_rows():
        if celle[0].value == "#":
            nomi = [cella.value for cella in celle]
        elif celle[0].value == f"nuova:{voce}:{ramo}":
            righe.append(dict(zip(nomi[1:], celle[1:], strict=False)))
    return righe


def find(cartella, indirizzo):
    """The cell of a value, by the hidden names of its row and of its column."""
    riga, _, misura = indirizzo.rpartition("/")
    if misura in ("stato", "causa", "nota", "totale_dichiarato"):
        riga = f"dichiara:{riga.partition('/')[0]}"
    for foglio in cartella.worksheets:
        misure = []
        for celle in foglio.iter_rows():
            if celle[0].value == "#":
                misure = [cella.value for cella in celle]
            elif celle[0].value == riga and misura in misure:
                return celle[misure.index(misura)]
    raise AssertionError(indirizzo)


def pack(cartella):
    scritto = io.BytesIO()
    cartella.save(scritto)
    return scritto.getvalue()


def bring(client, scheda, contenuto, nome="scheda.xlsx"):
    dati = {"file": SimpleUploadedFile(nome, contenuto)}
    return client.post(reverse("raccolta:foglio", args=[scheda.pk]), dati)


def confirm(client, scheda, provata, **altro):
    """The button of a page that has shown what changes."""
    [prova] = provata.context["prove"]
    campi = {"codice": provata.context["portato"].codice, f"versione/{scheda.pk}": prova.scheda.versione}
    return client.post(reverse("raccolta:foglio", args=[scheda.pk]), {"azione": "conferma", **campi, **altro})


def live(scheda):
    return freeze(build_schede([scheda])[scheda.pk])


def text(risposta):
    """What the page says."""
    return risposta.content.decode()


def prova_of(risposta):
    """What the page says of the one scheda of the file."""
    [prova] = risposta.context["prove"]
    return prova
