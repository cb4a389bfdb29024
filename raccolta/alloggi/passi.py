"""The steps of a file of dwellings, as they are written: received, its columns confirmed, confirmed, left."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db import transaction

from enti.models import Ente, Incarico
from raccolta.alloggi.colonne import Tabella, find_table, read_table
from raccolta.alloggi.lavori import ask
from raccolta.alloggi.modelli import APERTI, Importazione, Lavoro, MappaturaColonne, StatoImportazione, TipoLavoro
from raccolta.alloggi.sorgente import Assaggio, taste

SCADENZA: Final = timedelta(days=7)
"""A file that nobody confirms is not kept for longer."""
APERTE: Final = (StatoImportazione.CARICATA, StatoImportazione.PROVATA)


@transaction.atomic
def receive(ente: Ente, nome: str, contenuto: bytes, *, by: Incarico, quando: datetime) -> Importazione:
    """A file, to be matched; raises FoglioRifiutato. Those of the ente that were left unfinished are let go."""
    assaggi = taste(nome, contenuto)
    vecchie = Importazione.objects.for_system().filter(ente=ente, stato__in=APERTE, quando__lt=quando - SCADENZA)
    vecchie.update(stato=StatoImportazione.LASCIATA, contenuto=None, assaggi=[])
    tabella = find_table(assaggi, remembered(ente).colonne)
    return Importazione.objects.create(
        ente=ente,
        nome=nome[-200:],
        contenuto=contenuto,
        impronta=hashlib.sha256(contenuto).hexdigest(),
        assaggi=msgspec.to_builtins(assaggi),
        foglio=tabella.foglio,
        intestazione=tabella.intestazione,
        incarico=by,
        da=str(by.utente),
        quando=quando,
    )


def remembered(ente: Ente) -> MappaturaColonne:
    """What the columns of the ente's files were the last time."""
    return MappaturaColonne.objects.for_system().filter(ente=ente).first() or MappaturaColonne(ente=ente)


def table_of(importazione: Importazione, ricordate: Mapping[str, str], foglio: str = "", riga: int = 0) -> Tabella:
    """The columns of a file; ``foglio`` and ``riga``: where to look, where they were not found by themselves."""
    assaggi = msgspec.convert(importazione.assaggi, list[Assaggio])
    scelto = next((a for a in assaggi if a.foglio == (foglio or importazione.foglio)), assaggi[0])
    if riga:
        return read_table(scelto, riga, ricordate)
    if scelto.foglio != importazione.foglio:
        return find_table([scelto], ricordate)
    return read_table(scelto, importazione.intestazione, ricordate)


@transaction.atomic
def match(
    importazione: Importazione, tabella: Tabella, colonne: list[str], fissi: dict[str, str], ricordate: dict[str, str]
) -> None:
    """The columns are these: they are remembered, and the file is to be tried out."""
    righe = Importazione.objects.for_system().filter(pk=importazione.pk, stato__in=APERTE)
    righe.update(
        stato=StatoImportazione.CARICATA,
        foglio=tabella.foglio,
        intestazione=tabella.intestazione,
        colonne=colonne,
        fissi=fissi,
        esito=None,
        errori=[],
    )
    prima = remembered(importazione.ente)
    prima.colonne, prima.fissi = {**prima.colonne, **ricordate}, fissi
    prima.save()


def confirm(importazione: Importazione, *, toglie: bool, by: Incarico, quando: datetime) -> Lavoro:
    """What was tried out is to be written."""
    Importazione.objects.for_system().filter(pk=importazione.pk).update(toglie=toglie)
    return ask(importazione, TipoLavoro.SCRITTURA, by=by, quando=quando)


@transaction.atomic
def leave(importazione: Importazione) -> bool:
    """Let a file go; not while somebody is working on it."""
    if Lavoro.objects.for_system().filter(importazione=importazione, stato__in=APERTI).exists():
        return False
    righe = Importazione.objects.for_system().filter(pk=importazione.pk, stato__in=APERTE)
    return bool(righe.update(stato=StatoImportazione.LASCIATA, contenuto=None, assaggi=[]))
