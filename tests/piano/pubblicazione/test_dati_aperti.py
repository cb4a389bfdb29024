"""Open data: what the catalogue promises of a file is what is downloaded; every column is explained."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from rdflib import DCAT, DCTERMS, RDF, Graph

from enti.models import Ente
from piano.models import Piano, Versione
from tests.dati import create_comune
from tests.piano.pubblicazione.catalogo_letto import IT, SPDX, check_profile, read_both
from tests.piano.pubblicazione.conftest import create_plan

PAGINA = "/piani/oglio-ovest/2026/"
VERSIONE = f"{PAGINA}versioni/1/"


def catalogue(client: Client, base: str) -> Graph:
    """Both forms of a catalogue, read as one."""
    forme = [client.get(f"{base}catalogo.{forma}") for forma in ("jsonld", "rdf")]
    assert [f["Content-Type"] for f in forme] == ["application/ld+json", "application/rdf+xml"]
    return read_both(*(f.content for f in forme))


def test_cio_che_il_catalogo_promette_e_cio_che_si_scarica(client: Client, pubblicato: Versione) -> None:
    grafo = catalogue(client, PAGINA)
    check_profile(grafo)
    indirizzi = list(grafo.subject_objects(DCAT.downloadURL))
    assert len(indirizzi) == 5
    for file, indirizzo in indirizzi:
        risposta = client.get(urlsplit(indirizzo).path)
        assert len(risposta.content) == int(grafo.value(file, DCAT.byteSize))
        somma = grafo.value(grafo.value(file, SPDX.checksum), SPDX.checksumValue)
        assert hashlib.sha256(risposta.content).hexdigest() == str(somma)


def test_il_catalogo_dice_di_chi_e_il_piano(client: Client, pubblicato: Versione) -> None:
    grafo = catalogue(client, PAGINA)
    [insieme] = grafo.subjects(RDF.type, IT.Dataset)
    titolare = grafo.value(insieme, DCTERMS.rightsHolder)
    assert str(grafo.value(titolare, DCTERMS.identifier)) == "istat:017052"
    assert str(grafo.value(insieme, DCTERMS.accrualPeriodicity)).endswith("/ANNUAL")
    assert str(grafo.value(insieme, DCTERMS.modified)) == "2026-01-12"
    assert len(list(grafo.objects(insieme, DCTERMS.spatial))) == 11


def test_chi_pubblica_ha_il_codice_ipa_se_qualcuno_lo_ha_scritto(client: Client, pubblicato: Versione) -> None:
    """Also on a catalogue that has already been asked for: it is another one."""
    indirizzo = "/piani/oglio-ovest/2026/catalogo.jsonld"
    prima = client.get(indirizzo).content.decode()
    chiari = create_comune("017052", "Chiari")
    Ente.objects.filter(pk=chiari.pk).update(codice_ipa="c_c618")
    dopo = client.get(indirizzo).content.decode()
    assert '"istat:017052"' in prima
    assert '"c_c618"' not in prima
    assert '"c_c618"' in dopo
    assert '"istat:017052"' not in dopo


def test_il_catalogo_del_sito_ha_i_piani_veri(client: Client, db: None, conserva: Callable[..., Versione]) -> None:
    assert client.get("/catalogo.jsonld").status_code == 404
    conserva(create_plan("valdemo", "Valdemo", dimostrazione=True))
    assert client.get("/catalogo.rdf").status_code == 404
    primo, secondo = create_plan("oglio-ovest", "Oglio Ovest"), create_plan("oglio-ovest", "Oglio Ovest", anno=2027)
    for piano in (primo, secondo, secondo):
        conserva(piano)
    grafo = catalogue(client, "/")
    check_profile(grafo)
    identificativi = {str(grafo.value(i, DCTERMS.identifier)) for i in grafo.subjects(RDF.type, IT.Dataset)}
    assert identificativi == {"piano-oglio-ovest-2026", "piano-oglio-ovest-2027"}
    assert "/2027/versioni/2/csv/" in client.get("/catalogo.rdf").content.decode()


def test_ogni_colonna_di_ogni_tabella_e_spiegata(client: Client, pubblicato: Versione) -> None:
    pagina = client.get(f"{PAGINA}dati/").content.decode()
    pacchetto = json.loads(client.get(f"{VERSIONE}dati/datapackage.json").content)
    assert len(pacchetto["resources"]) >= 8
    for risorsa in pacchetto["resources"]:
        contenuto = client.get(f"{VERSIONE}dati/{risorsa['path']}")
        assert contenuto["Content-Type"] == "text/csv"
        assert f"sha256:{hashlib.sha256(contenuto.content).hexdigest()}" == risorsa["hash"]
        schema = json.loads(client.get(f"{VERSIONE}dati/{risorsa['schema']}").content)
        assert f'href="{VERSIONE}dati/{risorsa["path"]}"' in pagina
        assert contenuto.content.decode().splitlines()[0].split(",") == [campo["name"] for campo in schema["fields"]]
        for campo in schema["fields"]:
            assert f"<code>{campo['name']}</code>" in pagina


def test_i_formati_di_una_versione(client: Client, pubblicato: Versione) -> None:
    assert client.get(f"{VERSIONE}json/").content == bytes(pubblicato.contenuto)
    assert client.get(f"{VERSIONE}pdf/").content == bytes(pubblicato.pdf)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{VERSIONE}csv/").content)) as archivio:
        assert archivio.read("consistenza.csv") == client.get(f"{VERSIONE}dati/consistenza.csv").content
    assert client.get(f"{VERSIONE}pdf/")["Content-Disposition"] == 'inline; filename="piano-oglio-ovest-2026-v1.pdf"'
    assert client.get(f"{VERSIONE}dati/non-esiste.csv").status_code == 404


@pytest.mark.parametrize(("indirizzo", "dura"), [(f"{VERSIONE}json/", "immutable"), (f"{PAGINA}json/", "no-cache")])
def test_un_file_si_scarica_una_volta(client: Client, pubblicato: Versione, indirizzo: str, dura: str) -> None:
    risposta = client.get(indirizzo)
    assert dura in risposta["Cache-Control"]
    di_nuovo = client.get(indirizzo, headers={"If-None-Match": risposta["ETag"]})
    assert (di_nuovo.status_code, di_nuovo.content) == (304, b"")


def test_l_indirizzo_del_piano_da_l_ultima_versione(
    client: Client, oglio: Piano, pubblicato: Versione, conserva: Callable[..., Versione]
) -> None:
    seconda = conserva(oglio)
    assert client.get(f"{PAGINA}pdf/").content == bytes(seconda.pdf)
    assert client.get(f"{VERSIONE}pdf/").content == bytes(pubblicato.pdf)


def test_lo_schema_dei_dati_e_servito(client: Client, db: None) -> None:
    schema = json.loads(client.get("/piani/schema.json").content)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
