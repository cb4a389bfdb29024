"""Indicators of a group."""

from decimal import Decimal

import pytest

from misure.valori import IndicatoreCongelato
from tests.piano.snapshot_di_prova import declared, nessuna, pagina, piano_con, scheda


def indicatore(
    slug: str, valore: str | None, unita: str, base: str = "", gruppo: str = "eta", ordine: int = 1, fonte: str = ""
):
    numero = None if valore is None else Decimal(valore)
    return IndicatoreCongelato(slug, gruppo, ordine, f"Nome di {slug}", "anno 2024", numero, unita, base, fonte)


def stampa(*indicatori: IndicatoreCongelato):
    piano = piano_con(scheda(None, declared("indicatori"), indicatori=indicatori))
    return pagina(piano, "indicatori", codice="eta")


@pytest.mark.parametrize(
    ("valore", "unita", "scritto"),
    [
        ("61", "%", "61%"),
        ("18.25", "percento", "18,25%"),
        ("1475", "nuclei", "1.475 nuclei"),
        ("495.3", "euro al mese", "495,30 euro al mese"),
        ("9836.17", "euro", "9.836,17 euro"),
        ("7", "", "7"),
        (None, "nuclei", "nessun dato"),
    ],
)
def test_valore_nella_sua_unita(valore: str | None, unita: str, scritto: str) -> None:
    assert stampa(indicatore("uno", valore, unita)).find("ambito", "valore", "uno") == scritto


def test_percentuale_senza_base() -> None:
    trovata = stampa(indicatore("uno", "61", "%"), indicatore("due", "22", "%", base="richieste"))
    assert trovata.find("ambito", "base", "uno") == "base non indicata"
    assert trovata.find("ambito", "base", "due") == "richieste"


def test_solo_il_gruppo_della_riga_nel_suo_ordine() -> None:
    trovata = stampa(
        indicatore("b", "2", "", ordine=2), indicatore("a", "1", "", ordine=9), indicatore("c", "3", "", gruppo="x")
    )
    assert [chiave for _, chiave, misura, _ in trovata.valori if misura == "valore"] == ["b", "a"]


def test_la_fonte_ha_una_colonna_quando_qualcuno_la_dice() -> None:
    assert not stampa(indicatore("uno", "1", "")).has("ambito", "fonte")
    assert stampa(indicatore("uno", "1", "", fonte="ISTAT")).find("ambito", "fonte", "uno") == "ISTAT"


def test_nessuno() -> None:
    assert "Indicatori: nessun dato." in pagina(piano_con(), "indicatori").testo
    assert "non avere indicatori" in pagina(piano_con(scheda(None, nessuna("indicatori"))), "indicatori").testo


def test_sessantuno() -> None:
    trovata = stampa(*(indicatore(f"i{n}", str(n), "") for n in range(61)))
    assert trovata.find("ambito", "valore", "i60") == "60"
