"""The counts of a register are remembered as long as it has not changed, and never from within a transaction."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from patrimonio.alloggi import conti
from patrimonio.alloggi.conti import load_counts
from patrimonio.alloggi.servizi import add_unit, remove_unit
from tests.dati import DIGITATA, SISTEMA, mondo

__all__ = ["mondo"]


def add(ente, codice):
    valori = {"codice": codice, "indirizzo": "Via Roma", "comune": ente.comune, "stato": "libera"}
    return add_unit(ente, valori, by=SISTEMA, quando=timezone.now(), origine=DIGITATA)


def counted(ente):
    with CaptureQueriesContext(connection) as viste:
        contati = load_counts([ente.pk, "chiari"])
    return contati[ente.pk].totale if ente.pk in contati else 0, len(viste)


def test_i_conti_si_ricordano_finche_il_registro_non_cambia(transactional_db, mondo, monkeypatch):
    monkeypatch.setattr(conti, "_CONTATI", {})
    monkeypatch.setattr(conti, "RICORDATI", 2)
    rovato = mondo.rovato.ente
    assert counted(rovato) == (0, 2)
    prima = add(rovato, "A1")
    add(mondo.chiari.ente, "C1")
    assert [counted(rovato), counted(rovato)] == [(1, 2), (1, 1)]
    add(rovato, "A2")
    assert [counted(rovato), counted(rovato)] == [(2, 2), (2, 1)]
    remove_unit(prima, letta=prima.modificata_il, by=SISTEMA, quando=timezone.now(), origine=DIGITATA)
    assert [counted(rovato), counted(rovato)] == [(1, 2), (1, 1)]
    assert len(conti._CONTATI) == 2
    with transaction.atomic():
        add(rovato, "A3")
        assert [counted(rovato), counted(rovato)] == [(2, 1), (2, 1)]
        transaction.set_rollback(True)
    assert counted(rovato) == (1, 1)
    add(rovato, "A4")
    assert counted(rovato) == (2, 2)
