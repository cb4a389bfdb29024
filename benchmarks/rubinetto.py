"""Rows written in large groups, as they come: parents and children in one transaction, checked at its end."""

from collections import defaultdict
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

from django.db import connection
from django.db.models import Field, Model

GRUPPO: Final = 20_000
SEMPLICI: Final = frozenset({int, str, bool, type(None)})
"""What a database takes as it is."""


class Rubinetto:
    """A tap: what is added flows into its table when there is enough of it, and all of it at the end."""

    def __init__(self) -> None:
        """Empty."""
        self.righe: defaultdict[type[Model], list[Model]] = defaultdict(list)

    def __enter__(self) -> "Rubinetto":
        """Nothing to open."""
        return self

    def __exit__(self, tipo: type[BaseException] | None, errore: BaseException | None, _: TracebackType | None) -> None:
        """Write what is left, unless something went wrong."""
        if errore is None:
            self.flush()

    def add(self, *righe: Model) -> None:
        """Rows with their keys, or of which no key is needed."""
        for riga in righe:
            attesa = self.righe[type(riga)]
            attesa.append(riga)
            if len(attesa) >= GRUPPO:
                self.write(type(riga))

    def write(self, modello: type[Model]) -> None:
        """Empty one group, by the quickest way of the engine: ``bulk_create`` would take five times as long."""
        righe = self.righe.pop(modello)
        campi = [c for c in modello._meta.concrete_fields if not c.primary_key or righe[0].pk is not None]
        nomi = ", ".join(connection.ops.quote_name(campo.column or "") for campo in campi)
        tabella = connection.ops.quote_name(modello._meta.db_table)
        with connection.cursor() as cursore:
            if connection.vendor == "postgresql":
                with cursore.copy(f"COPY {tabella} ({nomi}) FROM STDIN") as copia:
                    for valori in _values(righe, campi):
                        copia.write_row(valori)
            else:
                posti = ", ".join(["%s"] * len(campi))
                cursore.executemany(f"INSERT INTO {tabella} ({nomi}) VALUES ({posti})", list(_values(righe, campi)))

    def flush(self) -> None:
        """Empty all groups."""
        for modello in tuple(self.righe):
            self.write(modello)


def _values(righe: list[Model], campi: "list[Field[Any, Any]]") -> Iterator[list[Any]]:
    """The columns of each row, as the database wants them."""
    nomi = [(campo.attname, campo) for campo in campi]
    for riga in righe:
        valori = [(getattr(riga, nome), campo) for nome, campo in nomi]
        yield [v if type(v) in SEMPLICI else campo.get_db_prep_save(v, connection) for v, campo in valori]
