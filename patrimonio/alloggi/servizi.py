"""Writes the register of dwellings: one added, changed or removed, with who did it, when, and what it was before."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from enti.models import Attore, AttoreSistema, Ente
from lessico.origine import Origine
from patrimonio.alloggi.regole import PERSONA, contradictions, excesses, names_a_person
from patrimonio.alloggi.versione import lock_register
from patrimonio.models import ModificaUnita, UnitaAbitativa

CAMPI: Final = (
    "codice",
    "indirizzo",
    "comune",
    "foglio",
    "particella",
    "subalterno",
    "superficie_utile",
    "vani",
    "piano",
    "ascensore",
    "accessibilita",
    "tipo",
    "stato",
    "lavori",
    "costo_lavori",
    "fine_lavori",
    "gestore",
    "nota",
)
"""What a person or a file says of a dwelling, in reading order."""


class UnitaCambiata(Exception):
    """Somebody has changed the dwelling, or removed it, since it was shown."""


def simplify(*testi: str) -> str:
    """As a text is searched: small letters, no accents."""
    unito = unicodedata.normalize("NFKD", " ".join(testi).replace("’", "'"))
    return "".join(segno for segno in unito if not unicodedata.combining(segno)).casefold()


@transaction.atomic
def add_unit(
    ente: Ente, valori: Mapping[str, Any], *, by: Attore, quando: datetime, origine: Origine
) -> UnitaAbitativa:
    """A new dwelling; raises ValidationError where its code is taken, or its values cannot be true together."""
    lock_register(ente.pk)
    unita = UnitaAbitativa(ente=ente, **valori)
    _save(unita, by=by, quando=quando, origine=origine)
    _remember(unita, "aggiunta", _as_texts(unita), by=by, quando=quando, origine=origine)
    return unita


@transaction.atomic
def change_unit(
    unita: UnitaAbitativa, valori: Mapping[str, Any], *, letta: datetime, by: Attore, quando: datetime, origine: Origine
) -> Mapping[str, list[str]]:
    """What changed: field → what it was, what it is. ``letta``: which version was shown.

    Raises UnitaCambiata, and ValidationError as ``add_unit`` does.
    """
    bloccata = _lock(unita, letta)
    prima, codice = _as_texts(bloccata), bloccata.codice
    for campo, valore in valori.items():
        setattr(bloccata, campo, valore)
    dopo = _as_texts(bloccata)
    cambi = {c: [prima.get(c, ""), dopo.get(c, "")] for c in CAMPI if prima.get(c, "") != dopo.get(c, "")}
    if cambi:
        _save(bloccata, by=by, quando=quando, origine=origine)
        if bloccata.codice != codice:  # its story goes with it
            storia = ModificaUnita.objects.for_system().filter(ente=bloccata.ente_id, codice=codice)
            storia.update(codice=bloccata.codice)
        _remember(bloccata, "modifica", cambi, by=by, quando=quando, origine=origine)
    return cambi


@transaction.atomic
def remove_unit(unita: UnitaAbitativa, *, letta: datetime, by: Attore, quando: datetime, origine: Origine) -> None:
    """Take a dwelling away; its story stays. Raises UnitaCambiata."""
    bloccata = _lock(unita, letta)
    _remember(bloccata, "rimozione", _as_texts(bloccata), by=by, quando=quando, origine=origine)
    bloccata.delete()


def _lock(unita: UnitaAbitativa, letta: datetime) -> UnitaAbitativa:
    lock_register(unita.ente_id)
    trovata = UnitaAbitativa.objects.for_system().select_for_update().filter(pk=unita.pk, modificata_il=letta).first()
    if trovata is None:
        raise UnitaCambiata
    return trovata


def _check(unita: UnitaAbitativa) -> None:
    scritti = {campo: getattr(unita, campo) for campo in CAMPI if campo not in ("comune", "gestore")}
    errori = {**dict(excesses(scritti.get)), **dict(contradictions(unita.stato, scritti.get))}
    errori |= {campo: PERSONA for campo, valore in scritti.items() if names_a_person(valore)}
    if errori:
        raise ValidationError(errori)


def _save(unita: UnitaAbitativa, *, by: Attore, quando: datetime, origine: Origine) -> None:
    if unita.gestore_id == unita.ente_id:  # the owner manages what nobody else does
        unita.gestore = None
    _check(unita)
    unita.cerca = simplify(unita.codice, unita.indirizzo)[:280]
    unita.origine, unita.dettaglio = origine.tipo, origine.dettaglio
    unita.modificata_il, unita.modificata_da = quando, _name(by)
    try:
        with transaction.atomic():
            unita.save()
    except IntegrityError as errore:
        if not UnitaAbitativa.objects.for_system().filter(ente=unita.ente_id, codice=unita.codice).exists():
            raise
        raise ValidationError({"codice": "Un altro alloggio dell’ente ha già questo codice."}) from errore


def _name(by: Attore) -> str:
    return by.nome if isinstance(by, AttoreSistema) else str(by.utente)


def _as_texts(unita: UnitaAbitativa) -> dict[str, str]:
    """What is known of a dwelling, by field, as text."""
    testi = {campo: write_field(getattr(unita, campo)) for campo in CAMPI}
    return {campo: testo for campo, testo in testi.items() if testo}


def write_field(valore: object) -> str:
    """A value as its story keeps it; nothing where it is not known."""
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, Decimal):
        return f"{valore.normalize():f}"
    if isinstance(valore, date):
        return valore.isoformat()
    if isinstance(valore, Model):
        return str(valore.pk)
    return "" if valore is None else str(valore)


def _remember(
    unita: UnitaAbitativa, atto: str, cambi: Mapping[str, Any], *, by: Attore, quando: datetime, origine: Origine
) -> None:
    ModificaUnita.objects.create(
        ente_id=unita.ente_id,
        codice=unita.codice,
        atto=atto,
        cambi=dict(cambi),
        origine=origine.tipo,
        dettaglio=origine.dettaglio,
        incarico=None if isinstance(by, AttoreSistema) else by,
        attore=_name(by),
        quando=quando,
    )
