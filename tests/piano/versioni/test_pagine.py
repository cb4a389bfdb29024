"""The pages of the versions: what is stored, two side by side, the mayors' summary; who may see them."""

import re
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enti.models import Incarico
from piano.models import Fascicolo, Piano
from piano.versioni import deposito
from tests.ambiti_di_prova import AmbitoDiProva
from tests.dati import create_incarico, create_piano, mondo, write
from tests.piano.versioni.conservate import HTML, PDF, propose, store

__all__ = ["mondo"]

SAP = "consistenza/017166/sap"


@pytest.fixture
def proposto(mondo: SimpleNamespace) -> SimpleNamespace:
    """Rovato has 81 dwellings when the plan is proposed, 90 when it is proposed again."""
    write(mondo.rovato, {SAP: 81})
    store(mondo.piano)
    write(mondo.rovato, {SAP: 90})
    mondo.versione = propose(mondo.piano)
    return mondo


def enter(client: Client, incarico: Incarico) -> Client:
    client.force_login(incarico.utente)
    return client


def page(client: Client, nome: str, mondo: SimpleNamespace, stato: int = 200, **chiesti: str) -> str:
    risposta = client.get(reverse(f"piano:{nome}", args=["oglio", 2026]), chiesti)
    assert risposta.status_code == stato
    return risposta.content.decode()


def test_ogni_versione_con_le_sue_impronte_e_i_suoi_file(client: Client, proposto: SimpleNamespace) -> None:
    testo = page(enter(client, proposto.carla), "versioni", proposto)
    for atteso in ("2 versioni conservate", "Versione 2: proposta", "2 marzo 2026, ore 11:00", "Carla"):
        assert atteso in testo
    assert proposto.versione.impronta in testo
    assert proposto.versione.impronta_contenuti in testo


@pytest.mark.parametrize(("nome", "atteso"), [("pdf", PDF), ("html", HTML), ("json", None)])
def test_i_file_sono_quelli_conservati_byte_per_byte(
    client: Client, proposto: SimpleNamespace, nome: str, atteso: bytes | None
) -> None:
    enter(client, proposto.sindaca)
    risposta = client.get(reverse("piano:versione_conservata", args=["oglio", 2026, 2, nome]))
    assert risposta.content == (atteso or bytes(proposto.versione.contenuto))


def test_un_file_o_una_versione_che_non_ci_sono(client: Client, proposto: SimpleNamespace) -> None:
    enter(client, proposto.carla)
    for numero, nome in ((9, "pdf"), (2, "exe")):
        assert client.get(reverse("piano:versione_conservata", args=["oglio", 2026, numero, nome])).status_code == 404


def test_due_versioni_a_confronto(client: Client, proposto: SimpleNamespace) -> None:
    testo = page(enter(client, proposto.sindaca), "confronto", proposto, da="1", a="2")
    assert "Consistenza del patrimonio, Rovato: SAP" in testo
    assert "(+9)" in testo
    assert 'class="che">Prima</span> 81</td>' in testo


def test_senza_scelte_le_ultime_due_e_chi_non_legge_la_bozza_non_la_confronta(
    client: Client, proposto: SimpleNamespace
) -> None:
    testo = page(enter(client, proposto.sindaca), "confronto", proposto)
    assert "Prima: Versione 1, proposta, 2 marzo 2026. Dopo: Versione 2, proposta, 2 marzo 2026." in testo
    assert "com’è adesso" not in testo
    assert "com’è adesso" in page(enter(client, proposto.carla), "confronto", proposto)


@pytest.mark.parametrize("chiesti", [{"da": "9", "a": "1"}, {"da": "bozza", "a": "1"}, {"da": "anno-prima", "a": "x"}])
def test_una_versione_che_non_c_e_non_si_confronta(
    client: Client, proposto: SimpleNamespace, chiesti: dict[str, str]
) -> None:
    testo = page(enter(client, proposto.sindaca), "confronto", proposto, 422, **chiesti)
    assert "Questa versione non c’è" in testo


def test_una_versione_e_lo_stesso_documento_di_se_stessa(client: Client, proposto: SimpleNamespace) -> None:
    testo = page(enter(client, proposto.carla), "confronto", proposto, da="2", a="2")
    assert "Nessuna differenza: i due piani sono lo stesso documento." in testo


def test_con_l_anno_prima(client: Client, proposto: SimpleNamespace) -> None:
    prima = create_piano(proposto.ambito, 2025)
    store(prima, "approvazione")
    testo = page(enter(client, proposto.sindaca), "confronto", proposto, da="anno-prima", a="2")
    assert "Prima: Il piano del 2025." in testo


def test_un_piano_senza_versioni_lo_dice(client: Client, mondo: SimpleNamespace) -> None:
    enter(client, mondo.carla)
    assert "la prima si conserva quando il capofila propone il piano" in page(client, "versioni", mondo)
    assert "C’è un solo piano da leggere" in page(client, "confronto", mondo)


def test_la_pagina_dei_sindaci_dice_che_cosa_si_chiede_le_cifre_e_che_cosa_cambia(
    client: Client, proposto: SimpleNamespace
) -> None:
    store(create_piano(proposto.ambito, 2025), "approvazione")
    testo = enter(client, proposto.sindaca).get(reverse("piano:assemblea", args=[proposto.piano.pk])).content.decode()
    assert "Che cosa si chiede all’Assemblea dei Sindaci" in testo
    assert "Approvare il piano annuale." in testo
    assert re.search(r">\s*90\s*</dd>", testo)
    assert "?da=anno-prima&amp;a=2" in testo


def test_dalla_posta_alla_sintesi_passando_dall_accesso(client: Client, proposto: SimpleNamespace) -> None:
    indirizzo = reverse("piano:assemblea", args=[proposto.piano.pk])
    assert client.get(indirizzo)["Location"] == f"{reverse('account_login')}?next={indirizzo}"
    fascicolo = page(enter(client, proposto.carla), "fascicolo", proposto)
    assert f"http://testserver{indirizzo}" in fascicolo


def test_la_scrivania_del_sindaco_porta_alla_sintesi(client: Client, proposto: SimpleNamespace) -> None:
    indirizzo = reverse("piano:assemblea", args=[proposto.piano.pk])
    testo = enter(client, proposto.sindaca).get(reverse("piano:scrivania")).content.decode()
    assert f'href="{indirizzo}">Leggi la sintesi' in testo
    assert "Leggi la sintesi" not in enter(client, proposto.carla).get(reverse("piano:scrivania")).content.decode()


def test_prima_della_proposta_i_sindaci_non_vedono_nulla(client: Client, mondo: SimpleNamespace) -> None:
    enter(client, mondo.sindaca)
    for nome in ("versioni", "confronto", "fascicolo", "fascicolo_zip"):
        assert client.get(reverse(f"piano:{nome}", args=["oglio", 2026])).status_code == 404
    assert client.get(reverse("piano:assemblea", args=[mondo.piano.pk])).status_code == 404
    assert "Leggi la sintesi" not in client.get(reverse("piano:scrivania")).content.decode()


def test_le_domande_non_crescono_con_gli_enti(client: Client, db: None) -> None:
    """Three enti, then twelve: the same number of queries to compare a version with the plan as it is now."""
    pochi, tanti = AmbitoDiProva(*"ABC", nome="Pochi"), AmbitoDiProva(*"DEFGHIJKLMNO", nome="Tanti")
    domande = []
    for ambito in (pochi, tanti):
        for ente in ambito.enti:
            ambito.declare(ente, {"consistenza/@/sap": 5})
        store(Piano.objects.for_system().get(pk=ambito.piano.pk))
        for ente in ambito.enti:
            ambito.declare(ente, {"consistenza/@/sap": 6})
        enter(client, create_incarico(f"capofila-{ambito.ambito.slug}", "capofila", ambito=ambito.ambito))
        indirizzo = reverse("piano:confronto", args=[ambito.ambito.slug, 2026])
        client.get(indirizzo)
        with CaptureQueriesContext(connection) as contate:
            testo = client.get(indirizzo).content.decode()
        assert testo.count("(+1)") == len(ambito.enti)
        domande.append(len(contate))
    assert domande[0] == domande[1]


def test_il_fascicolo_e_pronto_prima_che_lo_si_chieda(client: Client, proposto: SimpleNamespace, monkeypatch) -> None:
    """Made in the background for who will vote; made again when what it is made from is another."""
    call_command("componi_piani")
    [pronto] = Fascicolo.objects.for_system().all()
    monkeypatch.setattr(deposito, "pack_dossier", lambda _: pytest.fail("è già pronto"))
    with CaptureQueriesContext(connection) as interrogazioni:
        deposito.make_dossiers()
    assert len(interrogazioni) == 1
    enter(client, proposto.sindaca)
    assert client.get(reverse("piano:fascicolo_zip", args=["oglio", 2026])).content == bytes(pronto.contenuto)
    store(proposto.piano, "assemblea")
    monkeypatch.setattr(deposito, "pack_dossier", lambda _: b"nuovo")
    assert client.get(reverse("piano:fascicolo_zip", args=["oglio", 2026])).content == b"nuovo"
