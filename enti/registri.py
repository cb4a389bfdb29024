"""Loads the registries that come with the program: the comuni of Italy, the legal parameters, the categories."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from enti.comuni import load_comuni
from enti.models import CategoriaRegistro, Comune, Parametro
from enti.models.parametro import VoceNormativa
from lessico import italiano

REGISTRI: Final = Path(__file__).resolve().parent.parent / "fixtures" / "registri.toml"


class RegistroNonValido(ValueError):
    """The register of the law cannot be loaded; the message says which row, why, and that nothing has changed."""


@transaction.atomic
def load_registri(percorso: Path = REGISTRI) -> dict[str, int]:
    """Add what is missing; a row that an administrator has changed stays as it is. How many rows there are now.

    Raises RegistroNonValido, and adds nothing, where two rows of a code would be in force on the same day.
    """
    registri = tomllib.loads(percorso.read_text(encoding="utf-8"))
    _add(Parametro, registri["parametro"])
    _add(CategoriaRegistro, [{"ordine": n, **riga} for n, riga in enumerate(registri["categoria"], start=1)])
    comuni = [Comune(istat=c.istat, nome=c.nome, provincia=c.provincia) for c in load_comuni()]
    Comune.objects.bulk_create(comuni, ignore_conflicts=True)
    modelli = (Comune, Parametro, CategoriaRegistro)
    return {str(modello._meta.verbose_name_plural): modello._default_manager.count() for modello in modelli}


def _add(modello: type[VoceNormativa], righe: Iterable[dict[str, Any]]) -> None:
    scritte, presenti = [modello(**riga) for riga in righe], [*modello._default_manager.all()]
    gia_presenti = {(voce.codice, voce.dal) for voce in presenti}
    nuove = [voce for voce in scritte if (voce.codice, voce.dal) not in gia_presenti]
    for posto, voce in enumerate(scritte):
        _check(voce, scritte[:posto])
    for voce in nuove:
        _check(voce, presenti)
    modello._default_manager.bulk_create(nuove)


def _check(voce: VoceNormativa, altre: Iterable[VoceNormativa]) -> None:
    try:
        voce.refuse_overlap(altra for altra in altre if altra.codice == voce.codice)
    except ValidationError as errore:
        quale = f"«{voce.nome}», {italiano.giorno('dal', voce.dal)}"
        raise RegistroNonValido(
            f"Il registro non si carica, e nulla è cambiato. {quale}: {' '.join(errore.messages)}"
        ) from errore
