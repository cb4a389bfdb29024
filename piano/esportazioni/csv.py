"""Open data: a CSV (RFC 4180, UTF-8) and its Table Schema for each table, and the ``datapackage.json`` of them all."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from django.utils.text import slugify
from msgspec import Struct

from lessico.tavole.testi import guard
from piano.elenchi import NESSUN_DATO, NON_APPLICABILE
from piano.esportazioni.archivio import pack
from piano.esportazioni.descrizione import LETTURA, Descrizione, describe, describe_plan
from piano.prospetti import PARTE, TOTALE, Casella, Colonna, Prospetto, RigaProspetto
from piano.tabelle import TabellaPiano, collect, istat_codes
from piano.valori import Impronte, PianoSnapshot

MANCANTI: Final = ("", NESSUN_DATO, NON_APPLICABILE)
"""What stands where there is no value: which of the three, the schema says."""

LICENZA: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribuzione 4.0 Internazionale",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.it",
}

PACCHETTO: Final = "datapackage.json"

APOSTROFO: Final = "Un testo che comincia con = + - @ ha davanti un apostrofo, perché nessuno lo prenda per formula."
CIFRE: Final = "Un numero senza separatore delle migliaia, con il punto prima dei decimali."


class Campo(Struct, frozen=True):
    """A column of a CSV, as Table Schema describes it."""

    name: str
    type: str
    title: str
    description: str


CHIAVI: Final = (
    Campo("ente", "string", "Codice dell’ente", "Lo stesso in tutte le tabelle; «ambito» e «totale» non sono enti."),
    Campo("istat", "string", "Codice ISTAT del comune", "Vuoto dove l’ente non è un solo comune."),
    Campo(
        "chiave", "string", "Chiave della riga", "Con il codice dell’ente dice quale riga è; vuota per l’ente intero."
    ),
    Campo("genere", "string", "Genere della riga", "«ente»; «parte», già compresa nella riga del suo ente; «totale»."),
)
"""The columns that every table begins with; then comes the name."""


def export_files(snapshot: PianoSnapshot, impronte: Impronte) -> dict[str, bytes]:
    """The files of the folder by name, the package first; raises PianoNonComponibile."""
    descrizione, tabelle, istat = describe(snapshot, impronte), collect(snapshot), istat_codes(snapshot)
    scritti: dict[str, bytes] = {}
    risorse = []
    for tabella in tabelle:
        contenuto = _write_csv(tabella.prospetto, istat)
        scritti[f"{tabella.nome}.csv"] = contenuto
        scritti[f"{tabella.nome}.schema.json"] = _write_json(_schema(tabella.prospetto))
        risorse.append(_resource(tabella, contenuto))
    pacchetto = _package(descrizione, f"piano-{snapshot.contenuti.testata.ambito}-{descrizione.anno}", risorse)
    return {PACCHETTO: _write_json({**pacchetto, "piano": describe_plan(snapshot)}), **scritti}


def export_zip(snapshot: PianoSnapshot, impronte: Impronte) -> bytes:
    """The same files in a zip; the same snapshot gives the same bytes."""
    return pack(export_files(snapshot, impronte).items())


def fields(prospetto: Prospetto) -> tuple[Campo, ...]:
    """The columns of a table: codes, name, measures, and beside a measure its unit where it has one."""
    nome = Campo("nome", "string", prospetto.prima, f"Come è scritto nel piano. {APOSTROFO}")
    return (*CHIAVI, nome, *(campo for posto in range(len(prospetto.colonne)) for campo in _measure(prospetto, posto)))


def _measure(prospetto: Prospetto, posto: int) -> Iterator[Campo]:
    colonna, caselle = prospetto.colonne[posto], [riga.caselle[posto] for riga in prospetto.righe]
    nome, tipo = _snake(colonna.misura), _type(colonna, caselle)
    yield Campo(nome, tipo, colonna.titolo, APOSTROFO if tipo == "string" else CIFRE)
    if _has_unit(caselle):
        yield Campo(f"{nome}_unita", "string", f"{colonna.titolo}: unità di misura", "Vuota dove si contano cose.")


def _type(colonna: Colonna, caselle: list[Casella]) -> str:
    """Table Schema's type: a column with a word that is not one of ``MANCANTI`` is of texts."""
    if not colonna.numerica or any(c.valore is None and c.testo not in MANCANTI for c in caselle):
        return "string"
    return "number" if any(isinstance(c.valore, Decimal) for c in caselle) else "integer"


def _has_unit(caselle: list[Casella]) -> bool:
    return any(casella.unita for casella in caselle)


def _snake(misura: str) -> str:
    """A name of small letters, figures and underscores."""
    return slugify(misura).replace("-", "_")


def _write_csv(prospetto: Prospetto, istat: Mapping[str, str]) -> bytes:
    scritto = io.StringIO(newline="")
    righe = csv.writer(scritto, lineterminator="\r\n")
    campi = fields(prospetto)
    righe.writerow([campo.name for campo in campi])
    tipi = {campo.name: campo.type for campo in campi}
    con_unita = {c.misura for r in prospetto.righe for c in r.caselle if c.unita}
    for riga in prospetto.righe:
        righe.writerow(_row(riga, istat.get(riga.ente, ""), tipi, con_unita))
    return scritto.getvalue().encode()


def _row(riga: RigaProspetto, istat: str, tipi: Mapping[str, str], con_unita: set[str]) -> list[str]:
    genere = riga.genere if riga.genere in (PARTE, TOTALE) else "ente"
    valori = [riga.ente, istat, riga.chiave, genere, guard(riga.nome)]
    for casella in riga.caselle:
        valori.append(_value(casella, tipi[_snake(casella.misura)]))
        if casella.misura in con_unita:
            valori.append(guard(casella.unita))
    return valori


def _value(casella: Casella, tipo: str) -> str:
    if tipo == "string" or casella.valore is None:
        return guard(casella.testo)
    return f"{casella.valore:f}" if isinstance(casella.valore, Decimal) else str(casella.valore)


def _schema(prospetto: Prospetto) -> Mapping[str, object]:
    campi = [{nome: getattr(campo, nome) for nome in campo.__struct_fields__} for campo in fields(prospetto)]
    chiavi = [(riga.ente, riga.chiave) for riga in prospetto.righe]
    univoche = len(set(chiavi)) == len(chiavi)
    return {"fields": campi, "missingValues": list(MANCANTI), "primaryKey": ["ente", "chiave"] if univoche else None}


def _resource(tabella: TabellaPiano, contenuto: bytes) -> Mapping[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": tabella.nome,
        "path": f"{tabella.nome}.csv",
        "title": tabella.didascalia,
        "description": tabella.intestazione,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(contenuto),
        "hash": f"sha256:{hashlib.sha256(contenuto).hexdigest()}",
        "schema": f"{tabella.nome}.schema.json",
    }


def _package(descrizione: Descrizione, nome: str, risorse: list[Mapping[str, object]]) -> Mapping[str, object]:
    return {
        "profile": "tabular-data-package",
        "name": nome,
        "title": descrizione.oggetto,
        "description": " ".join((f"{descrizione.ambito}. {descrizione.stato}.", *LETTURA, APOSTROFO)),
        "homepage": descrizione.indirizzo or None,
        "created": f"{descrizione.quando.isoformat()}T00:00:00Z",
        "licenses": [LICENZA],
        "impronta_contenuti": descrizione.impronte.contenuti,
        "impronta_versione": descrizione.impronte.versione,
        "resources": risorse,
    }


def _write_json(valore: Mapping[str, object]) -> bytes:
    senza_vuoti = {nome: v for nome, v in valore.items() if v is not None}
    return (json.dumps(senza_vuoti, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
