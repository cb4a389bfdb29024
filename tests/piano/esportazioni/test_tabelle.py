"""The tables as values: order, numbers, names."""

import pytest

from piano.html import render_html
from piano.tabelle import collect, istat_codes
from tests.lettura_tabelle import of_html, tidy
from tests.piano.esportazioni.esportati import DIFFICILI, impronte_di, un_ente, with_sections
from tests.piano.snapshot_di_prova import ALER, ALTRA, UNIONE, piano_con


@pytest.mark.parametrize("piano", DIFFICILI.values(), ids=DIFFICILI)
def test_tante_quante_nel_documento(piano) -> None:
    snapshot = piano()
    lette = of_html(render_html(snapshot, impronte_di(snapshot)))
    assert [tidy(t.didascalia) for t in collect(snapshot)] == [letta.didascalia for letta in lette]


def test_i_nomi_sono_unici_e_non_dipendono_dal_posto() -> None:
    doppio = with_sections(un_ente(), "riepilogo", "consistenza", "riepilogo")
    assert [(t.numero, t.nome) for t in collect(doppio)] == [(1, "riepilogo"), (2, "consistenza"), (3, "riepilogo-2")]
    assert [t.nome for t in collect(with_sections(un_ente(), "consistenza"))] == ["consistenza"]


def test_intestazione_e_totale() -> None:
    [consistenza] = collect(with_sections(un_ente(), "consistenza"))
    assert consistenza.intestazione == "a) Consistenza"
    assert consistenza.sommata
    [fonti] = collect(with_sections(un_ente(), "fonti"))
    assert not fonti.sommata


def test_il_codice_istat_di_chi_e_un_comune_solo() -> None:
    assert istat_codes(piano_con(enti=(ALTRA, UNIONE, ALER))) == {"altra": "099001"}
