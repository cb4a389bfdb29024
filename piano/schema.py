"""The schema of a plan: the default lines, and writing those of an ambito."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from enti.models import Ambito
from piano.models import SchemaRiga

PREDEFINITO: Final = Path(__file__).resolve().parent.parent / "fixtures" / "schema.toml"


def load_default() -> Sequence[Mapping[str, Any]]:
    """The lines for an ambito that has none of its own."""
    righe: Sequence[Mapping[str, Any]] = tomllib.loads(PREDEFINITO.read_text(encoding="utf-8"))["riga"]
    return righe


@transaction.atomic
def update(ambito: Ambito, dal_anno: int, righe: Sequence[Mapping[str, Any]]) -> None:
    """Write the schema of an ambito from a year on, in the order given, in place of the one of that year."""
    SchemaRiga.objects.for_system().filter(ambito=ambito, dal_anno=dal_anno).delete()
    SchemaRiga.objects.bulk_create(
        SchemaRiga(ambito=ambito, dal_anno=dal_anno, ordine=ordine, **riga)
        for ordine, riga in enumerate(righe, start=1)
    )
