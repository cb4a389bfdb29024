"""Plans that are published, from bytes that the session has frozen already: no fixture is loaded, no PDF is made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.core.cache import caches

from enti.models import Ambito
from piano.models import Piano, Pubblicazione, Rettifica, Versione
from piano.pubblicazione.file import keep, write_files
from piano.snapshot import fingerprints
from tests.dati import create_piano

ALLORA = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
write_once = cache(write_files)
"""The same bytes are written once a session."""

PDF = b"%PDF-1.7 prova"


def create_plan(slug: str, nome: str, *, anno: int = 2026, dimostrazione: bool = False) -> Piano:
    """A plan with its ambito and whom to ask there."""
    ambito, _ = Ambito.objects.get_or_create(
        slug=slug,
        defaults={
            "nome": nome,
            "dimostrazione": dimostrazione,
            "ufficio": "Ufficio di piano",
            "telefono": "030 700700",
            "email": "casa@example.org",
        },
    )
    return create_piano(ambito, anno)


@pytest.fixture(scope="session")
def contenuti(congelato: Callable[[str, int], bytes]) -> dict[str, bytes]:
    """The bytes of two plans, of eleven enti and of sixty-one; frozen before any test has rows of its own."""
    stato, pubblicato = b'"stato":"raccolta"', b'"stato":"pubblicato"'
    return {slug: congelato(slug, 2026).replace(stato, pubblicato) for slug in ("oglio-ovest", "valdemo")}


@pytest.fixture(autouse=True)
def _nessuna_pagina_pronta() -> None:
    """No test finds the pages of another."""
    caches["pagine"].clear()


@pytest.fixture
def conserva(contenuti: dict[str, bytes], documento_di: Callable[[bytes], str]) -> Callable[..., Versione]:
    """``conserva(piano)`` stores a version made of the bytes of the plan of that name, and publishes it.

    Its files are there already, unless ``pronta=False``.
    """

    def fai(piano: Piano, *, pubblica: bool = True, motivo: str = "", da: str = "", pronta: bool = True) -> Versione:
        contenuto = contenuti[da or piano.ricognizione.ambito.slug]
        prima = Versione.objects.filter(piano=piano).order_by("-numero").first()
        numero = prima.numero + 1 if prima else 1
        sua = f'"versione_precedente":"{piano.ricognizione}-{numero}"'.encode()
        contenuto = contenuto.replace(b'"versione_precedente":""', sua)
        impronte, quando = fingerprints(contenuto), ALLORA + timedelta(days=numero - 1)
        versione = Versione.objects.create(
            piano=piano,
            numero=numero,
            precedente=prima,
            contenuto=contenuto,
            html=documento_di(contenuto).encode(),
            pdf=PDF + str(numero).encode(),
            impronta=impronte.versione,
            impronta_contenuti=impronte.contenuti,
            quando=quando,
            chi="Carla",
        )
        if pronta:
            keep(versione, write_once(contenuto, versione.pdf))
        if pubblica:
            Pubblicazione.objects.create(versione=versione, quando=quando, chi="Carla")
        if motivo:
            Rettifica.objects.create(piano=piano, motivo=motivo, versione=versione, aperta_il=quando, chiusa_il=quando)
        return versione

    return fai


@pytest.fixture
def oglio(db: None) -> Piano:
    """The plan of Oglio Ovest, with no version yet."""
    return create_plan("oglio-ovest", "Oglio Ovest")


@pytest.fixture
def pubblicato(oglio: Piano, conserva: Callable[..., Versione]) -> Versione:
    """Its first version, published."""
    return conserva(oglio)
