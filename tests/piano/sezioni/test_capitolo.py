"""Chapters of prose."""

import pytest

from piano.sezioni import SezioneSconosciuta, find
from tests.piano.snapshot_di_prova import pagina, piano_con


def test_testo_con_cifre_legate() -> None:
    piano = piano_con(capitoli=(("premessa", "Il piano del **[[anno]]**."),))
    assert "<p>Il piano del <strong>2026</strong>.</p>" in pagina(piano, "capitolo", codice="premessa").html


def test_capitolo_di_un_altra_riga_non_si_stampa() -> None:
    piano = piano_con(capitoli=(("premessa", "Altrove."),))
    assert "Altrove" not in pagina(piano, "capitolo", codice="progetti").testo


def test_senza_testo_lo_dice() -> None:
    assert "non ha ancora un testo" in pagina(piano_con(enti=()), "capitolo").testo


def test_titolo_con_la_lettera() -> None:
    html = pagina(piano_con(), "capitolo", lettera="k)").html
    assert '<span class="lettera">k)</span> Un titolo</h2>' in html


def test_una_sezione_che_non_esiste_si_dice_con_un_suggerimento() -> None:
    with pytest.raises(SezioneSconosciuta, match=r"La sezione «consitenza» non esiste\. Forse: consistenza"):
        find("consitenza")
    assert find("misure").template == "piano/sezioni/misure.html"
