"""Any table of the product as a file: what the page shows, its filters, and who took it in the registro."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from enti import registro
from enti.models import Evento
from lessico.origine import Origine, TipoOrigine
from lessico.voce import StatoVoce
from patrimonio.models import Scheda
from raccolta.services import update
from tests.dati import DIGITATA, create_comune, mondo

__all__ = ["mondo"]

SAP = "consistenza/017166/sap"


@pytest.fixture
def casa(mondo: SimpleNamespace) -> SimpleNamespace:
    m = mondo
    update(m.rovato, {SAP: 81, "libere/-/stato": StatoVoce.NESSUNA}, by=m.anna, origine=DIGITATA)
    causa = {"conferite/-/stato": StatoVoce.NON_APPLICABILE, "conferite/-/causa": "=SOMMA: nessuna cessione"}
    m.rovato.refresh_from_db()
    update(m.rovato, causa, by=m.carla, origine=Origine(TipoOrigine.UFFICIO, "telefonata"))
    registro.append("proroga", catena=m.ricognizione.catena, oggetto="=Rovato", by=m.carla, quando=timezone.now())
    m.indirizzi = {
        "cruscotto": reverse("raccolta:cruscotto", args=["oglio", 2026]),
        "controlli dell’ambito": reverse("piano:controlli", args=["oglio", 2026]),
        "storia della raccolta": reverse("raccolta:storia_ricognizione", args=["oglio", 2026]),
        "controlli": reverse("raccolta:controlli", args=[m.rovato.pk]),
        "storia": reverse("raccolta:storia", args=[m.rovato.pk]),
        "riepilogo": reverse("raccolta:riepilogo", args=[m.rovato.pk]),
        "persone": reverse("enti:persone", args=["oglio"]),
        "persone dell’ente": reverse("enti:persone_ente", args=["rovato"]),
        "enti": reverse("enti:enti", args=["oglio"]),
    }
    return m


def enter(persona) -> Client:
    client = Client()
    client.force_login(persona.utente)
    return client


def take(client: Client, indirizzo: str, **scelte: str) -> list[dict[str, str]]:
    risposta = client.get(indirizzo, {"scarica": "csv", **scelte})
    assert (risposta.status_code, risposta["Content-Type"]) == (200, "text/csv; charset=utf-8")
    testo = b"".join(risposta.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(testo, newline=""), delimiter=";", strict=True))


NOMI = (
    "cruscotto",
    "controlli dell’ambito",
    "storia della raccolta",
    "controlli",
    "storia",
    "riepilogo",
    "persone",
    "persone dell’ente",
    "enti",
)


@pytest.mark.parametrize("nome", NOMI)
def test_ogni_tabella_si_scarica_e_il_registro_lo_ricorda(casa, nome):
    client, indirizzo = enter(casa.carla), casa.indirizzi[nome]
    pagina = client.get(indirizzo).content.decode()
    assert "scarica=xlsx" in pagina
    assert "scarica=csv" in pagina
    prima = Evento.objects.filter(atto="scarico").count()
    righe = take(client, indirizzo)
    assert righe
    risposta = client.get(indirizzo, {"scarica": "xlsx"})
    assert risposta["Content-Disposition"].endswith('.xlsx"')
    foglio = load_workbook(io.BytesIO(b"".join(risposta.streaming_content)))["Dati"]
    attese = len(righe) + (nome.startswith("storia"))  # the first download is in the story of the second
    assert foglio.max_row - 1 == attese
    eventi = Evento.objects.filter(atto="scarico").order_by("pk")[prima:]
    assert [evento.chi for evento in eventi] == [str(casa.carla.utente)] * 2
    assert [evento.dettaglio[-5:].strip(", ") for evento in eventi] == ["CSV", "XLSX"]


@pytest.mark.parametrize("nome", NOMI)
def test_chi_non_vede_la_pagina_non_scarica_nulla(casa, nome):
    risposta = enter(casa.dario).get(casa.indirizzi[nome], {"scarica": "csv"})
    assert risposta.status_code == 404
    assert not Evento.objects.filter(atto="scarico").exists()


def test_guardare_soltanto_non_e_scaricare(casa):
    client, indirizzo = enter(casa.carla), casa.indirizzi["cruscotto"]
    assert client.head(indirizzo, {"scarica": "csv"}).status_code == 200
    assert client.get(indirizzo, {"scarica": "exe"}).status_code == 200
    assert not Evento.objects.filter(atto="scarico").exists()


def test_il_riepilogo_distingue_manca_nessuna_e_non_applicabile(casa):
    righe = take(enter(casa.anna), casa.indirizzi["riepilogo"])
    per_voce = {riga["Cella"].split("/")[0]: riga for riga in righe}
    assert {codice: per_voce[codice]["Stato della voce"] for codice in ("assegnabili", "libere", "conferite")} == {
        "assegnabili": "Da compilare",
        "libere": "Nessuna",
        "conferite": "Non applicabile",
    }
    assert [per_voce[c]["Valore 2026"] for c in ("assegnabili", "libere", "conferite")] == ["", "", ""]
    assert per_voce["conferite"]["Causa o nota"].startswith("'=SOMMA")
    [sap] = [riga for riga in righe if riga["Cella"] == SAP]
    assert (sap["Valore 2026"], sap["Valore 2025"], sap["Provenienza"]) == ("81", "nessun dato", "digitata")
    assert sap["Da chi"] == "Anna"
    assert per_voce["conferite"]["Provenienza"] == "d’ufficio: telefonata"


def test_la_storia_intera_oltre_una_pagina(casa):
    for n in range(60):
        casa.rovato.refresh_from_db()
        update(casa.rovato, {SAP: 100 + n}, by=casa.anna, origine=DIGITATA)
    righe = take(enter(casa.anna), casa.indirizzi["storia"])
    assert len([riga for riga in righe if riga["A"].isdigit()]) == 61
    assert (righe[0]["Da"], righe[0]["A"]) == ("158", "159")


def test_il_filtro_della_pagina_vale_anche_per_il_file(casa):
    client = enter(casa.carla)
    assert len(take(client, casa.indirizzi["cruscotto"])) == 4
    assert take(client, casa.indirizzi["cruscotto"], mostra="certificate") == []


def test_le_interrogazioni_non_crescono_con_gli_enti(casa):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as viste:
            take(client, casa.indirizzi["cruscotto"])
        return len(viste)

    client = enter(casa.carla)
    take(client, casa.indirizzi["cruscotto"])
    pochi = count()
    for n in range(5):
        Scheda.objects.create(ricognizione=casa.ricognizione, ente=create_comune(f"01799{n}", f"C{n}", casa.ambito))
    assert count() <= pochi


@pytest.mark.django_db
def test_registro_dei_parametri_e_catalogo_li_scarica_chiunque():
    call_command("carica_registri", verbosity=0)
    norme = take(Client(), reverse("enti:norme"))
    assert {"Parametro"} < {riga["Genere"] for riga in norme}
    assert {riga["In vigore"] for riga in norme} == {"sì", "no"}
    regole = take(Client(), reverse("piano:regole"), peso="da-correggere")
    assert {riga["Che cosa chiede"] for riga in regole} == {"Da correggere"}
    assert not Evento.objects.filter(atto="scarico").exists()
