"""The registro is a chain: each event seals the one before, and nobody begins it twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from enti import registro
from enti.models import AttoreSistema, Evento
from lessico.congelamento import fingerprint, freeze
from tests.dati import SISTEMA

QUANDO = datetime(2026, 1, 1, 12, 30, 0, 123456, tzinfo=UTC)


def append(oggetto="una cosa", catena="prova", by=SISTEMA, quando=QUANDO, **altro) -> Evento:
    evento = registro.append("atto", catena=catena, oggetto=oggetto, by=by, quando=quando, **altro)
    return Evento.objects.get(pk=evento.pk)


def seal(evento: Evento) -> str:
    """The seal, reckoned again from the row as it is stored."""
    precedente = evento.precedente.sigillo if evento.precedente else ""
    campi = (evento.catena, evento.atto, evento.oggetto, evento.dettaglio, evento.impronta)
    return fingerprint(freeze((precedente, *campi, evento.quando.astimezone(UTC).isoformat(), evento.chi)))


def test_gli_eventi_si_incatenano(db):
    primo, secondo, terzo = append("a"), append("b"), append("c")
    assert (primo.precedente, secondo.precedente, terzo.precedente) == (None, primo, secondo)
    assert len({primo.sigillo, secondo.sigillo, terzo.sigillo}) == 3


def test_due_catene_non_si_toccano(db):
    append("a")
    assert append("b", catena="altra").precedente is None
    assert append("c").precedente.oggetto == "a"


def test_il_sigillo_si_ricalcola_da_cio_che_e_scritto(db):
    append("a")
    evento = append("b", dettaglio="è «così»", impronta="0" * 64)
    assert evento.sigillo == seal(evento)


def test_il_sigillo_non_dipende_dal_fuso_in_cui_si_scrive(db):
    evento = append(quando=QUANDO.astimezone(ZoneInfo("Europe/Rome")))
    assert evento.sigillo == seal(evento)


@pytest.mark.parametrize("campo", ["atto", "oggetto", "dettaglio", "impronta", "chi", "catena"])
def test_cambiare_una_parola_rompe_il_sigillo(db, campo):
    evento = append("a", dettaglio="x")
    setattr(evento, campo, "altro")
    assert evento.sigillo != seal(evento)


def test_chi_scrive_e_una_persona_o_il_programma(mondo):
    assert append(by=mondo.anna).chi == "Anna"
    assert append(by=AttoreSistema("caricamento")).chi == "caricamento"


def test_una_catena_non_ricomincia(db):
    primo = append("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evento.objects.create(catena="prova", atto="x", oggetto="x", quando=QUANDO, chi="x", sigillo="x")
    append("b")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evento.objects.create(
            catena="prova", precedente=primo, atto="x", oggetto="x", quando=QUANDO, chi="x", sigillo="x"
        )
