"""The JSON Schema in docs/ is that of the snapshot."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from piano.valori import PianoSnapshot

SCHEMA = Path(__file__).parents[2] / "docs" / "snapshot.schema.json"


def generate() -> str:
    uscita = StringIO()
    call_command("schema_snapshot", stdout=uscita)
    return uscita.getvalue()


def test_lo_schema_nei_documenti_e_quello_dello_snapshot():
    comando = "python manage.py schema_snapshot --output docs/snapshot.schema.json"
    assert SCHEMA.read_text(encoding="utf-8") == generate(), f"si riscrive con: {comando}"


def test_il_comando_scrive_un_file(tmp_path):
    call_command("schema_snapshot", output=tmp_path / "schema.json")
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == generate()


def test_contenuti_e_busta_sono_descritti():
    schema = json.loads(generate())
    assert set(schema["$defs"]["PianoSnapshot"]["properties"]) == set(PianoSnapshot.__struct_fields__)
    assert schema["$defs"]["Contenuti"]["description"].startswith("What the ALER hears")
