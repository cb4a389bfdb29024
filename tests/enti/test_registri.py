"""The registries that come with the program: loaded once or ten times, they are the same, and what was edited stays."""

import tomllib
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from enti.models import CategoriaRegistro, Comune, Parametro
from enti.registri import REGISTRI, load_registri


def test_caricare_due_volte_e_come_una(db):
    prima = load_registri()
    assert load_registri() == prima
    assert Comune.objects.count() > 7_800


def test_una_riga_cambiata_resta_come_e(db):
    load_registri()
    chiave = {"codice": "riserva_categorie", "dal": date(2025, 3, 11)}
    Parametro.objects.filter(**chiave).update(valore=Decimal("25.00"), stato="da_verificare")
    Comune.objects.filter(istat="017166").update(nome="Rovato nuova")
    load_registri()
    assert Parametro.objects.get(**chiave).valore == Decimal("25.00")
    assert Comune.objects.get(istat="017166").nome == "Rovato nuova"


def test_cio_che_manca_si_aggiunge(db):
    load_registri()
    CategoriaRegistro.objects.filter(codice="anziani").delete()
    load_registri()
    assert CategoriaRegistro.objects.filter(codice="anziani").exists()


@pytest.mark.parametrize("modello", [Parametro, CategoriaRegistro])
def test_nessuna_riga_ne_copre_un_altra(db, modello):
    load_registri()
    righe = sorted(modello.objects.all(), key=lambda riga: (riga.codice, riga.dal))
    for prima, dopo in pairwise(righe):
        assert prima.codice != dopo.codice or (prima.al and prima.al < dopo.dal), dopo


def test_ogni_riga_ha_fonte_e_verifica(db):
    load_registri()
    for riga in (*Parametro.objects.all(), *CategoriaRegistro.objects.all()):
        riga.full_clean()
        assert riga.fonte
        assert riga.norma


def test_le_categorie_sono_nell_ordine_del_registro(db):
    load_registri()
    scritte = [riga["codice"] for riga in tomllib.loads(REGISTRI.read_text(encoding="utf-8"))["categoria"]]
    assert list(CategoriaRegistro.objects.order_by("ordine").values_list("codice", flat=True)) == scritte
