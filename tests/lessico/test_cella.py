"""The address of a value, and the tokens that quote it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico.cella import TOKEN, Cella, CellaNonValida

NOMI = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
CHIAVI = st.from_regex(r"[a-z0-9_.\-]{1,40}", fullmatch=True)


@given(st.builds(Cella, NOMI, CHIAVI, NOMI))
def test_un_indirizzo_letto_e_riscritto_e_lo_stesso(cella):
    assert Cella.parse(str(cella)) == cella


@pytest.mark.parametrize(
    "indirizzo", ["consistenza/017046/sap", "soglia_indigenza/-/stato", "esiti/017052.due-2/offerte"]
)
def test_indirizzi(indirizzo):
    assert str(Cella.parse(indirizzo)) == indirizzo


@pytest.mark.parametrize(
    "indirizzo",
    [
        "",
        "consistenza",
        "consistenza/sap",
        "consistenza//sap",
        "a/b/c/d",
        "Consistenza/-/sap",
        "a/b c/d",
        "a/è/d",
        "a/b/c\n",
    ],
)
def test_cio_che_non_e_un_indirizzo(indirizzo):
    with pytest.raises(CellaNonValida, match="voce/chiave/misura"):
        Cella.parse(indirizzo)


@given(st.text())
def test_un_testo_qualsiasi_e_un_indirizzo_o_un_errore_nostro(testo):
    with suppress(CellaNonValida):
        assert str(Cella.parse(testo)) == testo


@pytest.mark.parametrize(
    ("testo", "nomi"),
    [
        ("nulla", []),
        ("[[anno]] e [[ consistenza.totale ]]", ["anno", "consistenza.totale"]),
        ("[[chiari/consistenza/017052/sap]]", ["chiari/consistenza/017052/sap"]),
        ("[un link](pagina) [[]] [anno]", [""]),
    ],
)
def test_i_token_di_un_testo(testo, nomi):
    assert TOKEN.findall(testo) == nomi
