"""The public page: for anybody, from what was stored, the same until something is published, new at once when it is."""

import gzip
import json
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enti.models import Ambito, Utente
from piano.models import FilePubblicato, Piano, Versione
from tests.dati import create_incarico
from tests.piano.pubblicazione.conftest import create_plan

PAGINA = "/piani/oglio-ovest/2026/"
VERSIONE = f"{PAGINA}versioni/1/"
A_FREDDO, A_CALDO = 5, 1
"""Queries of a page that is made, and of one that is kept."""


def text(client: Client, indirizzo: str = PAGINA, **intestazioni: str) -> str:
    risposta = client.get(indirizzo, headers=intestazioni)
    assert risposta.status_code == 200, indirizzo
    return risposta.content.decode()


def test_chiunque_legge_il_piano_pubblicato(client: Client, pubblicato: Versione) -> None:
    testo = text(client)
    for parola in ("12 gennaio 2026", "Il piano in una pagina", 'id="consistenza"', pubblicato.impronta, "030 700700"):
        assert parola in testo
    assert "CC BY 4.0" in testo
    assert 'href="/verifica/"' in testo
    assert "BOZZA" not in testo
    assert testo.count("<h1") == 1
    assert testo.count("btn-primary") == 1
    for nome in ("pdf", "docx", "xlsx", "csv", "json"):
        assert re.search(rf'href="{VERSIONE}{nome}/"', testo), nome
    assert len(re.findall(r"(PDF|DOCX|XLSX|CSV|JSON), \d+\s(byte|kB)", testo)) == 5


def test_quel_che_dice_ai_motori_di_ricerca(client: Client, pubblicato: Versione) -> None:
    testo = text(client)
    assert f'<link rel="canonical" href="http://testserver{PAGINA}">' in testo
    assert '<meta property="og:title"' in testo
    dati = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', testo).group(1))
    assert dati["@type"] == "Dataset"
    assert dati["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert {d["contentUrl"] for d in dati["distribution"]} >= {f"http://testserver{VERSIONE}json/"}
    assert "Chiari" in dati["spatialCoverage"]


def test_una_nuova_pubblicazione_si_vede_subito(
    client: Client, oglio: Piano, pubblicato: Versione, conserva: Callable[..., Versione]
) -> None:
    prima, etichetta = text(client), client.get(PAGINA)["ETag"]
    passo = conserva(oglio, pubblica=False)
    assert text(client) == prima
    nuova = conserva(oglio, motivo="Corretto il numero di Chiari.")
    risposta = client.get(PAGINA, headers={"If-None-Match": etichetta})
    assert risposta.status_code == 200
    assert nuova.impronta in risposta.content.decode()
    assert "Corretto il numero di Chiari." in risposta.content.decode()
    vecchia = text(client, VERSIONE)
    assert "Questa non è la versione in vigore." in vecchia
    assert f'href="{PAGINA}versioni/{nuova.numero}/"' in vecchia
    assert f'<link rel="canonical" href="http://testserver{VERSIONE}">' in vecchia
    assert passo.impronta not in vecchia


def test_un_passo_mai_pubblicato_non_esiste_per_nessuno(
    client: Client, oglio: Piano, pubblicato: Versione, conserva: Callable[..., Versione]
) -> None:
    passo = conserva(oglio, pubblica=False)
    indirizzi = [f"{PAGINA}versioni/{passo.numero}/{resto}" for resto in ("", "pdf/", "json/", "dati/consistenza.csv")]
    assert {client.get(i).status_code for i in indirizzi} == {404}
    client.force_login(create_incarico("Carla", "capofila", ambito=oglio.ricognizione.ambito).utente)
    assert {client.get(i).status_code for i in indirizzi} == {404}


def test_a_chi_l_ha_gia_si_risponde_304(client: Client, pubblicato: Versione, django_assert_num_queries) -> None:
    etichetta = client.get(PAGINA)["ETag"]
    with django_assert_num_queries(A_CALDO):
        risposta = client.get(PAGINA, headers={"If-None-Match": etichetta})
    assert (risposta.status_code, risposta.content, risposta["ETag"]) == (304, b"", etichetta)


def test_compressa_o_no_la_pagina_e_la_stessa(client: Client, pubblicato: Versione) -> None:
    intera = client.get(PAGINA)
    compressa = client.get(PAGINA, headers={"Accept-Encoding": "gzip, br"})
    assert compressa["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressa.content) == intera.content
    assert "Content-Encoding" not in intera
    for risposta in (intera, compressa):
        assert {"Cookie", "Accept-Encoding"} <= set(risposta["Vary"].split(", "))
        assert risposta["Content-Type"] == "text/html; charset=utf-8"


def test_chi_e_entrato_vede_il_suo_nome_e_gli_altri_no(client: Client, pubblicato: Versione) -> None:
    Utente.objects.create_user("anna@example.org", first_name="Annalisa")
    client.force_login(Utente.objects.get())
    risposta = client.get(PAGINA)
    assert "Annalisa" in risposta.content.decode()
    assert "ETag" not in risposta
    assert "Annalisa" not in text(Client())


def test_cambia_a_chi_rivolgersi(client: Client, pubblicato: Versione) -> None:
    text(client)
    Ambito.objects.update(telefono="030 999999")
    assert "030 999999" in text(client)


@pytest.mark.parametrize("slug", ["oglio-ovest", "valdemo"])
def test_le_interrogazioni_sono_poche_e_sempre_le_stesse(
    client: Client, db: None, conserva: Callable[..., Versione], slug: str
) -> None:
    """Eleven enti or sixty-one: nothing is asked of them."""
    piano = create_plan(slug, slug.title())
    conserva(piano)
    client.get(f"/piani/{slug}/2026/")  # the files are made
    pagina = f"/piani/{slug}/2026/versioni/1/"
    for quante in (A_FREDDO, A_CALDO):
        with CaptureQueriesContext(connection) as interrogazioni:
            text(client, pagina)
        assert len(interrogazioni) == quante, [i["sql"][:200] for i in interrogazioni]


def test_i_file_si_preparano_in_sottofondo(
    client: Client, oglio: Piano, conserva: Callable[..., Versione], django_assert_num_queries
) -> None:
    pubblicato = conserva(oglio, pronta=False)
    call_command("componi_piani")
    assert FilePubblicato.objects.filter(versione=pubblicato).count() > 20
    with django_assert_num_queries(A_FREDDO):
        text(client)


def test_i_file_si_fanno_una_volta_sola(client: Client, oglio: Piano, conserva: Callable[..., Versione]) -> None:
    conserva(oglio, pronta=False)
    text(client)
    FilePubblicato.objects.filter(nome="xlsx").update(contenuto=b"come allora")
    text(client, VERSIONE)
    assert client.get(f"{PAGINA}xlsx/").content == b"come allora"


def test_chi_lavora_al_piano_trova_la_bozza(client: Client, pubblicato: Versione) -> None:
    """A rettifica in progress changes nothing for the public; who works on it reads it beside."""
    ambito = Ambito.objects.get()
    client.force_login(create_incarico("Carla", "capofila", ambito=ambito).utente)
    Piano.objects.update(stato="verifica")
    assert f'href="{PAGINA}bozza/"' in text(client)
    assert client.get(f"{PAGINA}bozza/").status_code == 200
    altrove = create_plan("altrove", "A").ricognizione.ambito
    client.force_login(create_incarico("Dario", "capofila", ambito=altrove).utente)
    assert "bozza/" not in text(client)
    for resto in ("", "pdf/", "json/", "xlsx/"):
        assert client.get(f"{PAGINA}bozza/{resto}").status_code == 404
        assert Client().get(f"{PAGINA}bozza/{resto}").status_code == 302
