"""The lists of the published plans: by ambito and year, found by the name of an ambito or of a comune."""

from collections.abc import Callable

import pytest
from django.test import Client

from enti.models import Ambito
from piano.models import Versione
from tests.dati import create_comune
from tests.piano.pubblicazione.conftest import create_plan


@pytest.fixture
def tre_piani(db: None, conserva: Callable[..., Versione]) -> None:
    """Two years of Oglio, where Rovato is, and one of Sebino."""
    for slug, nome, anno in (("oglio", "Oglio", 2025), ("oglio", "Oglio", 2026), ("s", "Sebino", 2026)):
        piano = create_plan(slug, nome, anno=anno)
        conserva(piano, da="oglio-ovest")
    create_comune("017166", "Rovato", Ambito.objects.get(slug="oglio"))


def home(client: Client, cerca: str = "") -> str:
    return client.get("/", {"cerca": cerca}).content.decode()


def test_la_home_ha_un_posto_per_ambito(client: Client, tre_piani: None, django_assert_num_queries) -> None:
    testo = home(client)
    assert testo.count('class="carta"') == 2
    assert testo.index("Oglio, 2026") < testo.index(">2025<") < testo.index("Sebino, 2026")
    assert "/catalogo.jsonld" in testo
    with django_assert_num_queries(3):
        home(client)


@pytest.mark.parametrize(
    ("cerca", "trova"), [("rovat", "Oglio"), ("sebi", "Sebino"), ("OGLIO", "Oglio"), (" ", "Sebino")]
)
def test_si_cerca_per_comune_o_per_ambito(client: Client, tre_piani: None, cerca: str, trova: str) -> None:
    testo = home(client, cerca)
    assert f"Ambito {trova}" in testo
    assert testo.count('class="carta"') == (1 if cerca.strip() else 2)


def test_chi_non_trova_lo_sa(client: Client, tre_piani: None) -> None:
    testo = home(client, "<Atlantide>")
    assert "Nessun piano pubblicato per «&lt;Atlantide&gt;»" in testo
    assert 'value="&lt;Atlantide&gt;"' in testo


def test_gli_anni_di_un_ambito(client: Client, tre_piani: None) -> None:
    testo = client.get("/piani/oglio/").content.decode()
    assert testo.index("/piani/oglio/2026/") < testo.index("/piani/oglio/2025/")
    assert client.get("/piani/altrove/").status_code == 404
