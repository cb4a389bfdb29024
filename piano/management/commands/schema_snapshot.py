"""``manage.py schema_snapshot``: the JSON Schema of a frozen plan, for who reads our data with other programs."""

import json
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser

from piano.valori import PianoSnapshot


def render_schema() -> str:
    """The schema of PianoSnapshot, as text that is always the same."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Piano congelato di Pianocasa",
        **msgspec.json.schema(PianoSnapshot),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class Command(BaseCommand):
    """Writes the schema to a file, or to the terminal."""

    help = "Scrive lo schema JSON dello snapshot del piano."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where."""
        parser.add_argument("--output", type=Path, help="il file da scrivere; senza, lo schema va sul terminale")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Write."""
        if opzioni["output"] is None:
            self.stdout.write(render_schema(), ending="")
        else:
            opzioni["output"].write_text(render_schema(), encoding="utf-8")
