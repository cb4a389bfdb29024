"""How a row is named by its key: whatever the table, what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico.cella import Cella
from lessico.voce import UBICAZIONE, Parte, Tabella
from raccolta.quadri import VOCI

SEMPLICE = Tabella("prova.Semplice", (Parte("slug"),), ("valore",))
DIVISA = Tabella("prova.Divisa", (UBICAZIONE, Parte("tipo", "sap"), Parte("quando")), ("unita",))
RAMO = Tabella("prova.Ramo", (Parte("slug"), Parte("ordine")), ("importo",), "massimale")
DEL_PRODOTTO = tuple({tabella for voce in VOCI.values() for tabella in voce.tabelle})
PARTI = st.from_regex(r"[a-z0-9_\-]{1,12}", fullmatch=True)


@given(st.sampled_from([SEMPLICE, DIVISA, RAMO, *DEL_PRODOTTO]), st.data())
def test_una_chiave_scritta_si_rilegge(tabella, dati):
    parti = tuple(dati.draw(st.one_of(st.just(p.predefinita), PARTI)) for p in tabella.chiave)
    chiave = tabella.write_key(parti)
    assert tabella.read_key(chiave) == parti
    assert Cella.parse(f"voce/{chiave}/misura").chiave == chiave


@given(PARTI, PARTI)
def test_la_chiave_di_un_ramo_non_e_di_un_altro(slug, ordine):
    chiave = RAMO.write_key((slug, ordine))
    assert SEMPLICE.read_key(chiave) is None
    assert Tabella("prova.Altro", RAMO.chiave, (), "risultato").read_key(chiave) is None


@pytest.mark.parametrize(
    ("parti", "chiave"),
    [
        ((None, "sap", ""), "-"),
        (("017052", "sap", ""), "017052"),
        (("017052", "sas", ""), "017052.sas"),
        (("017052", "sap", "subito"), "017052.sap.subito"),
        ((None, "sas", None), "-.sas"),
    ],
)
def test_le_parti_che_vanno_da_se_non_si_scrivono(parti, chiave):
    assert DIVISA.write_key(parti) == chiave


@pytest.mark.parametrize("chiave", ["a.b.c.d", "a.massimale.1.2"])
def test_una_chiave_con_troppe_parti_non_e_della_tabella(chiave):
    assert DIVISA.read_key(chiave) is None
    assert RAMO.read_key(chiave) is None
