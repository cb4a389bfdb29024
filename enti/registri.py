"""Loads the registries that come with the program: the comuni of Italy, the legal parameters, the categories."""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from enti.comuni import load_comuni
from enti.models import CategoriaRegistro, Comune, Parametro
from enti.models.parametro import VoceNormativa

REGISTRI: Final = Path(__file__).resolve().parent.parent / "fixtures" / "registri.toml"


@transaction.atomic
def load_registri(percorso: Path = REGISTRI) -> dict[str, int]:
    """Add what is missing; a row that an administrator has changed stays as it is. How many rows there are now."""
    comuni = [Comune(istat=c.istat, nome=c.nome, provincia=c.provincia) for c in load_comuni()]
    Comune.objects.bulk_create(comuni, ignore_conflicts=True)
    registri = tomllib.loads(percorso.read_text(encoding="utf-8"))
    for riga in registri["parametro"]:
        _add(Parametro, riga)
    for ordine, riga in enumerate(registri["categoria"], start=1):
        _add(CategoriaRegistro, {"ordine": ordine, **riga})
    modelli = (Comune, Parametro, CategoriaRegistro)
    return {str(modello._meta.verbose_name_plural): modello._default_manager.count() for modello in modelli}


def _add(modello: type[VoceNormativa], riga: dict[str, Any]) -> None:
    campi = dict(riga)
    chiave = {"codice": campi.pop("codice"), "dal": campi.pop("dal")}
    modello._default_manager.get_or_create(**chiave, defaults=campi)
