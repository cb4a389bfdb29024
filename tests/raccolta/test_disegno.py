"""A page that was already drawn is drawn again as soon as anything that it shows has changed."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from enti.models import Comune, Ente, Parametro
from enti.registri import load_registri
from lessico.origine import Origine, TipoOrigine
from patrimonio.models import Scheda
from raccolta.models import Bozza
from raccolta.moduli import disegno
from raccolta.services import update
from tests.dati import SISTEMA
from tests.raccolta.scrivente import Scrivente
from tests.raccolta.test_quadro import SAP, aperta, writer  # noqa: F401 - aperta is a fixture

PERCENTUALE = "forze_ordine/017166/percentuale"


@pytest.fixture
def anna(aperta: SimpleNamespace) -> Scrivente:  # noqa: F811
    load_registri()
    write(aperta, {SAP: 81, PERCENTUALE: 90})
    return writer(aperta.anna, aperta.rovato)


def write(mondo: SimpleNamespace, celle: dict[str, object], tipo: TipoOrigine = TipoOrigine.DIGITATA) -> None:
    update(Scheda.objects.get(pk=mondo.rovato.pk), celle, by=SISTEMA, origine=Origine(tipo))


def wait(mondo: SimpleNamespace) -> None:
    Bozza.objects.create(
        scheda=mondo.rovato, quadro="patrimonio", campi={SAP: "ottantuno"}, da="Bruno", quando=timezone.now()
    )


def close(mondo: SimpleNamespace) -> None:
    mondo.finestra.al = timezone.now() - timedelta(hours=1)
    mondo.finestra.save()


CAMBI: dict[str, tuple[str, Callable[[SimpleNamespace], object], str]] = {
    "un valore": ("patrimonio", lambda m: write(m, {SAP: 82}), 'value="82"'),
    "d’ufficio": ("patrimonio", lambda m: write(m, {SAP: 83}, TipoOrigine.UFFICIO), "Scritto d’ufficio"),
    "un valore d’altro quadro": ("quote", lambda m: write(m, {"assegnabili/017166/unita": 10}), "90% di 10 = 9,0 → 9"),
    "il nome del comune": ("patrimonio", lambda _: Comune.objects.filter(pk="017166").update(nome="Nuovo"), "Nuovo"),
    "chi può gestire": (
        "patrimonio",
        lambda _: Ente.objects.create(slug="z", tipo="aler", nome="ALER Zeta"),
        "ALER Zeta",
    ),
    "la legge": (
        "quote",
        lambda _: Parametro.objects.filter(codice="forze_ordine").update(valore=13),
        "Limite in vigore il 1° gennaio 2026: 13%",
    ),
    "ciò che aspetta": ("patrimonio", wait, 'value="ottantuno"'),
    "la finestra": ("patrimonio", close, "Si può leggere, non scrivere."),
}


@pytest.mark.parametrize("cambio", CAMBI)
def test_si_vede_subito(anna, aperta, cambio):  # noqa: F811
    quadro, change, atteso = CAMBI[cambio]
    assert atteso not in anna.open(quadro).html
    change(aperta)
    assert atteso in anna.open(quadro).html


def test_di_cio_che_non_cambia_si_disegna_una_volta(anna):
    anna.open("patrimonio")
    prima = disegno.draw.cache_info()
    anna.open("patrimonio")
    dopo = disegno.draw.cache_info()
    assert (dopo.hits - prima.hits, dopo.misses - prima.misses) == (1, 0)
