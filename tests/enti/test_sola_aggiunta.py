"""The tables to which one only adds: the triggers, in the schema as all migrations leave it, and what they refuse."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from enti.models import Evento
from enti.sola_aggiunta import PERCHE, TABELLE, names_of
from piano.models import Pubblicazione, Versione

ALLORA = datetime(2026, 1, 1, tzinfo=UTC)
COMANDI = {
    "UPDATE {} SET quando = quando": "",
    "DELETE FROM {}": "",
    "TRUNCATE {} CASCADE": "postgresql",
}


@pytest.fixture
def piene(mondo):
    """One row in each table."""
    evento = Evento.objects.create(catena="c", atto="x", oggetto="x", quando=ALLORA, chi="x", sigillo="x")
    versione = Versione.objects.create(piano=mondo.piano, numero=1, impronta="a", evento=evento, quando=ALLORA, chi="x")
    return Pubblicazione.objects.create(versione=versione, quando=ALLORA, chi="x")


def test_le_tabelle_sono_quelle_dei_modelli():
    assert {*TABELLE} == {m._meta.db_table for m in (Evento, Versione, Pubblicazione)}
    assert {*TABELLE} <= {m._meta.db_table for m in apps.get_models()}


def triggers_of(tabella: str) -> set[str]:
    domanda = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursore:
        cursore.execute(domanda, [tabella])
        return {nome for (nome,) in cursore.fetchall()}


@pytest.mark.parametrize("tabella", TABELLE)
def test_dopo_tutte_le_migrazioni_i_trigger_ci_sono(db, tabella):
    attesi = names_of(tabella) if connection.vendor == "postgresql" else names_of(tabella)[:2]
    assert triggers_of(tabella) == {*attesi}


@pytest.mark.parametrize("tabella", TABELLE)
@pytest.mark.parametrize("comando", [c for c, motore in COMANDI.items() if motore in ("", connection.vendor)])
def test_non_si_cambia_non_si_toglie_non_si_svuota(piene, tabella, comando):
    connection.check_constraints()
    with pytest.raises(IntegrityError, match=PERCHE), transaction.atomic(), connection.cursor() as cursore:
        cursore.execute(comando.format(tabella))


def test_nemmeno_dai_modelli(piene):
    with pytest.raises(IntegrityError, match=PERCHE), transaction.atomic():
        piene.delete()
    piene.chi = "un altro"
    with pytest.raises(IntegrityError, match=PERCHE), transaction.atomic():
        piene.save()
