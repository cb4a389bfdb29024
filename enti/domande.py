"""Domanda: a query that is composed once a process and asked many times, with other values each time.

A page of a scheda asks some thirty small questions. Django takes five times as long to compose one as the database to
answer it; what does not change from one time to the next is composed once.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import chain, count
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models import query as di_django
from msgspec import Struct

from enti.isolamento import Incarichi

Valore = int | str | date
Forma = type[Valore] | tuple[type[Valore], ...] | None
"""What the text of a query depends on: the kind of a value, or of each of many; None where there is no value."""

_PRIMO: Final = 30_000
"""What a query is composed with: numbers that every integer column admits, and that no query has of its own."""


class Pronta(Struct, frozen=True):
    """A query in the words of the engine; ``posti``: for each parameter, which value goes there, None for its own."""

    compilatore: Any
    sql: str
    parametri: tuple[Any, ...]
    posti: tuple[int | None, ...]
    conversioni: Any
    build: Callable[[Any], Any]


class Domanda:
    """``componi`` makes a queryset from some values; only whether there are, and how many, may change its text.

    Of many values it may ask whether something is among them, or is not: some of them are said more than once.
    """

    def __init__(self, componi: Callable[..., QuerySet[Any, Any]]) -> None:
        """Nothing is composed until it is asked."""
        self._componi = componi
        self._prepare = lru_cache(maxsize=32)(self._compose)

    def ask(self, *valori: Valore | Collection[Valore] | None) -> list[Any]:
        """The rows as Django would give them: tuples, or objects with those that come with them."""
        elenchi = [_in_order(valore) for valore in valori]
        forme: list[Any] = [_shape(elenco) for elenco in elenchi]
        pronta = self._prepare(*forme)
        if pronta is None:
            return []
        dati = list(chain.from_iterable(map(_flat, elenchi)))
        parametri = [
            p if n is None else _adapt(dati[n], p) for p, n in zip(pronta.parametri, pronta.posti, strict=True)
        ]
        with connection.cursor() as cursore:
            cursore.execute(pronta.sql, parametri)
            righe = cursore.fetchall()
        return [pronta.build(riga) for riga in pronta.compilatore.apply_converters(righe, pronta.conversioni)]

    def _compose(self, *forme: Forma) -> Pronta | None:
        """None where nothing can be found, and the engine has not to be asked."""
        numeri = count(_PRIMO)
        finti = [_fill(forma, numeri) for forma in forme]
        domanda = self._componi(*finti)
        compilatore = domanda.query.get_compiler(connection=connection)
        try:
            sql, parametri = compilatore.as_sql()
        except EmptyResultSet:
            return None
        segni = {str(segno): posto for posto, segno in enumerate(chain.from_iterable(map(_flat, finti)))}
        colonne = [colonna for colonna, *_ in compilatore.select[: compilatore.col_count]]
        return Pronta(
            compilatore,
            sql,
            tuple(parametri),
            tuple(segni.get(str(parametro)) for parametro in parametri),
            compilatore.get_converters(colonne),
            _object_builder(compilatore) if domanda._iterable_class is di_django.ModelIterable else tuple,
        )


class DomandaDi:
    """A Domanda on behalf of somebody: ``componi`` is also given what they reach, by which the query is kept."""

    def __init__(self, componi: Callable[..., QuerySet[Any, Any]]) -> None:
        """Nothing is composed until somebody asks."""
        self._of = lru_cache(maxsize=256)(lambda chi: Domanda(partial(componi, chi)))

    def ask(self, chi: Incarichi, *valori: Valore | Collection[Valore] | None) -> list[Any]:
        """As Domanda."""
        return self._of(chi.portata).ask(*valori)


def _in_order(valore: Any) -> Any:
    """Many values, in one order; the last is said again up to a power of two, so that few texts serve any number."""
    if isinstance(valore, int | str | date | None):
        return valore
    tanti = tuple(valore)
    return tanti + tanti[-1:] * ((1 << (len(tanti) - 1).bit_length()) - len(tanti)) if tanti else ()


def _flat(valore: Any) -> tuple[Valore, ...]:
    if valore is None:
        return ()
    return valore if isinstance(valore, tuple) else (valore,)


def _shape(valore: Any) -> Forma:
    if isinstance(valore, tuple):
        return tuple(map(_kind, valore))
    return None if valore is None else _kind(valore)


def _kind(valore: Valore) -> type[Valore]:
    """A text that is one of a few choices is a text."""
    return next(tipo for tipo in (int, str, date) if isinstance(valore, tipo))


def _fill(forma: Forma, numeri: Iterator[int]) -> Any:
    """Something of that shape, found again among the parameters."""
    if forma is None:
        return None
    if isinstance(forma, tuple):
        return tuple(_fill(tipo, numeri) for tipo in forma)
    numero = next(numeri)
    return date(1, 1, 1) + timedelta(days=numero) if forma is date else str(numero) if forma is str else numero


def _adapt(valore: Any, parametro: Any) -> Any:
    """As the column wants it: what the query was composed with says how."""
    tipo = type(parametro)
    return valore if isinstance(valore, tipo) else tipo(valore)


def _object_builder(compilatore: Any) -> Callable[[Any], Any]:
    """From a row to the object, and to those that come with it: as Django's own ModelIterable does."""
    modello, colonne = compilatore.klass_info["model"], compilatore.klass_info["select_fields"]
    prima, fine = colonne[0], colonne[-1] + 1
    nomi = [espressione.target.attname for espressione, *_ in compilatore.select[prima:fine]]
    trova: Any = di_django.get_related_populators  # its signature changes with Django's version: the test says when
    legati = trova(compilatore.klass_info, compilatore.select, connection.alias)

    def build(riga: Any) -> Any:
        oggetto = modello.from_db(connection.alias, nomi, riga[prima:fine])
        for legato in legati:
            legato.populate(riga, oggetto)
        return oggetto

    return build
