"""What a published version says of itself, read back from its stored ``datapackage.json``: nothing is thawed for it."""

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct


class Capofila(Struct, frozen=True):
    """Who leads the ambito."""

    nome: str
    istat: str


class Luogo(Struct, frozen=True):
    """A comune."""

    istat: str
    nome: str


class Copertina(Struct, frozen=True):
    """Whose plan it is, of which years, by whom it was approved."""

    titolo: str
    ambito: str
    anno: int
    dal: date
    al: date
    capofila: Capofila
    approvazioni: tuple[str, ...]
    comuni: tuple[Luogo, ...]
    dimostrazione: bool


class Risorsa(Struct, frozen=True):
    """A table: its name, where it stands in the document, its file."""

    name: str
    path: str
    title: str
    description: str
    schema: str


class Pacchetto(Struct, frozen=True):
    """The package as it is read here; what else it holds is left alone."""

    title: str
    description: str
    impronta_contenuti: str
    impronta_versione: str
    resources: tuple[Risorsa, ...]
    piano: Copertina


class Campo(Struct, frozen=True):
    """A column of a table."""

    name: str
    type: str
    title: str
    description: str


class Schema(Struct, frozen=True):
    """The columns of a table, what says that there is no value, and which columns name a row."""

    fields: tuple[Campo, ...]
    missing: tuple[str, ...] = msgspec.field(name="missingValues", default=())
    key: tuple[str, ...] = msgspec.field(name="primaryKey", default=())


class Tabella(Struct, frozen=True):
    """A table with its columns."""

    risorsa: Risorsa
    schema: Schema


def read_package(contenuto: bytes) -> Pacchetto:
    """The package from its bytes."""
    return msgspec.json.decode(contenuto, type=Pacchetto)


def read_tables(file: dict[str, bytes], pacchetto: Pacchetto) -> Iterator[Tabella]:
    """Every table with its schema, from the bytes of the files by name."""
    for risorsa in pacchetto.resources:
        yield Tabella(risorsa, msgspec.json.decode(file[risorsa.schema], type=Schema))
