"""On PostgreSQL one index of the surfaces is enough: the one that has what is not known at the end takes the name."""

from django.db import migrations

CAMBIA = "DROP INDEX unita_superfici; ALTER INDEX unita_superfici_ignote RENAME TO unita_superfici"
TORNA = (
    "ALTER INDEX unita_superfici RENAME TO unita_superfici_ignote;"
    " CREATE INDEX unita_superfici ON patrimonio_unitaabitativa (ente_id, superficie_utile)"
)


def only_on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("patrimonio", "0007_superfici_ignote")]

    operations = [migrations.RunPython(only_on_postgresql(CAMBIA), only_on_postgresql(TORNA))]
