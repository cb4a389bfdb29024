"""The catalogue says what DCAT-AP_IT wants, and says the same in both its forms."""

from datetime import date

import pytest
from msgspec.structs import replace
from rdflib import DCAT, DCTERMS, URIRef

from piano.pubblicazione.dcat import Catalogo, Contatto, Distribuzione, Insieme, Soggetto, build_graph
from piano.pubblicazione.rdf import write_jsonld, write_rdfxml
from tests.piano.pubblicazione.catalogo_letto import SPDX, VCARD, check_profile, read_both

CAPOFILA = Soggetto("https://sito.example/piani/oglio/#capofila", "istat:017052", "Comune di Chiari")
CSV = Distribuzione(
    titolo="Dati aperti",
    formato="CSV",
    mime="text/csv",
    imballo="application/zip",
    indirizzo="https://sito.example/piani/oglio/2026/versioni/1/csv/",
    dimensione=1234,
    impronta="ab" * 32,
)
JSON = replace(
    CSV,
    titolo="Tutti i dati",
    formato="JSON",
    mime="application/json",
    imballo="",
    indirizzo="https://sito.example/piani/oglio/2026/versioni/1/json/",
    schema="https://sito.example/piani/schema.json",
)
INSIEME = Insieme(
    indirizzo="https://sito.example/piani/oglio/2026/#dati",
    pagina="https://sito.example/piani/oglio/2026/dati/",
    identificativo="piano-oglio-2026",
    titolo="Piano <annuale> & «sociale»",
    descrizione="Righe\nnuove, \"virgolette\" e 'apostrofi'",
    versione="1",
    titolare=CAPOFILA,
    contatto=Contatto("https://sito.example/piani/oglio/#ufficio", "Ufficio di piano", "casa@example.org", "030 1234"),
    uscito=date(2025, 12, 20),
    modificato=date(2026, 1, 12),
    dal=date(2026, 1, 1),
    al=date(2026, 12, 31),
    comuni=(("017052", "Chiari"), ("017166", "Rovato")),
    file=(CSV, JSON),
)
CATALOGO = Catalogo(
    indirizzo="https://sito.example/#catalogo",
    pagina="https://sito.example/",
    titolo="Catalogo",
    descrizione="I piani",
    editore=CAPOFILA,
    insiemi=(INSIEME,),
)


def test_le_due_forme_dicono_lo_stesso_e_il_profilo_e_rispettato() -> None:
    nodi = build_graph(CATALOGO)
    grafo = read_both(write_jsonld(nodi), write_rdfxml(nodi))
    check_profile(grafo)
    assert str(grafo.value(URIRef(INSIEME.indirizzo), DCTERMS.title)) == INSIEME.titolo
    assert str(grafo.value(URIRef(INSIEME.indirizzo), DCTERMS.description)) == INSIEME.descrizione


def test_di_un_file_si_dicono_formato_peso_e_impronta() -> None:
    grafo = read_both(write_jsonld(build_graph(CATALOGO)), write_rdfxml(build_graph(CATALOGO)))
    file = grafo.value(None, DCAT.downloadURL, URIRef(CSV.indirizzo))
    assert int(grafo.value(file, DCAT.byteSize)) == CSV.dimensione
    somma = grafo.value(file, SPDX.checksum)
    assert str(grafo.value(somma, SPDX.checksumValue)) == CSV.impronta
    assert str(grafo.value(file, DCAT.packageFormat)).endswith("application/zip")
    assert str(grafo.value(file, DCTERMS["format"])).endswith("file-type/CSV")
    altro = grafo.value(None, DCAT.downloadURL, URIRef(JSON.indirizzo))
    assert grafo.value(altro, DCTERMS.conformsTo) == URIRef(JSON.schema)


@pytest.mark.parametrize("contatto", [None, replace(INSIEME.contatto, telefono="")])
def test_a_chi_rivolgersi_puo_mancare(contatto: Contatto | None) -> None:
    nodi = build_graph(replace(CATALOGO, insiemi=(replace(INSIEME, contatto=contatto),)))
    grafo = read_both(write_jsonld(nodi), write_rdfxml(nodi))
    check_profile(grafo)
    assert bool(grafo.value(URIRef(INSIEME.indirizzo), DCAT.contactPoint)) == bool(contatto)
    assert not list(grafo.objects(None, VCARD.hasTelephone))
