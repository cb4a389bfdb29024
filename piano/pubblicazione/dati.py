"""The data dictionary: what each table of the open data holds, column by column, for who has never seen a plan."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from piano.esportazioni.csv import APOSTROFO, CIFRE, PACCHETTO
from piano.esportazioni.descrizione import LETTURA
from piano.models import FilePubblicato, Versione
from piano.pubblicazione.dcat import NOME_LICENZA
from piano.pubblicazione.file import list_files, read_small
from piano.pubblicazione.pacchetto import Campo, Tabella, read_package, read_tables
from piano.pubblicazione.pagina import LICENZA, list_downloads, weigh
from piano.pubblicazione.versioni import address_of, keys_of

LEGGIBILI: Final = {"CSV", "XLSX", "JSON"}
TIPI: Final = {"string": "testo", "integer": "numero intero", "number": "numero con decimali"}
"""Table Schema's types, in words."""

DI_TUTTE: Final = (CIFRE, APOSTROFO)
"""What holds of every column of numbers and of texts: said once."""

SIGLE: Final = (
    "SAP: servizi abitativi pubblici, gli alloggi a canone sociale. SAS: servizi abitativi sociali, a canone moderato.",
    "ALER: azienda lombarda per l’edilizia residenziale, proprietaria di alloggi in più comuni.",
)


class Colonna(Struct, frozen=True):
    """A column, in words."""

    nome: str
    titolo: str
    tipo: str
    descrizione: str
    chiave: bool


class TabellaDescritta(Struct, frozen=True):
    """A table, in words, and where it is downloaded."""

    nome: str
    titolo: str
    dove: str
    indirizzo: str
    schema: str
    peso: str
    colonne: tuple[Colonna, ...]


def build_dictionary(request: HttpRequest, versione: Versione) -> dict[str, object]:
    """The context of the page, from the stored files alone."""
    file, piccoli = list_files(versione), read_small(versione)
    pacchetto, stabile = read_package(piccoli[PACCHETTO]), address_of(versione)
    tabelle = [_describe(tabella, file, stabile) for tabella in read_tables(piccoli, pacchetto)]
    pagina = reverse("piano:piano_detail", args=keys_of(versione))
    comuni, tabelle = _shared(tabelle)
    return {
        "copertina": pacchetto.piano,
        "ambito": versione.piano.ricognizione.ambito,
        "dimostrazione": versione.piano.ricognizione.ambito.dimostrazione,
        "pacchetto": pacchetto,
        "lettura": (*LETTURA, *DI_TUTTE, *SIGLE),
        "comuni": comuni,
        "tabelle": tabelle,
        "scarichi": [scarico for scarico in list_downloads(file, stabile) if scarico.formato in LEGGIBILI],
        "indirizzo": pagina,
        "stabile": stabile,
        "canonico": request.build_absolute_uri(reverse("piano:dati", args=keys_of(versione))),
        "licenza": (LICENZA, NOME_LICENZA),
        "versione": versione,
    }


def _describe(tabella: Tabella, file: Mapping[str, FilePubblicato], stabile: str) -> TabellaDescritta:
    risorsa, schema = tabella.risorsa, tabella.schema
    return TabellaDescritta(
        nome=risorsa.name,
        titolo=risorsa.title,
        dove=risorsa.description,
        indirizzo=f"{stabile}dati/{risorsa.path}",
        schema=f"{stabile}dati/{risorsa.schema}",
        peso=weigh(file[risorsa.path].dimensione),
        colonne=tuple(_column(campo, schema.key) for campo in schema.fields),
    )


def _column(campo: Campo, chiavi: tuple[str, ...]) -> Colonna:
    descrizione = campo.description
    for frase in DI_TUTTE:
        descrizione = descrizione.replace(frase, "").strip()
    return Colonna(campo.name, campo.title, TIPI[campo.type], descrizione, campo.name in chiavi)


def _shared(tabelle: list[TabellaDescritta]) -> tuple[tuple[Colonna, ...], list[TabellaDescritta]]:
    """The columns that every table begins with, said once, and the tables without them."""
    if not tabelle:
        return (), []
    quante = 0
    for colonne in zip(*(tabella.colonne for tabella in tabelle), strict=False):
        if len({(c.nome, c.titolo, c.tipo, c.descrizione) for c in colonne}) > 1:
            break
        quante += 1
    return tabelle[0].colonne[:quante], [replace(t, colonne=t.colonne[quante:]) for t in tabelle]
