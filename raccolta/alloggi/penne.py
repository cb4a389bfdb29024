"""How many rows at a time get into the register: straight, or by way of tables that only this connection sees.

SQLite has one writer at a time: a transaction of half a minute would keep everybody else waiting, and nobody would read
how far it has gone. There the rows wait in temporary tables, which lock nothing; they land in one short transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, Final, TypeVar

import msgspec
from django.db import connection
from django.db.models import Field, Model

from patrimonio.models import ModificaUnita, UnitaAbitativa

BLOCCO: Final = 4_000
"""Dwellings that are written before it is told how far it has gone."""
_INSIEME: Final = 1_000
"""Rows of one INSERT."""
CHIAVE: Final = ("ente", "codice")
T = TypeVar("T")
Riga = Mapping[str, Any]
"""Attribute → value."""


class PennaDiretta:
    """Writes in the transaction that is open."""

    def insert(self, modello: type[Model], righe: Iterable[Riga]) -> None:
        """New rows: on PostgreSQL by COPY, which is several times faster than INSERT."""
        if connection.vendor == "postgresql":
            _copy(modello, righe)
            return
        for blocco in blocks(righe, _INSIEME):
            modello._default_manager.bulk_create(modello(**riga) for riga in blocco)

    def change(self, righe: Iterable[Riga], colonne: Sequence[str]) -> None:
        """Dwellings that are there already: they keep their number. ``colonne``: those that change."""
        for blocco in blocks(righe, _INSIEME):
            UnitaAbitativa.objects.bulk_create(
                [UnitaAbitativa(**riga) for riga in blocco],
                update_conflicts=True,
                unique_fields=CHIAVE,
                update_fields=colonne,
            )

    def remove(self, ente: str, codici: Sequence[str]) -> None:
        """Dwellings by their codes."""
        UnitaAbitativa.objects.for_system().filter(ente=ente, codice__in=codici).delete()


class Banchina:
    """Where rows wait until they land; wants SQLite."""

    def __init__(self) -> None:
        """Nothing is waiting."""
        self.colonne: Sequence[str] = ()

    def __enter__(self) -> "Banchina":
        """Its tables, empty."""
        for attesa, modello in _ATTESE.items():
            _execute(_VIA, attesa=attesa)
            _execute(_APRE, attesa=attesa, **_table(modello))
        return self

    def __exit__(self, tipo: type[BaseException] | None, errore: BaseException | None, _: TracebackType | None) -> None:
        """They go with the connection, should it be broken."""
        if errore is None:
            for nome in _ATTESE:
                _execute(_VIA, attesa=nome)

    def insert(self, modello: type[Model], righe: Iterable[Riga]) -> None:
        """New rows."""
        _put("arrivo_nuove" if modello is UnitaAbitativa else "arrivo_storia", modello, righe)

    def change(self, righe: Iterable[Riga], colonne: Sequence[str]) -> None:
        """Dwellings that are there already."""
        self.colonne = colonne
        _put("arrivo_cambiate", UnitaAbitativa, righe)

    def remove(self, ente: str, codici: Sequence[str]) -> None:
        """Dwellings by their codes."""
        _put("arrivo_tolte", UnitaAbitativa, ({"ente_id": ente, "codice": codice} for codice in codici))

    def land(self) -> None:
        """All of it, in the transaction that is open."""
        unita = _table(UnitaAbitativa)
        _execute(_ARRIVA, attesa="arrivo_nuove", **unita)
        if self.colonne:
            nomi = [connection.ops.quote_name(_attname(campo)) for campo in self.colonne]
            _execute(_CAMBIA, attesa="arrivo_cambiate", diventa=", ".join(f"{n} = excluded.{n}" for n in nomi), **unita)
        _execute(_TOGLIE, attesa="arrivo_tolte", **unita)
        _execute(_ARRIVA, attesa="arrivo_storia", **_table(ModificaUnita))


Penna = PennaDiretta | Banchina

_ATTESE: Final[Mapping[str, type[Model]]] = {
    "arrivo_nuove": UnitaAbitativa,
    "arrivo_cambiate": UnitaAbitativa,
    "arrivo_tolte": UnitaAbitativa,
    "arrivo_storia": ModificaUnita,
}


_VIA: Final = "DROP TABLE IF EXISTS temp.{attesa}"
_APRE: Final = "CREATE TEMP TABLE {attesa} AS SELECT {colonne} FROM {tabella} WHERE 0"
_METTE: Final = "INSERT INTO temp.{attesa} ({colonne}) VALUES ({segni})"
_ARRIVA: Final = "INSERT INTO {tabella} ({colonne}) SELECT {colonne} FROM temp.{attesa} ORDER BY rowid"
_CAMBIA: Final = (
    "INSERT INTO {tabella} ({colonne}) SELECT {colonne} FROM temp.{attesa} WHERE true"
    " ON CONFLICT (ente_id, codice) DO UPDATE SET {diventa}"
)
_TOGLIE: Final = "DELETE FROM {tabella} WHERE (ente_id, codice) IN (SELECT ente_id, codice FROM temp.{attesa})"
_COPIA: Final = "COPY {tabella} ({colonne}) FROM STDIN"


def _execute(sql: str, **nomi: str) -> None:
    """A statement made of names of this module and of the models, and of nothing else."""
    with connection.cursor() as cursore:
        cursore.execute(sql.format(**nomi))


def _fields(modello: type[Model]) -> list["Field[Any, Any]"]:
    return [campo for campo in modello._meta.concrete_fields if not campo.primary_key]


def _table(modello: type[Model]) -> dict[str, str]:
    nome = connection.ops.quote_name
    return {
        "tabella": nome(modello._meta.db_table),
        "colonne": ", ".join(nome(campo.column or "") for campo in _fields(modello)),
    }


def _attname(campo: str) -> str:
    return next(trovato.column or "" for trovato in _fields(UnitaAbitativa) if trovato.name == campo)


def _put(attesa: str, modello: type[Model], righe: Iterable[Riga]) -> None:
    """In a temporary table, whose columns are those of a model."""
    campi = [(campo, campo.attname, campo.get_default()) for campo in _fields(modello)]
    sql = _METTE.format(attesa=attesa, segni=", ".join(["%s"] * len(campi)), **_table(modello))
    valori = [[c.get_db_prep_save(riga.get(nome, vuoto), connection) for c, nome, vuoto in campi] for riga in righe]
    with connection.cursor() as cursore:
        cursore.executemany(sql, valori)


def _copy(modello: type[Model], righe: Iterable[Riga]) -> None:
    modelli = [(campo.attname, campo.get_default()) for campo in _fields(modello)]
    with connection.cursor() as cursore, cursore.copy(_COPIA.format(**_table(modello))) as copia:
        for riga in righe:
            copia.write_row([_plain(riga.get(attributo, vuoto)) for attributo, vuoto in modelli])


def _plain(valore: Any) -> Any:
    return msgspec.json.encode(valore).decode() if isinstance(valore, dict) else valore


def blocks(cose: Iterable[T], quante: int = 0) -> Iterator[list[T]]:
    """Some at a time."""
    resto = iter(cose)
    while blocco := list(islice(resto, quante or BLOCCO)):
        yield blocco
