"""A small RDF graph as values, and the two forms in which harvesters read it: JSON-LD and RDF/XML."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

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
_CONTROLLI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What XML cannot hold."""


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
    """RDF/XML, what CKAN's harvester takes when nobody tells it otherwise. Written line by line: it may be large."""
    spazi = "".join(f' xmlns:{prefisso}="{spazio}"' for prefisso, spazio in PREFISSI.items())
    righe = ['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{spazi}>"]
    for nodo in nodi:
        righe.append(f' <rdf:Description rdf:about="{escape(nodo.indirizzo)}">')
        righe += (f"  {_element(proprieta, valore)}" for proprieta, valore in _statements(nodo))
        righe.append(" </rdf:Description>")
    righe.append("</rdf:RDF>\n")
    return "\n".join(righe).encode()


def _statements(nodo: Nodo) -> Iterator[tuple[str, Valore]]:
    yield from (("rdf:type", Rif(tipo)) for tipo in nodo.tipi)
    yield from nodo.valori


def _element(proprieta: str, valore: Valore) -> str:
    """A statement; the names of the properties are ours and have a prefix, the values are anybody's."""
    if isinstance(valore, Rif):
        return f'<{proprieta} rdf:resource="{escape(spell(valore.nome))}"/>'
    lingua = f' xml:lang="{valore.lingua}"' if valore.lingua else ""
    tipo = f' rdf:datatype="{escape(spell(valore.tipo))}"' if valore.tipo else ""
    return f"<{proprieta}{lingua}{tipo}>{escape(_CONTROLLI.sub('', valore.testo))}</{proprieta}>"
