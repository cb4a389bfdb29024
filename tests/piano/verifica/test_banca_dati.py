"""The database verified: nothing is said of what is whole; one changed byte is found, with its table, row and field."""

import pytest
from django.db import connection, transaction

from enti.models import Allegato, Evento
from enti.sola_aggiunta import remove
from patrimonio.models import Consistenza, Scheda
from piano.models import Pubblicazione, Versione
from piano.verifica.banca_dati import count_all, verify_all
from piano.verifica.guasti import Guasto
from raccolta.models import Certificazione, Modifica
from tests.piano.archivio.anno_pieno import fill_year
from tests.piano.verifica.conservate import composti
from tests.piano.verifica.test_giudizio import flip
from tests.raccolta.persone import GIORNO

__all__ = ["composti"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieno(composti):
    """A full year, whole; then the database lets itself be changed, as it would from outside."""
    valle = fill_year(composti)
    assert list(verify_all()) == []
    assert list(verify_all("valle", 2026)) == []
    remove(connection)
    return valle


def spoil(modello, campo: str, **quale) -> list[Guasto]:
    """What is found when one row is changed from outside: a byte, a digit, a letter, a day. Then all is as before."""
    with transaction.atomic():
        riga = modello._base_manager.filter(**quale).order_by("pk").last()
        era = getattr(riga, campo)
        if isinstance(era, bytes | memoryview):
            diverso = flip(bytes(era), len(era) // 2)
        elif isinstance(era, str):
            diverso = (chr(ord(era[0]) ^ 1) if era else "x") + era[1:]
        else:
            diverso = era + (1 if isinstance(era, int) else GIORNO)
        modello._base_manager.filter(pk=riga.pk).update(**{campo: diverso})
        guasti = list(verify_all())
        transaction.set_rollback(True)
    return guasti


def test_ogni_campo_di_una_versione(pieno):
    for campo in (
        *("contenuto", "html", "pdf", "impronta", "impronta_contenuti", "impronta_html", "impronta_pdf"),
        *("numero", "atto", "quando", "chi"),
    ):
        guasti = spoil(Versione, campo, numero=2 if campo != "numero" else 3)
        della_versione = [guasto for guasto in guasti if guasto.tabella == "piano_versione"]
        assert campo in {guasto.campo for guasto in della_versione}
        assert all("versione" in guasto.riga for guasto in della_versione)


def test_ogni_campo_del_registro(pieno):
    mezzo = Evento.objects.filter(catena="ricognizione/valle/2026", successivo__isnull=False).order_by("pk")[2]
    for campo in ("atto", "oggetto", "dettaglio", "impronta", "quando", "chi", "sigillo", "catena"):
        guasti = [guasto for guasto in spoil(Evento, campo, pk=mezzo.pk) if guasto.tabella == "enti_evento"]
        assert guasti, campo
        assert len(guasti) == 1 or campo == "catena"
        assert campo in guasti[0].campo or campo == "catena"
        assert any(mezzo.oggetto[1:] in guasto.riga for guasto in guasti)


def test_una_riga_tolta_dal_registro(pieno):
    mezzo = Evento.objects.filter(catena="ricognizione/valle/2026", versione=None, successivo__isnull=False).last()
    dopo, prima = mezzo.successivo, mezzo.precedente_id
    Evento.objects.filter(pk=mezzo.pk).update(precedente=None, catena="altrove")
    Evento.objects.filter(pk=dopo.pk).update(precedente=prima)
    assert {guasto.tabella for guasto in verify_all()} == {"enti_evento"}


def test_ogni_campo_di_una_certificazione(pieno):
    for campo in ("contenuto", "impronta", "nome", "ruolo", "quando", "numero", "testo_versione"):
        guasti = spoil(Certificazione, campo, scheda__ricognizione__anno=2026)
        della_certificazione = [guasto for guasto in guasti if guasto.tabella == "raccolta_certificazione"]
        assert campo in della_certificazione[0].campo
        assert "Rio" in della_certificazione[0].riga


def test_file_pubblicazioni_valori_e_la_loro_storia(pieno):
    for modello, campo, tabella in (
        (Allegato, "contenuto", "enti_allegato"),
        (Allegato, "impronta", "enti_allegato"),
        (Allegato, "dimensione", "enti_allegato"),
        (Pubblicazione, "quando", "piano_pubblicazione"),
        (Pubblicazione, "chi", "piano_pubblicazione"),
        (Modifica, "a", "valori della scheda"),
        (Modifica, "da", "raccolta_modifica"),
        (Consistenza, "sap", "valori della scheda"),
    ):
        quale = {"scheda__ricognizione__anno": 2026, "cella__endswith": "/sap"} if modello is Modifica else {}
        assert tabella in {guasto.tabella for guasto in spoil(modello, campo, **quale)}, (modello, campo)


def test_un_valore_di_una_scheda_certificata(pieno):
    assert Scheda.objects.filter(ricognizione__anno=2025, stato="certificata").exists()
    Consistenza.objects.for_system().filter(scheda__ricognizione__anno=2025).update(sap=12)
    guasti = [guasto for guasto in verify_all() if guasto.tabella == "scheda certificata"]
    assert [guasto.campo.endswith("/sap") for guasto in guasti] == [True]
    contate = count_all()
    assert (contate["versioni"], contate["certificazioni"]) == (3, 2)
