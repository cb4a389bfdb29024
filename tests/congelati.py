"""The plans of the fixtures as frozen bytes: loaded once, in a transaction that is rolled back."""

from collections.abc import Callable
from functools import cache

import pytest
from django.db import transaction

from enti.registri import load_registri
from lessico.congelamento import freeze, thaw
from piano.caricamento import FIXTURES, load_ambito
from piano.carta.stampa import render_pdf
from piano.html import render_html
from piano.models import Piano
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who reads frozen plans needs the database once, to freeze them: pytest-django makes it for marked tests only."""
    for item in items:
        if "congelato" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


def find_piano(ambito: str, anno: int) -> Piano:
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    return piani.get(ricognizione__ambito__slug=ambito, ricognizione__anno=anno)


@pytest.fixture(scope="session")
def congelato(django_db_setup: None, django_db_blocker) -> Callable[[str, int], bytes]:
    """``congelato("oglio-ovest", 2026)``: the bytes of a plan."""

    @cache
    def leggi(ambito: str, anno: int) -> bytes:
        with django_db_blocker.unblock(), transaction.atomic():
            load_registri()
            load_ambito(FIXTURES / ambito)
            contenuto = freeze(build_snapshot(find_piano(ambito, anno)))
            transaction.set_rollback(True)
        return contenuto

    return leggi


@pytest.fixture(scope="session")
def oglio_ovest(congelato: Callable[[str, int], bytes]) -> PianoSnapshot:
    return thaw(congelato("oglio-ovest", 2026), PianoSnapshot)


@pytest.fixture(scope="session")
def html_oglio_ovest(congelato: Callable[[str, int], bytes], oglio_ovest: PianoSnapshot) -> str:
    return render_html(oglio_ovest, fingerprints(congelato("oglio-ovest", 2026)))


@pytest.fixture(scope="session")
def pdf_oglio_ovest(html_oglio_ovest: str) -> bytes:
    return render_pdf(html_oglio_ovest)


@pytest.fixture
def solo_oglio_ovest(db: None) -> None:
    """The real plan in the database of the test."""
    load_registri()
    load_ambito(FIXTURES / "oglio-ovest")


@pytest.fixture
def valdemo_e_oglio_ovest(solo_oglio_ovest: None) -> None:
    """The real plan and the invented ambito in the database of the test."""
    load_ambito(FIXTURES / "valdemo")


@pytest.fixture(scope="session")
def documento_di() -> Callable[[bytes], str]:
    """The document made from frozen bytes."""
    return lambda contenuto: render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto))
