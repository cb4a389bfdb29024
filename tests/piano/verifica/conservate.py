"""A small plan and its stored versions, as a value for the judgement and as rows for the pages."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from msgspec.structs import replace

from lessico.congelamento import fingerprint, freeze
from piano.composizione import Composto, compose
from piano.models import AttoDiVersione, Piano, Pubblicazione, Versione
from piano.services import keep_version
from piano.snapshot import build_snapshot
from piano.verifica.giudizio import Conservata, VersioneNota
from tests.ambiti_di_prova import AmbitoDiProva
from tests.dati import SISTEMA

ORA = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
PASSI = (AttoDiVersione.PROPOSTA, AttoDiVersione.APPROVAZIONE, AttoDiVersione.PUBBLICAZIONE)
STATI = ("proposta", "approvato", "pubblicato")


def create_valle(nome: str = "Valle") -> AmbitoDiProva:
    valle = AmbitoDiProva("Rio" if nome == "Valle" else f"Rio {nome}", nome=nome)
    valle.declare(valle.enti[0], {"consistenza/@/sap": 12})
    return valle


@pytest.fixture(scope="session")
def composti(django_db_setup: None, django_db_blocker) -> tuple[tuple[bytes, Composto], ...]:
    """The plan of Valle at its three steps, each with the version before: composed once."""
    with django_db_blocker.unblock(), transaction.atomic():
        snapshot = build_snapshot(create_valle().piano)
        transaction.set_rollback(True)
    fatti: list[tuple[bytes, Composto]] = []
    for stato in STATI:
        prima = fatti[-1][1].impronte.versione if fatti else ""
        busta = replace(snapshot.busta, stato=stato, versione_precedente=prima)
        contenuto = freeze(replace(snapshot, busta=busta))
        fatti.append((contenuto, compose(contenuto)))
    return tuple(fatti)


@pytest.fixture
def tenute(composti) -> dict[int, Conservata]:
    return {numero: Conservata(contenuto, c.pdf) for numero, (contenuto, c) in enumerate(composti, start=1)}


@pytest.fixture
def note(composti) -> tuple[VersioneNota, ...]:
    return tuple(
        VersioneNota(
            chiave=numero,
            ambito="valle",
            ambito_nome="Valle",
            anno=2026,
            numero=numero,
            atto=PASSI[numero - 1],
            quando=ORA,
            pubblicata=numero == 3,
            impronta=c.impronte.versione,
            impronta_contenuti=c.impronte.contenuti,
            impronta_html=fingerprint(c.html.encode()),
            impronta_pdf=fingerprint(c.pdf),
            byte_pdf=len(c.pdf),
            byte_dati=len(contenuto),
        )
        for numero, (contenuto, c) in enumerate(composti, start=1)
    )


def keep_all(piano: Piano, composti, *, pubblica: bool = True) -> list[Versione]:
    """The versions in the database, and the publication of the last."""
    tenute = [
        keep_version(piano, contenuto, composto, by=SISTEMA, quando=ORA, atto=atto)
        for atto, (contenuto, composto) in zip(PASSI, composti, strict=True)
    ]
    if pubblica:
        Pubblicazione.objects.create(versione=tenute[-1], quando=ORA, chi=SISTEMA.nome)
    return tenute


@pytest.fixture
def valle(db: None, composti) -> AmbitoDiProva:
    """Valle with its three versions, the last one published."""
    ambito = create_valle()
    ambito.versioni = keep_all(ambito.piano, composti)
    return ambito
