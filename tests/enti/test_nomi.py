"""An ente is found by any of its names, however they are spelt; a name that leads nowhere, or to two, says so."""

import pytest

from enti.models import Alias, Comune, Ente
from enti.nomi import EnteSconosciuto, find_ente


@pytest.fixture(autouse=True)
def enti(db: None) -> None:
    for istat, slug, nome in (
        ("017046", "cazzago", "Cazzago San Martino"),
        ("017192", "urago", "Urago d'Oglio"),
        ("017060", "comezzano", "Comezzano-Cizzago"),
        ("016065", "castro-bg", "Castro"),
        ("075096", "castro-le", "Castro"),
    ):
        comune = Comune.objects.create(istat=istat, nome=nome, provincia="BS")
        Ente.objects.create(slug=slug, tipo="comune", nome=nome, comune=comune)
    Ente.objects.create(slug="aler", tipo="aler", nome="ALER Brescia-Cremona-Mantova")
    Alias.objects.create(ente_id="cazzago", nome="Cazzago S.M.")


@pytest.mark.parametrize(
    ("nome", "slug"),
    [
        ("cazzago", "cazzago"),
        ("Cazzago San Martino", "cazzago"),
        ("CAZZAGO S. M.", "cazzago"),
        ("Comune di Cazzago San Martino", "cazzago"),
        ("Urago d’Oglio", "urago"),
        ("urago D'OGLIO", "urago"),
        ("Comezzano  Cizzago", "comezzano"),
        ("Comezzano – Cizzago", "comezzano"),
        ("Aler Brescia - Cremona - Mantova", "aler"),
    ],
)
def test_ogni_nome_porta_all_ente(nome: str, slug: str) -> None:
    assert find_ente(nome).slug == slug


def test_un_nome_sconosciuto_dice_chi_forse() -> None:
    with pytest.raises(EnteSconosciuto, match=r"Nessun ente si chiama «Cazago San Martino».*Forse: cazzago\."):
        find_ente("Cazago San Martino")


def test_un_nome_di_due_enti_non_si_sceglie() -> None:
    with pytest.raises(EnteSconosciuto, match="è di più enti: castro-bg, castro-le"):
        find_ente("Castro")
    assert find_ente("castro-le").comune_id == "075096"


def test_un_nome_vuoto_non_porta_a_nessuno() -> None:
    with pytest.raises(EnteSconosciuto):
        find_ente(" ")
