"""Reads the tables back from every form in which a plan goes out, each in its own way, into one shape."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from typing import NamedTuple

import docx
from openpyxl import load_workbook

from piano.tabelle import TabellaPiano
from tests.lettura_pdf import DocumentoLetto

Valore = Decimal | str
CODICI = 3
TESTA = 4


class Cella(NamedTuple):
    """A printed value with its address inside its table."""

    ente: str
    chiave: str
    misura: str
    valore: Valore


class Letta(NamedTuple):
    """A table: its caption, the headings, the cells of each row, the names of the rows."""

    didascalia: str
    titoli: list[str]
    righe: list[list[Cella]]
    nomi: list[str]


def tidy(testo: str) -> str:
    """With single spaces, whichever they are."""
    return " ".join(testo.split())


def read_value(testo: str) -> Valore:
    """The number that an Italian text begins with, where it is one; otherwise the text with single spaces."""
    pulito = tidy(testo)
    trovato = re.fullmatch(r"([+−-]?)(\d{1,3}(?:\.\d{3})*|\d+)(,\d+)?(?:%| [^\d]*)?", pulito)
    if not trovato:
        return pulito
    numero = Decimal(trovato[2].replace(".", "") + (trovato[3] or "").replace(",", "."))
    return -numero if trovato[1] in ("−", "-") else numero


class _Tabelle(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tabelle: list[tuple[list[str], list[list[tuple[str, dict[str, str | None], list[str]]]]]] = []
        self.aperto: list[str] | None = None

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag == "table":
            self.tabelle.append(([], []))
        elif tag == "caption":
            self.aperto = self.tabelle[-1][0]
        elif tag == "tr":
            self.tabelle[-1][1].append([])
        elif tag in ("th", "td"):
            self.aperto = []
            self.tabelle[-1][1][-1].append((tag, dict(attrs), self.aperto))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("caption", "th", "td"):
            self.aperto = None

    def handle_data(self, data: str) -> None:
        if self.aperto is not None:
            self.aperto.append(data)


def of_html(html: str) -> list[Letta]:
    """From the marks of the document; a column that nobody can mark has its place as its measure."""
    lettore = _Tabelle()
    lettore.feed(html)
    return [_of_table(tidy("".join(d)), righe) for d, righe in lettore.tabelle]


def _of_table(didascalia: str, righe) -> Letta:
    testa, *corpo = righe
    lette = []
    for _, *celle in corpo:
        ente = next(a["data-ente"] for _, a, _ in celle if "data-ente" in a)
        chiave = next((a["data-chiave"] for _, a, _ in celle if "data-chiave" in a), "")
        lette.append(
            [
                Cella(ente, chiave, attributi.get("data-misura", str(posto)), read_value("".join(testo)))
                for posto, (_, attributi, testo) in enumerate(celle)
            ]
        )
    return Letta(didascalia, [_text(c) for c in testa], lette, [_text(riga[0]) for riga in corpo])


def _text(cella) -> str:
    return tidy("".join(cella[2]))


def of_xlsx(contenuto: bytes, tabelle: Sequence[TabellaPiano]) -> list[Letta]:
    """From the sheets after the first; the names of the measures, which a sheet does not have, from the tables."""
    fogli = load_workbook(io.BytesIO(contenuto)).worksheets[1:]
    return [_of_sheet(foglio, tabella) for foglio, tabella in zip(fogli, tabelle, strict=True)]


def _of_sheet(foglio, tabella: TabellaPiano) -> Letta:
    misure = [colonna.misura for colonna in tabella.prospetto.colonne]
    titoli = [tidy(cella.value) for cella in foglio[TESTA]][:-CODICI]
    righe, nomi = [], []
    for nome, *celle in foglio.iter_rows(min_row=TESTA + 1):
        ente, _, chiave = (cella.value or "" for cella in celle[-CODICI:])
        valori = [_of_cell(cella.value) for cella in celle[:-CODICI]]
        righe.append([Cella(ente, chiave, m, v) for m, v in zip(misure, valori, strict=True)])
        nomi.append(tidy(nome.value))
    return Letta(tidy(foglio["A1"].value), titoli, righe, nomi)


def _of_cell(valore: object) -> Valore:
    if isinstance(valore, int | float):
        return Decimal(str(valore))
    return read_value(str(valore or ""))


def of_values(tabelle: Sequence[TabellaPiano]) -> list[Letta]:
    """From the values that all the others come from."""
    return [_of_value(tabella) for tabella in tabelle]


def _of_value(tabella: TabellaPiano) -> Letta:
    prospetto = tabella.prospetto
    righe = [
        [Cella(riga.ente, riga.chiave, casella.misura, read_value(casella.testo)) for casella in riga.caselle]
        for riga in prospetto.righe
    ]
    titoli = [tidy(titolo) for titolo in (prospetto.prima, *(colonna.titolo for colonna in prospetto.colonne))]
    return Letta(tidy(tabella.didascalia), titoli, righe, [tidy(riga.nome) for riga in prospetto.righe])


COME_SOPRA = "come sopra"
"""What the document writes where it has already said a text for all the rows."""


def restrict(letta: Letta, modello: Letta) -> Letta:
    """As the document prints it: without the columns, or the texts, that it says once for all the rows."""
    misure = [cella.misura for cella in modello.righe[0]]
    posti = [posto for posto, cella in enumerate(letta.righe[0]) if cella.misura in misure]
    titoli = [letta.titoli[0], *(letta.titoli[posto + 1] for posto in posti)]
    righe = [[riga[posto] for posto in posti] for riga in letta.righe]
    stampate = [
        [c._replace(valore=COME_SOPRA) if m.valore == COME_SOPRA else c for c, m in zip(riga, attesa, strict=True)]
        for riga, attesa in zip(righe, modello.righe, strict=True)
    ]
    return letta._replace(titoli=titoli, righe=stampate)


def of_csv(contenuto: bytes) -> list[Letta]:
    """From the zip of open data, with what its schemas say of types and missing values."""
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        pacchetto = json.loads(archivio.read("datapackage.json"))
        return [_of_resource(archivio, risorsa) for risorsa in pacchetto["resources"]]


def _of_resource(archivio: zipfile.ZipFile, risorsa) -> Letta:
    schema = json.loads(archivio.read(risorsa["schema"]))
    campi = {campo["name"]: campo for campo in schema["fields"]}
    misure = [nome for nome in list(campi)[5:] if not nome.endswith("_unita")]
    righe, nomi = [], []
    for riga in csv.DictReader(io.StringIO(archivio.read(risorsa["path"]).decode(), newline=""), strict=True):
        assert None not in riga
        celle = (_of_field(riga[m], campi[m]["type"], schema["missingValues"]) for m in misure)
        righe.append([Cella(riga["ente"], riga["chiave"], m, v) for m, v in zip(misure, celle, strict=True)])
        nomi.append(tidy(riga["nome"]))
    titoli = [tidy(titolo) for titolo in (campi["nome"]["title"], *(campi[m]["title"] for m in misure))]
    return Letta(tidy(risorsa["title"]), titoli, righe, nomi)


def _of_field(testo: str, tipo: str, mancanti: list[str]) -> Valore:
    """A value of the type that the schema declares."""
    if tipo == "string":
        return read_value(testo)
    if testo in mancanti:
        return testo
    assert re.fullmatch(r"-?\d+" if tipo == "integer" else r"-?\d+(\.\d+)?", testo), testo
    return Decimal(testo)


def of_docx(contenuto: bytes, modello: list[Letta]) -> list[Letta]:
    """From the tables of the Word file, each under its caption; the addresses from the document."""
    documento = docx.Document(io.BytesIO(contenuto))
    didascalie = [p.text for p in documento.paragraphs if p.style.name == "Caption" and p.text.startswith("Tabella")]
    return [
        _of_rows(didascalia, [[cella.text for cella in riga.cells] for riga in tabella.rows], letta)
        for didascalia, tabella, letta in zip(didascalie, documento.tables, modello, strict=True)
    ]


def _of_rows(didascalia: str, righe: list[list[str]], modello: Letta) -> Letta:
    titoli, *corpo = righe
    lette = [
        [Cella(c.ente, c.chiave, c.misura, read_value(testo)) for c, testo in zip(celle, riga[1:], strict=True)]
        for celle, riga in zip(modello.righe, corpo, strict=True)
    ]
    return Letta(tidy(didascalia), [tidy(t) for t in titoli], lette, [tidy(riga[0]) for riga in corpo])


def numbers_of_pdf(pdf: bytes) -> list[list[Decimal]]:
    """The numbers of every row of every table, in reading order; heads, repeated or not, have none."""
    righe = (riga for tabella in DocumentoLetto(pdf).tables() for riga in tabella)
    return [numeri for riga in righe if (numeri := _numbers(map(read_value, riga[1:])))]


def numbers_of(lette: list[Letta]) -> list[list[Decimal]]:
    """The same, from tables already read."""
    return [numeri for letta in lette for riga in letta.righe if (numeri := _numbers(c.valore for c in riga))]


def _numbers(valori: Iterator[Valore]) -> list[Decimal]:
    return [valore for valore in valori if isinstance(valore, Decimal)]
