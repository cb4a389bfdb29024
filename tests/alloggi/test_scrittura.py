"""How a long file gets into the register: told while it goes, stopped in the middle, made again if others write."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from patrimonio.alloggi.servizi import add_unit
from patrimonio.models import ModificaUnita, UnitaAbitativa
from raccolta.alloggi import avanzamento, lavori, penne, scrittura
from raccolta.alloggi.avanzamento import Avanzamento
from raccolta.alloggi.modelli import Importazione, Lavoro
from tests.alloggi.fogli_di_prova import alloggi, xlsx
from tests.alloggi.test_importazione import anna, confirm, page, try_out
from tests.dati import DIGITATA, mondo

__all__ = ["anna", "mondo"]


@pytest.fixture
def detto(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What a job tells, every time."""
    monkeypatch.setattr(avanzamento, "OGNI", -1)
    monkeypatch.setattr(penne, "BLOCCO", 2)
    parole: list[tuple[str, int, int]] = []
    racconta = Avanzamento._tell

    def listen(self: Avanzamento) -> bool:
        fermo = racconta(self)
        if not self.in_transazione or connection.vendor != "sqlite":
            parole.append(Lavoro.objects.values_list("fase", "fatte", "totale").get(pk=self.lavoro))
        return fermo

    monkeypatch.setattr(Avanzamento, "_tell", listen)
    return parole


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL tells it from another connection")
def test_la_scrittura_dice_a_che_punto_e(anna: Client, detto: list[tuple[str, int, int]]) -> None:
    importazione = try_out(anna, xlsx(alloggi(5)))
    detto.clear()
    confirm(anna, importazione)
    assert [parola for parola in detto if parola[0] == scrittura.SCRITTURA] == [
        (scrittura.SCRITTURA, fatte, 5) for fatte in (0, 2, 4, 5)
    ]
    assert detto[-1] == (scrittura.ULTIMA, 0, 0)
    assert UnitaAbitativa.objects.count() == ModificaUnita.objects.count() == 5


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="on PostgreSQL who writes waits for the register")
def test_chi_scrive_intanto_non_si_perde(anna: Client, mondo, monkeypatch: pytest.MonkeyPatch) -> None:
    importazione = try_out(anna, xlsx(alloggi(2)))
    compare, volte = scrittura.compare, []

    def meanwhile(ente: str, esame):
        confronto = compare(ente, esame)
        if not volte:
            valori = {
                "codice": "A00001",
                "indirizzo": "Via Verdi",
                "stato": "libera",
                "comune": mondo.rovato.ente.comune,
            }
            add_unit(mondo.rovato.ente, valori, by=mondo.anna, quando=timezone.now(), origine=DIGITATA)
        volte.append(len(confronto.nuove))
        return confronto

    monkeypatch.setattr(scrittura, "compare", meanwhile)
    confirm(anna, importazione)
    assert volte == [2, 1]
    assert Importazione.objects.get().esito["scritta"] == {"nuove": 1, "cambiate": 1, "tolte": 0, "uguali": 0}
    assert list(ModificaUnita.objects.order_by("pk").values_list("codice", "atto")) == [
        ("A00001", "aggiunta"),
        ("A00002", "aggiunta"),
        ("A00001", "modifica"),
    ]


def test_annullato_a_meta_della_scrittura_non_lascia_nulla(
    anna: Client, detto: list[tuple[str, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    importazione = try_out(anna, xlsx(alloggi(6)))
    add = scrittura._add

    def stop(*args: object) -> None:
        Lavoro.objects.filter(tipo="scrittura").update(da_annullare=True)
        add(*args)

    monkeypatch.setattr(scrittura, "_add", stop)
    if connection.vendor != "sqlite":  # the other connection does not see what this test has not committed
        monkeypatch.setattr(Avanzamento, "_tell", lambda self: self.in_transazione and self.fatte > 0)
    anna.post(page(importazione), {"azione": "conferma", "mancanti": "lascia"})
    assert Lavoro.objects.get(tipo="scrittura").stato == "annullato"
    assert not UnitaAbitativa.objects.exists()
    assert not ModificaUnita.objects.exists()
    monkeypatch.setattr(scrittura, "_add", add)
    monkeypatch.setattr(Avanzamento, "_tell", lambda _: False)
    lavori.ask(Importazione.objects.get(), "scrittura", by=importazione.incarico, quando=timezone.now())
    assert UnitaAbitativa.objects.count() == 6
