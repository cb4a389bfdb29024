"""Open data: what the schema says is what the rows hold."""

import csv
import hashlib
import io
import json
import re

import pytest

from piano.esportazioni.csv import export_files
from piano.valori import PianoSnapshot
from tests.piano.esportazioni.esportati import DIFFICILI, impronte_di, ostile, un_ente

TIPI = {"string": r"(?s).*", "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?"}


def files(piano: PianoSnapshot) -> dict[str, bytes]:
    return export_files(piano, impronte_di(piano))


def rows(contenuto: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contenuto.decode(), newline=""), strict=True))


def check(scritti: dict[str, bytes]) -> None:
    """A small validator of Data Package and Table Schema."""
    pacchetto = json.loads(scritti["datapackage.json"])
    nominati = {"datapackage.json"}
    for risorsa in pacchetto["resources"]:
        contenuto, schema = scritti[risorsa["path"]], json.loads(scritti[risorsa["schema"]])
        nominati |= {risorsa["path"], risorsa["schema"]}
        assert risorsa["hash"] == f"sha256:{hashlib.sha256(contenuto).hexdigest()}"
        assert risorsa["bytes"] == len(contenuto)
        nomi = [campo["name"] for campo in schema["fields"]]
        assert len(nomi) == len(set(nomi))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", nome) for nome in nomi)
        assert all(campo["title"] and campo["description"] for campo in schema["fields"])
        righe = rows(contenuto)
        assert contenuto.decode().split("\r\n")[0] == ",".join(nomi)
        for riga in righe:
            for campo in schema["fields"]:
                valore = riga[campo["name"]]
                valido = valore in schema["missingValues"] or re.fullmatch(TIPI[campo["type"]], valore)
                assert valido, (risorsa["name"], campo, valore)
        if chiave := schema.get("primaryKey"):
            assert len({tuple(riga[nome] for nome in chiave) for riga in righe}) == len(righe)
    assert nominati == set(scritti)


def test_il_piano_vero(oglio_ovest: PianoSnapshot) -> None:
    scritti = files(oglio_ovest)
    check(scritti)
    pacchetto = json.loads(scritti["datapackage.json"])
    assert pacchetto["name"] == "piano-oglio-ovest-2026"
    assert pacchetto["licenses"][0]["name"] == "CC-BY-4.0"
    assert pacchetto["impronta_contenuti"] == impronte_di(oglio_ovest).contenuti
    assert "BOZZA" in pacchetto["title"]
    chiari = next(riga for riga in rows(scritti["consistenza.csv"]) if riga["ente"] == "chiari")
    assert chiari == {
        "ente": "chiari",
        "istat": "017052",
        "chiave": "",
        "genere": "ente",
        "nome": "Chiari",
        "totale": "174",
        "sap": "134",
        "sas": "0",
        "altro": "40",
    }


@pytest.mark.parametrize("piano", DIFFICILI.values(), ids=DIFFICILI)
def test_piani_difficili(piano) -> None:
    check(files(piano()))


def test_numeri_semplici_e_unita(oglio_ovest: PianoSnapshot) -> None:
    totale = rows(files(oglio_ovest)["misure.csv"])[-1]
    assert (totale["genere"], totale["fondi"], totale["fondi_unita"]) == ("totale", "45233.17", "euro")
    assert rows(files(un_ente())["consistenza.csv"])[0]["sap"] == "1234"


def test_cio_che_manca_non_e_zero() -> None:
    scritti = files(un_ente())
    assert rows(scritti["disponibili.csv"])[0]["unita"] == "nessun dato"
    schema = json.loads(scritti["disponibili.schema.json"])
    assert schema["missingValues"] == ["", "nessun dato", "non applicabile"]
    assert next(c["type"] for c in schema["fields"] if c["name"] == "unita") == "integer"


def test_nessun_testo_passa_per_formula() -> None:
    righe = rows(files(ostile())["motivazioni.csv"])
    assert [riga["testo"] for riga in righe][:5] == [
        "'=1+1",
        "'+39 030",
        "'-5",
        "'@SUM(A1)",
        '\'=HYPERLINK("http://x.example")',
    ]
    assert righe[5]["testo"] == 'a;b,c\n"d"'
    assert righe[0]["nome"].startswith("'=cmd")
