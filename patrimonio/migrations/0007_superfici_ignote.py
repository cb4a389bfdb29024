"""On PostgreSQL the index of the surfaces has what is not known at the same end as SQLite has it."""

from django.db import migrations

CREA = (
    "CREATE INDEX unita_superfici_ignote ON patrimonio_unitaabitativa (ente_id, superficie_utile DESC NULLS LAST, id DESC)"
)
TOGLIE = "DROP INDEX unita_superfici_ignote"


def only_on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("patrimonio", "0006_ultima_modifica")]

    operations = [migrations.RunPython(only_on_postgresql(CREA), only_on_postgresql(TOGLIE))]
