"""DCAT-AP_IT, the national profile of metadata: catalogues, datasets and their files, from values to an RDF graph.

What is mandatory and what is recommended is in the profile (docs/fonti.md, D1–D5). A body is known by its code in the
Indice PA, as the profile wants; where nobody has given it, by its comune's ISTAT code, said to be one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from piano.pubblicazione.rdf import Nodo, Rif, Testo, Valore, italian

_EUROPA: Final = "http://publications.europa.eu/resource/authority"
_TIPI: Final = "http://www.iana.org/assignments/media-types"
TEMI: Final = (f"{_EUROPA}/data-theme/SOCI", f"{_EUROPA}/data-theme/GOVE")
"""Population and society; government and public sector."""
SOTTOTEMI: Final = ("http://eurovoc.europa.eu/100214", "http://eurovoc.europa.eu/100216")
"""Of the first theme, in EuroVoc: social protection; town planning and building (docs/fonti.md, D1)."""
TEMATICA: Final = f"{_EUROPA}/data-theme"
OGNI_ANNO: Final = f"{_EUROPA}/frequency/ANNUAL"
ITALIANO: Final = f"{_EUROPA}/language/ITA"
LICENZA: Final = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
NOME_LICENZA: Final = "Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)"
PAROLE_CHIAVE: Final = (
    "casa",
    "servizi abitativi pubblici",
    "servizi abitativi sociali",
    "edilizia residenziale pubblica",
    "alloggi",
    "offerta abitativa",
)


class Soggetto(Struct, frozen=True):
    """A body: who publishes, who holds the rights."""

    indirizzo: str
    codice: str
    nome: str


class Contatto(Struct, frozen=True):
    """Whom to ask."""

    indirizzo: str
    nome: str
    email: str
    telefono: str


class Distribuzione(Struct, frozen=True, kw_only=True):
    """A file of a dataset. ``formato`` is a word of the European list of file types; ``schema`` an address, if any.

    Where many files come in one, ``imballo`` is its media type, and format and media type are those of the files.
    """

    titolo: str
    formato: str
    mime: str
    indirizzo: str
    dimensione: int
    impronta: str
    imballo: str = ""
    schema: str = ""


class Insieme(Struct, frozen=True, kw_only=True):
    """A dataset: the plan of an ambito for a year, as last published. ``comuni`` are ISTAT codes and names."""

    indirizzo: str
    pagina: str
    identificativo: str
    titolo: str
    descrizione: str
    versione: str
    titolare: Soggetto
    contatto: Contatto | None
    uscito: date
    modificato: date
    dal: date
    al: date
    comuni: tuple[tuple[str, str], ...]
    file: tuple[Distribuzione, ...]


class Catalogo(Struct, frozen=True, kw_only=True):
    """A list of datasets, and who publishes it."""

    indirizzo: str
    pagina: str
    titolo: str
    descrizione: str
    editore: Soggetto
    insiemi: tuple[Insieme, ...]


def build_graph(catalogo: Catalogo) -> tuple[Nodo, ...]:
    """Everything that is said, each resource once."""
    nodi = [_catalog(catalogo), _agent(catalogo.editore), _licence()]
    for insieme in catalogo.insiemi:
        nodi += [_dataset(insieme), _agent(insieme.titolare), *_around(insieme)]
        for file in insieme.file:
            nodi += _distribution(insieme, file)
    return tuple({nodo.indirizzo: nodo for nodo in reversed(nodi)}.values())[::-1]


def _catalog(c: Catalogo) -> Nodo:
    date_ = [insieme.modificato for insieme in c.insiemi]
    valori: list[tuple[str, Valore]] = [
        ("dct:title", italian(c.titolo)),
        ("dct:description", italian(c.descrizione)),
        ("dct:publisher", Rif(c.editore.indirizzo)),
        ("dct:modified", _day(max(date_))),
        ("dct:issued", _day(min(insieme.uscito for insieme in c.insiemi))),
        ("dct:language", Rif(ITALIANO)),
        ("dct:license", Rif(LICENZA)),
        ("foaf:homepage", Rif(c.pagina)),
        ("dcat:themeTaxonomy", Rif(TEMATICA)),
        *(("dcat:dataset", Rif(insieme.indirizzo)) for insieme in c.insiemi),
    ]
    return Nodo(c.indirizzo, ("dcatapit:Catalog", "dcat:Catalog"), tuple(valori))


def _dataset(i: Insieme) -> Nodo:
    valori: list[tuple[str, Valore]] = [
        ("dct:identifier", Testo(i.identificativo)),
        ("dct:title", italian(i.titolo)),
        ("dct:description", italian(i.descrizione)),
        ("dct:modified", _day(i.modificato)),
        ("dct:issued", _day(i.uscito)),
        *(("dcat:theme", Rif(tema)) for tema in TEMI),
        *(("dct:subject", Rif(sottotema)) for sottotema in SOTTOTEMI),
        *(("dcat:keyword", italian(parola)) for parola in PAROLE_CHIAVE),
        ("dct:rightsHolder", Rif(i.titolare.indirizzo)),
        ("dct:publisher", Rif(i.titolare.indirizzo)),
        ("dct:creator", Rif(i.titolare.indirizzo)),
        ("dct:accrualPeriodicity", Rif(OGNI_ANNO)),
        ("dct:language", Rif(ITALIANO)),
        ("dct:temporal", Rif(f"{i.indirizzo}-periodo")),
        ("dcat:landingPage", Rif(i.pagina)),
        ("owl:versionInfo", Testo(i.versione)),
        *(("dct:spatial", Rif(_place(i, istat))) for istat, _ in i.comuni),
        *(("dcat:distribution", Rif(_of(file))) for file in i.file),
    ]
    if i.contatto:
        valori.append(("dcat:contactPoint", Rif(i.contatto.indirizzo)))
    return Nodo(i.indirizzo, ("dcatapit:Dataset", "dcat:Dataset"), tuple(valori))


def _around(i: Insieme) -> Iterator[Nodo]:
    """The period, the places and whom to ask."""
    periodo = (("dcatapit:startDate", _day(i.dal)), ("dcatapit:endDate", _day(i.al)))
    yield Nodo(f"{i.indirizzo}-periodo", ("dct:PeriodOfTime",), periodo)
    for istat, nome in i.comuni:
        luogo = (("dcatapit:geographicalIdentifier", Testo(istat)), ("locn:geographicName", italian(nome)))
        yield Nodo(_place(i, istat), ("dct:Location",), luogo)
    if i.contatto:
        yield _contact(i.contatto)


def _contact(c: Contatto) -> Nodo:
    valori: list[tuple[str, Valore]] = [
        ("vcard:fn", italian(c.nome)),
        ("vcard:hasEmail", Rif(f"mailto:{c.email}")),
    ]
    if c.telefono:
        valori.append(("vcard:hasTelephone", Rif(f"tel:{c.telefono.replace(' ', '')}")))
    return Nodo(c.indirizzo, ("dcatapit:Organization", "vcard:Organization", "vcard:Kind"), tuple(valori))


def _distribution(i: Insieme, file: Distribuzione) -> Iterator[Nodo]:
    valori: list[tuple[str, Valore]] = [
        ("dct:title", italian(file.titolo)),
        ("dct:description", italian(f"{file.titolo}. {i.titolo}.")),
        ("dct:format", Rif(f"{_EUROPA}/file-type/{file.formato}")),
        ("dcat:mediaType", Rif(f"{_TIPI}/{file.mime}")),
        ("dcat:accessURL", Rif(i.pagina)),
        ("dcat:downloadURL", Rif(file.indirizzo)),
        ("dcat:byteSize", Testo(str(file.dimensione), tipo="xsd:decimal")),
        ("dct:license", Rif(LICENZA)),
        ("dct:modified", _day(i.modificato)),
        ("spdx:checksum", Rif(f"{_of(file)}-sha256")),
    ]
    if file.imballo:
        valori.append(("dcat:packageFormat", Rif(f"{_TIPI}/{file.imballo}")))
    if file.schema:
        valori.append(("dct:conformsTo", Rif(file.schema)))
        schema = (("dct:identifier", Testo(file.schema)), ("dct:title", italian(f"Schema: {file.titolo}")))
        yield Nodo(file.schema, ("dcatapit:Standard", "dct:Standard"), schema)
    yield Nodo(_of(file), ("dcatapit:Distribution", "dcat:Distribution"), tuple(valori))
    yield Nodo(
        f"{_of(file)}-sha256",
        ("spdx:Checksum",),
        (
            ("spdx:algorithm", Rif("spdx:checksumAlgorithm_sha256")),
            ("spdx:checksumValue", Testo(file.impronta, tipo="xsd:hexBinary")),
        ),
    )


def _agent(s: Soggetto) -> Nodo:
    valori = (("dct:identifier", Testo(s.codice)), ("foaf:name", italian(s.nome)))
    return Nodo(s.indirizzo, ("dcatapit:Agent", "foaf:Agent"), valori)


def _licence() -> Nodo:
    valori = (
        ("dct:type", Rif("http://purl.org/adms/licencetype/Attribution")),
        ("foaf:name", italian(NOME_LICENZA)),
        ("owl:versionInfo", Testo("4.0")),
    )
    return Nodo(LICENZA, ("dcatapit:LicenseDocument", "dct:LicenseDocument"), valori)


def _of(file: Distribuzione) -> str:
    """The name of a distribution: its address, as something one can speak of."""
    return f"{file.indirizzo}#distribuzione"


def _place(i: Insieme, istat: str) -> str:
    return f"{i.indirizzo}-comune-{istat}"


def _day(giorno: date) -> Testo:
    return Testo(giorno.isoformat(), tipo="xsd:date")
