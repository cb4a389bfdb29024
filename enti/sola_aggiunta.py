"""Tables to which one only adds: the database itself refuses to change a row of theirs, or to take it away.

SQLite drops triggers in silence when a table is rebuilt: a migration that alters one of these tables ends with
``SolaAggiunta`` again. A test reads them from the schema as all migrations leave it.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

TABELLE: Final = ("enti_evento", "piano_versione", "piano_pubblicazione")
"""The registro, the versions of a plan, which of them were published."""
PERCHE: Final = "Qui si aggiunge soltanto: una riga non si cambia e non si toglie"
FUNZIONE: Final = "pianocasa_sola_aggiunta"


class SolaAggiunta(RunPython):
    """The last operation of a migration that makes or alters one of these tables."""

    def __init__(self, *tabelle: str) -> None:
        """Their names in the database."""

        def avanti(_: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
            install(schema.connection, tabelle)

        def indietro(_: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
            remove(schema.connection, tabelle)

        super().__init__(avanti, indietro)


def install(connessione: BaseDatabaseWrapper, tabelle: tuple[str, ...] = TABELLE) -> None:
    """Refuse UPDATE and DELETE; on PostgreSQL also TRUNCATE. What is there already is made anew."""
    remove(connessione, tabelle)
    sql = _postgresql if connessione.vendor == "postgresql" else _sqlite
    with connessione.cursor() as cursore:
        for comando in (c for tabella in tabelle for c in sql(tabella)):
            cursore.execute(comando)


def remove(connessione: BaseDatabaseWrapper, tabelle: tuple[str, ...] = TABELLE) -> None:
    """Only for a migration that goes backwards, and for a test that empties its database."""
    su = " ON {}" if connessione.vendor == "postgresql" else ""
    with connessione.cursor() as cursore:
        for tabella in tabelle:
            for nome in names_of(tabella):
                cursore.execute(f"DROP TRIGGER IF EXISTS {nome}{su.format(tabella)}")


def names_of(tabella: str) -> tuple[str, str, str]:
    """The triggers of a table: against changes, against deletions, against emptying it (PostgreSQL)."""
    return (f"{tabella}_non_cambia", f"{tabella}_non_si_toglie", f"{tabella}_non_si_svuota")


def _sqlite(tabella: str) -> tuple[str, ...]:
    cambia, toglie, _ = names_of(tabella)
    return tuple(
        f"CREATE TRIGGER {nome} BEFORE {atto} ON {tabella} BEGIN SELECT RAISE(ABORT, '{PERCHE}'); END"
        for nome, atto in ((cambia, "UPDATE"), (toglie, "DELETE"))
    )


def _postgresql(tabella: str) -> tuple[str, ...]:
    cambia, toglie, svuota = names_of(tabella)
    rifiuta = f"RAISE EXCEPTION '{PERCHE}' USING ERRCODE = 'integrity_constraint_violation'"
    funzione = f"CREATE OR REPLACE FUNCTION {FUNZIONE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rifiuta}; END $$"
    righe = ((cambia, "UPDATE", "ROW"), (toglie, "DELETE", "ROW"), (svuota, "TRUNCATE", "STATEMENT"))
    return (
        funzione,
        *(
            f"CREATE TRIGGER {nome} BEFORE {atto} ON {tabella} FOR EACH {per} EXECUTE FUNCTION {FUNZIONE}()"
            for nome, atto, per in righe
        ),
    )
