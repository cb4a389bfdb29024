"""A small RDF graph as values, and the two forms in which harvesters read it: JSON-LD and RDF/XML."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from msgspec import Struct

PREFISSI: Final[Mapping[str, str]] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "locn": "http://www.w3.org/ns/locn#",
    "spdx": "http://spdx.org/rdf/terms#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_LINGUA: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Rif(Struct, frozen=True):
    """A resource: a whole address, or a name with one of ``PREFISSI``."""

    nome: str


class Testo(Struct, frozen=True):
    """A literal, in a language or of a type."""

    testo: str
    lingua: str = ""
    tipo: str = ""


Valore = Rif | Testo


class Nodo(Struct, frozen=True):
    """What is said of a resource, property by property, in the order in which it is written."""

    indirizzo: str
    tipi: tuple[str, ...]
    valori: tuple[tuple[str, Valore], ...]


def italian(testo: str) -> Testo:
    """A text in Italian."""
    return Testo(testo, lingua="it")


def spell(nome: str) -> str:
    """The whole address of a name that may have a prefix."""
    prefisso, due_punti, resto = nome.partition(":")
    return f"{PREFISSI[prefisso]}{resto}" if due_punti and prefisso in PREFISSI else nome


def write_jsonld(nodi: Sequence[Nodo]) -> bytes:
    """JSON-LD with its context inside: who reads it fetches nothing."""
    documento = {"@context": dict(PREFISSI), "@graph": [_as_object(nodo) for nodo in nodi]}
    return (json.dumps(documento, ensure_ascii=False, indent=1) + "\n").encode()


def _as_object(nodo: Nodo) -> dict[str, object]:
    valori: dict[str, list[dict[str, str]]] = {}
    for proprieta, valore in nodo.valori:
        valori.setdefault(proprieta, []).append(_as_value(valore))
    return {"@id": nodo.indirizzo, "@type": list(nodo.tipi), **valori}


def _as_value(valore: Valore) -> dict[str, str]:
    if isinstance(valore, Rif):
        return {"@id": valore.nome}
    altro = {"@language": valore.lingua, "@type": valore.tipo}
    return {"@value": valore.testo, **{chiave: v for chiave, v in altro.items() if v}}


def write_rdfxml(nodi: Sequence[Nodo]) -> bytes:
    """RDF/XML, what CKAN's harvester takes when nobody tells it otherwise."""
    for prefisso, spazio in PREFISSI.items():
        ET.register_namespace(prefisso, spazio)
    radice = ET.Element(_qualified("rdf:RDF"))
    for nodo in nodi:
        descrizione = ET.SubElement(radice, _qualified("rdf:Description"), {_qualified("rdf:about"): nodo.indirizzo})
        for proprieta, valore in _statements(nodo):
            _write_value(ET.SubElement(descrizione, _qualified(proprieta)), valore)
    ET.indent(radice, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(radice, encoding="unicode").encode() + b"\n"


def _statements(nodo: Nodo) -> Iterator[tuple[str, Valore]]:
    yield from (("rdf:type", Rif(tipo)) for tipo in nodo.tipi)
    yield from nodo.valori


def _write_value(elemento: ET.Element, valore: Valore) -> None:
    if isinstance(valore, Rif):
        elemento.set(_qualified("rdf:resource"), spell(valore.nome))
        return
    elemento.text = valore.testo
    if valore.lingua:
        elemento.set(_LINGUA, valore.lingua)
    if valore.tipo:
        elemento.set(_qualified("rdf:datatype"), spell(valore.tipo))


def _qualified(nome: str) -> str:
    prefisso, _, resto = nome.partition(":")
    return f"{{{PREFISSI[prefisso]}}}{resto}"
