"""The rows of the tables of a scheda as frozen values: of many schede and many tables, in one query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

import msgspec
from django.db.models import DecimalField, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject
from msgspec import Struct
from msgspec.structs import astuple, replace

from enti.domande import Domanda
from patrimonio.models import RigaScheda


class Deposito(Struct, frozen=True):
    """A table, and the value that each of its rows becomes."""

    modello: type[RigaScheda]
    riga: type[Struct]

    def columns(self) -> Mapping[str, Any]:
        """The column of each field of the value."""
        return {nome: self.modello._meta.get_field(nome) for nome in self.riga.__struct_fields__}

    def rows(self, nome: str, schede: Collection[int]) -> QuerySet[RigaScheda, tuple[str, int, str]]:
        """The rows of some schede, each as a text that is read at once."""
        colonne = {campo: getattr(colonna, "attname", campo) for campo, colonna in self.columns().items()}
        scritte = self.modello.objects.for_system().filter(scheda__in=schede)
        return scritte.values_list(Value(nome), "scheda_id", Cast(JSONObject(**colonne), TextField()))


_INSIEME: Final = 1000
"""How many schede are asked for at once: each is named once a table, and SQLite takes some thirty thousand values."""

Testi = tuple[tuple[str, str], ...]
"""The rows of a scheda as they come: the name of the table, and the text."""


def load_texts(depositi: Mapping[str, Deposito], schede: Collection[int]) -> Mapping[int, Testi]:
    """Scheda → its rows, in one query up to a thousand schede; one that has none is not there."""
    trovati: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    domanda, chiavi = _ask_all(tuple(depositi.items())), list(schede)
    for inizio in range(0, len(chiavi), _INSIEME):
        for nome, scheda, testo in domanda.ask(chiavi[inizio : inizio + _INSIEME]):
            trovati[scheda].append((nome, testo))
    return {scheda: tuple(testi) for scheda, testi in trovati.items()}


def read_rows(depositi: Mapping[str, Deposito], testi: Testi) -> dict[str, tuple[Any, ...]]:
    """Name of a table → its rows, in an order that no engine decides; a table without rows is not there."""
    righe: defaultdict[str, list[Struct]] = defaultdict(list)
    for nome, testo in testi:
        righe[nome].append(_read(depositi[nome], testo))
    return {nome: tuple(sorted(sue, key=_order)) for nome, sue in righe.items()}


@cache
def _ask_all(depositi: tuple[tuple[str, Deposito], ...]) -> Domanda:
    def rows_of_all(schede: Collection[int]) -> QuerySet[RigaScheda, tuple[str, int, str]]:
        prima, *altre = (deposito.rows(nome, schede) for nome, deposito in depositi)
        return prima.union(*altre, all=True)

    return Domanda(rows_of_all)


def _read(deposito: Deposito, testo: str) -> Struct:
    """Decimals with the figures of their column: no engine writes them otherwise."""
    riga = msgspec.json.decode(testo, type=deposito.riga)
    scritti = {
        nome: valore.quantize(un) for nome, un in _decimals(deposito) if (valore := getattr(riga, nome)) is not None
    }
    return replace(riga, **scritti) if scritti else riga


@cache
def _decimals(deposito: Deposito) -> tuple[tuple[str, Decimal], ...]:
    """The fields that are decimals, each with the last figure that its column keeps."""
    colonne = deposito.columns().items()
    return tuple((nome, Decimal(1).scaleb(-c.decimal_places)) for nome, c in colonne if isinstance(c, DecimalField))


def _order(riga: Struct) -> list[tuple[Any, ...]]:
    """By value, field after field; what is missing comes first."""
    return [() if valore is None else (valore,) for valore in astuple(riga)]
