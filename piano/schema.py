"""The schema of a plan: the default lines, and writing those of an ambito."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from enti import registro
from enti.models import Ambito, Incarico
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Ricognizione
from piano.componi.apertura import why_closed
from piano.models import Piano, SchemaRiga

CAMPI: Final = ("codice", "lettera", "titolo", "sezione", "voci", "attiva")
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


def load_in_force(ambito: int, anno: int) -> Sequence[dict[str, Any]]:
    """The lines of an ambito for a year, those switched off included: the ones of the last year that wrote them."""
    righe = SchemaRiga.objects.for_system().filter(ambito=ambito, dal_anno__lte=anno).order_by("dal_anno", "ordine")
    tutte = list(righe.values("dal_anno", *CAMPI))
    return [{campo: riga[campo] for campo in CAMPI} for riga in tutte if riga["dal_anno"] == tutte[-1]["dal_anno"]]


def is_printed(righe: Sequence[Mapping[str, Any]], sezione: str) -> bool:
    """Whether a plan with these lines prints a section."""
    return any(riga["sezione"] == sezione and riga["attiva"] for riga in righe)


@transaction.atomic
def switch(ricognizione: Ricognizione, sezione: str, *, attiva: bool, by: Incarico, quando: datetime) -> None:
    """Print a section of the default schema from this year on, or print it no more. Raises AttoNonConsentito."""
    piano = Piano.objects.for_system().filter(ricognizione=ricognizione).first()
    if piano and (motivo := why_closed(piano)):
        raise AttoNonConsentito(motivo)
    righe = load_in_force(ricognizione.ambito_id, ricognizione.anno)
    if is_printed(righe, sezione) == attiva:
        return
    di_fabbrica = {"lettera": "", "voci": [], **next(r for r in load_default() if r["sezione"] == sezione)}
    altre = [riga for riga in righe if riga["sezione"] != sezione]
    suoi = next((riga for riga in righe if riga["sezione"] == sezione), di_fabbrica)
    update(ricognizione.ambito, ricognizione.anno, [*altre, {**suoi, "attiva": attiva}])
    atto = "allegato nel piano" if attiva else "allegato tolto dal piano"
    registro.append(atto, catena=ricognizione.catena, oggetto=suoi["titolo"], by=by, quando=quando)
