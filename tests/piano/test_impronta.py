"""The impronta depends on what was declared and on nothing else: not on the order of rows, on keys, on the engine.

The expected impronte are in tests/attesi/impronte.json, and the suite compares them on SQLite and on PostgreSQL. After
a change that is meant: ``AGGIORNA_ATTESI=1 make test ARGS="-k impronta"`` writes them again, to be read in the diff.
"""

import json
import os
import random
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from enti.models import Ente
from enti.registri import load_registri
from lessico.congelamento import freeze
from piano.caricamento import FIXTURES, load_ambito
from piano.models import Piano
from piano.snapshot import build_snapshot, fingerprints

ATTESI = Path(__file__).parents[1] / "attesi" / "impronte.json"
AMBITI = sorted(percorso.parent.name for percorso in FIXTURES.glob("*/ambito.toml"))
CASE = ("enti", "patrimonio", "assegnazioni", "misure", "raccolta", "piano")
COME = "se il cambiamento è voluto: AGGIORNA_ATTESI=1 make test ARGS='-k impronta', e si legge il diff"


def impronte(ambito: str) -> dict[str, str]:
    """The impronta dei contenuti of every plan of an ambito: «oglio-ovest 2026» → SHA-256."""
    piani = Piano.objects.filter(ricognizione__ambito__slug=ambito).order_by("ricognizione__anno")
    return {f"{ambito} {p.ricognizione.anno}": fingerprints(freeze(build_snapshot(p))).contenuti for p in piani}


def shuffle(caso: random.Random) -> None:
    """Every row is deleted and written again in another order; what has a number for a key gets another one."""
    modelli = [*(m for casa in CASE for m in apps.get_app_config(casa).get_models()), Ente.comuni_uniti.through]
    righe = {modello: list(modello._base_manager.all()) for modello in modelli}
    nuove = {modello: new_keys(modello, righe[modello], caso) for modello in modelli}
    with connection.cursor() as cursore:
        for modello in modelli:
            if righe[modello]:
                cursore.execute(f"DELETE FROM {connection.ops.quote_name(modello._meta.db_table)}")
    for modello in modelli:
        for riga in righe[modello]:
            renumber(riga, nuove)
        caso.shuffle(righe[modello])
        modello._base_manager.bulk_create(righe[modello])


def new_keys(modello: type[Model], righe: list[Model], caso: random.Random) -> dict[object, object]:
    chiavi = [riga.pk for riga in righe]
    if not all(isinstance(chiave, int) for chiave in chiavi):
        return {chiave: chiave for chiave in chiavi}
    return dict(zip(chiavi, caso.sample(range(10**6, 2 * 10**6), len(chiavi)), strict=True))


def renumber(riga: Model, nuove: dict[type[Model], dict[object, object]]) -> None:
    for campo in riga._meta.concrete_fields:
        modello = campo.related_model or (type(riga) if campo.primary_key else None)
        vecchia = getattr(riga, campo.attname)
        if modello and vecchia is not None:
            setattr(riga, campo.attname, nuove[modello][vecchia])


@pytest.fixture(params=AMBITI)
def ambito(request, db) -> str:
    load_registri()
    load_ambito(FIXTURES / request.param)
    return request.param


def test_le_impronte_sono_quelle_attese(ambito):
    trovate = impronte(ambito)
    attese = json.loads(ATTESI.read_text()) if ATTESI.exists() else {}
    if os.environ.get("AGGIORNA_ATTESI"):
        altre = {nome: impronta for nome, impronta in attese.items() if nome.rpartition(" ")[0] != ambito}
        ATTESI.write_text(json.dumps(altre | trovate, indent=2, sort_keys=True) + "\n")
        return
    assert trovate == {nome: i for nome, i in attese.items() if nome.rpartition(" ")[0] == ambito}, COME


@pytest.mark.parametrize("seme", [1, 2])
def test_mescolare_le_righe_non_cambia_nulla(ambito, seme):
    prima = impronte(ambito)
    chiavi = set(Piano.objects.values_list("pk", flat=True))
    shuffle(random.Random(seme))
    assert not chiavi & set(Piano.objects.values_list("pk", flat=True))
    assert impronte(ambito) == prima


def test_cambiare_una_cella_cambia_l_impronta(db):
    load_registri()
    load_ambito(FIXTURES / "oglio-ovest")
    prima = impronte("oglio-ovest")
    modello = apps.get_model("patrimonio.Consistenza")
    modello.objects.filter(ubicazione_id="017166").update(sap=82)
    assert impronte("oglio-ovest") != prima
