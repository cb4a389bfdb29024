"""On PostgreSQL the index of the surfaces has what is not known at the same end as SQLite has it."""

from django.db import migrations

INDICE = "DROP INDEX unita_superfici; CREATE INDEX unita_superfici ON patrimonio_unitaabitativa"
CAMBIA = f"{INDICE} (ente_id, superficie_utile DESC NULLS LAST, id DESC)"
TORNA = f"{INDICE} (ente_id, superficie_utile)"


def only_on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("patrimonio", "0006_ultima_modifica")]

    operations = [migrations.RunPython(only_on_postgresql(CAMBIA), only_on_postgresql(TORNA))]
