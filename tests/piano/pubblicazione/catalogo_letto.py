"""The catalogue as a harvester reads it: both forms into one graph, and what DCAT-AP_IT requires of it."""

import warnings
from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Namespace
from rdflib.compare import isomorphic

IT = Namespace("http://dati.gov.it/onto/dcatapit#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")

OBBLIGATORIE: Final = {
    IT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.modified, DCAT.dataset),
    IT.Dataset: (
        DCTERMS.identifier,
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.modified,
        DCAT.theme,
        DCTERMS.rightsHolder,
        DCTERMS.accrualPeriodicity,
        DCAT.distribution,
    ),
    IT.Distribution: (DCTERMS.format, DCAT.accessURL, DCTERMS.license),
    IT.Agent: (DCTERMS.identifier, FOAF.name),
    IT.LicenseDocument: (DCTERMS.type, FOAF.name),
    IT.Organization: (VCARD.fn, VCARD.hasEmail),
    IT.Standard: (DCTERMS.identifier, DCTERMS.title),
    DCTERMS.PeriodOfTime: (IT.startDate,),
    DCTERMS.Location: (IT.geographicalIdentifier,),
}
"""What the profile requires of each class (docs/fonti.md, D1)."""

UNA_SOLA: Final = {
    IT.Catalog: (DCTERMS.publisher, DCTERMS.modified, DCTERMS.issued, FOAF.homepage),
    IT.Dataset: (
        *(DCTERMS.identifier, DCTERMS.modified, DCTERMS.rightsHolder, DCTERMS.accrualPeriodicity),
        *(DCTERMS.publisher, DCTERMS.issued, DCAT.landingPage),
    ),
    IT.Distribution: (DCTERMS["format"], DCAT.accessURL, DCTERMS.license, DCTERMS.modified, DCAT.byteSize),
    IT.Agent: (DCTERMS.identifier, FOAF.name),
    IT.Organization: (VCARD.fn, VCARD.hasEmail, VCARD.hasTelephone),
}
"""What may be said once (cardinality 1, or 0..1)."""


def read_both(jsonld: bytes, rdfxml: bytes) -> Graph:
    """The graph of both forms, which must be one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader of JSON-LD uses a class of its own past
        primo = Graph().parse(data=jsonld, format="json-ld")
    secondo = Graph().parse(data=rdfxml, format="xml")
    assert isomorphic(primo, secondo)
    return primo


def check_profile(grafo: Graph) -> None:
    """Every resource of a class has what the profile requires; nothing is spoken of that is not described."""
    for classe, proprieta in OBBLIGATORIE.items():
        for risorsa in grafo.subjects(RDF.type, classe):
            mancano = [p for p in proprieta if (risorsa, p, None) not in grafo]
            assert mancano == [], (risorsa, mancano)
    for classe, proprieta in UNA_SOLA.items():
        for risorsa in grafo.subjects(RDF.type, classe):
            assert [p for p in proprieta if len(list(grafo.objects(risorsa, p))) > 1] == [], risorsa
    soggetti, contatti = (set(grafo.subjects(RDF.type, classe)) for classe in (IT.Agent, IT.Organization))
    assert not soggetti & contatti, "cose diverse hanno indirizzi diversi"
    assert list(grafo.subjects(RDF.type, IT.Dataset))
    descritte = set(grafo.subjects())
    for proprieta in (DCTERMS.rightsHolder, DCTERMS.temporal, DCTERMS.spatial, DCAT.distribution, DCTERMS.license):
        assert set(grafo.objects(None, proprieta)) <= descritte, proprieta
