"""What can be done to the lines of a schema, and what the law would miss; no database."""

import pytest

from enti.permessi import CAPOFILA, PERMESSI, Azione
from lessico.flusso import AttoNonConsentito
from piano.componi.nomi import NOMI, lost, met
from piano.componi.righe import add, edit, find_line, is_extra, move, remove
from piano.schema import load_default
from piano.sezioni import SEZIONI

RIGHE = [{"lettera": "", "voci": [], "attiva": True, **riga} for riga in load_default()]


def codes(righe) -> list[str]:
    return [riga["codice"] for riga in righe]


def test_ogni_sezione_ha_il_suo_nome_nell_ordine_del_piano() -> None:
    assert list(NOMI) == [sezione.codice for sezione in SEZIONI]


def test_comporre_spetta_al_capofila() -> None:
    [permesso] = [p for p in PERMESSI if p.azione is Azione.COMPOSIZIONE]
    assert permesso.ruoli == (CAPOFILA,)


def test_si_sposta_prima_e_dopo_e_due_volte_e_una() -> None:
    su = move(RIGHE, "percorso", "contesto", dopo=False)
    assert codes(su)[:3] == ["premessa", "percorso", "contesto"]
    assert move(su, "percorso", "contesto", dopo=False) == su
    assert codes(move(su, "percorso", "contesto", dopo=True)) == codes(RIGHE)
    assert move(RIGHE, "percorso", "percorso", dopo=True) == RIGHE


def test_una_riga_che_non_c_e_piu() -> None:
    for gesto in (lambda r: move(r, "sparita", "contesto", dopo=True), lambda r: edit(r, "sparita", attiva=False)):
        with pytest.raises(AttoNonConsentito, match="tolta dallo schema"):
            gesto(RIGHE)


def test_un_capitolo_nuovo_sta_prima_degli_allegati_con_un_codice_suo() -> None:
    righe = add(add(RIGHE, "capitolo", "Progetti dell’ambito"), "capitolo", "Progetti dell’ambito")
    posto = codes(righe).index("fonti")
    assert codes(righe)[posto - 2 : posto] == ["progetti-dellambito", "progetti-dellambito-2"]


@pytest.mark.parametrize(
    ("titolo", "codice"),
    [("Indice", "indice-2"), ("Tabella 1", "parte-tabella-1"), ("…", "capitolo"), ("x" * 90, "x" * 37)],
)
def test_un_codice_non_prende_i_posti_del_documento(titolo: str, codice: str) -> None:
    [nuova] = set(codes(add(RIGHE, "capitolo", titolo))) - set(codes(RIGHE))
    assert nuova == codice


def test_una_sezione_tolta_torna_con_la_lettera_e_le_voci_dello_schema_di_tutti() -> None:
    senza = [riga for riga in RIGHE if riga["codice"] != "transitori"]
    nuova = find_line(add(senza, "transitori", "Alloggi per i servizi transitori"), "transitori")
    assert (nuova["lettera"], nuova["voci"]) == ("i)", ["transitori"])
    assert nuova["titolo"] == "Alloggi per i servizi transitori"


def test_si_eliminano_solo_le_righe_in_piu() -> None:
    con = add(RIGHE, "riepilogo", "Riepilogo")
    assert codes(remove(con, "riepilogo")) == codes(RIGHE)
    assert is_extra(find_line(RIGHE, "premessa"))
    with pytest.raises(AttoNonConsentito, match="si toglie dalla stampa"):
        remove(RIGHE, "consistenza")


@pytest.mark.parametrize(
    ("codice", "norme"),
    [
        ("consistenza", ["r.r. 4/2017, art. 4, comma 3, lett. a)"]),
        ("liberazioni", ["r.r. 4/2017, art. 4, comma 3, lett. b), n. 1"]),
        ("rilevanza-forze", ["r.r. 4/2017, art. 4, comma 3, lett. d)", "r.r. 4/2017, art. 4, comma 3, lett. d bis)"]),
        ("premessa", []),
        ("fonti", []),
        ("ponte", []),
    ],
)
def test_che_cosa_mancherebbe(codice: str, norme: list[str]) -> None:
    assert [str(o.norma) for o in lost(RIGHE, edit(RIGHE, codice, attiva=False))] == norme


def test_lo_schema_di_tutti_stampa_cio_che_la_norma_chiede() -> None:
    assert len(met(RIGHE)) == len({o for r in RIGHE for o in met([r])}) == 14


def test_una_voce_tolta_manca_come_la_sezione_e_una_doppia_no() -> None:
    senza = edit(RIGHE, "misure", voci=["misure_ricorrenti", "misure_anno_piano"])
    assert [o.che_cosa for o in lost(RIGHE, senza)] == ["le misure dell’anno prima"]
    doppia = add(RIGHE, "disponibilita", "Tutte insieme", voci=["libere", "avvicendamento"])
    assert lost(doppia, edit(doppia, "liberazioni", attiva=False)) == ()
