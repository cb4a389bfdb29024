"""Comparing two plans: nothing where nothing changed, and every change once."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lessico.congelamento import thaw
from lessico.voce import StatoVoce
from piano.valori import ParereCongelato, PianoSnapshot, RigaCongelata
from piano.versioni.confronto import compare
from piano.versioni.valori import Genere
from raccolta.celle import differences
from raccolta.valori import SchedaCongelata
from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    CIMA,
    assignable,
    available,
    declared,
    measure,
    piano_con,
    scheda,
    stock,
)

CONSISTENZA = declared("consistenza")
QUATTRO = scheda(BORGO, CONSISTENZA, consistenza=(stock(4),))


def altra(sap: int = 10, **righe: tuple) -> SchedaCongelata:
    return scheda(ALTRA, CONSISTENZA, consistenza=(stock(sap, ubicazione="099001"),), **righe)


PRIMA = piano_con(altra(), QUATTRO)


@pytest.fixture(scope="module")
def valdemo(congelato: Callable[[str, int], bytes]) -> tuple[PianoSnapshot, PianoSnapshot]:
    prima, dopo = (thaw(congelato("valdemo", anno), PianoSnapshot) for anno in (2025, 2026))
    return prima, dopo


@pytest.mark.parametrize("anno", [2025, 2026])
def test_un_piano_non_differisce_da_se_stesso(congelato: Callable[[str, int], bytes], anno: int) -> None:
    contenuto = congelato("valdemo", anno)
    confronto = compare(thaw(contenuto, PianoSnapshot), thaw(contenuto, PianoSnapshot))
    assert confronto.vuoto
    assert not confronto.contenuti_diversi
    assert {cifra.differenza for cifra in confronto.cifre} <= {"0", "nessun dato"}


def expected_cells(prima: PianoSnapshot, dopo: PianoSnapshot) -> Counter[str]:
    """What differs, asked of each scheda in another way."""
    vecchie, nuove = (
        {s.ente or "ambito": s for s in (p.contenuti.scheda_ambito, *p.contenuti.schede) if s} for p in (prima, dopo)
    )
    vuota = SchedaCongelata(ente="")
    return Counter(
        f"{ente}/{cella}"
        for ente in vecchie.keys() | nuove.keys()
        for cella in differences(vecchie.get(ente, vuota), nuove.get(ente, vuota))
    )


def test_ogni_cella_cambiata_sta_nel_confronto_una_volta_sola(valdemo: tuple[PianoSnapshot, PianoSnapshot]) -> None:
    confronto = compare(*valdemo)
    trovate = Counter(cella.cella for cella in confronto.celle)
    assert trovate == expected_cells(*valdemo)
    assert set(trovate.values()) == {1}
    assert confronto.quante_celle == len(trovate) > 100
    assert [c.cella for c in confronto.celle if c.prima == c.dopo] == []


NUMERI = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=3, max_size=3)


def with_stock(numeri: list[int | None]) -> PianoSnapshot:
    enti = zip((ALTRA, BORGO, ALER), numeri, strict=True)
    return piano_con(*(scheda(ente, CONSISTENZA, consistenza=(stock(sap),)) for ente, sap in enti))


@settings(max_examples=60)
@given(NUMERI, NUMERI)
def test_andata_e_ritorno_dicono_le_stesse_celle(prima: list[int | None], dopo: list[int | None]) -> None:
    """compare(a, b) and compare(b, a) speak of the same celle, with the two sides exchanged."""
    a, b = with_stock(prima), with_stock(dopo)
    andata, ritorno = compare(a, b), compare(b, a)
    assert {(c.cella, c.prima, c.dopo) for c in andata.celle} == {(c.cella, c.dopo, c.prima) for c in ritorno.celle}
    assert andata.vuoto == (prima == dopo)
    assert Counter(c.cella for c in andata.celle) == expected_cells(a, b)


def test_un_numero_che_cambia_ha_la_sua_riga_e_la_sua_differenza() -> None:
    confronto = compare(PRIMA, piano_con(altra(1_012), QUATTRO))
    [trovata] = confronto.schede
    [riga] = trovata.righe
    [cella] = riga.celle
    assert (trovata.nome, riga.genere) == ("Comune di Altra", Genere.CAMBIATO)
    assert riga.etichetta == "Consistenza del patrimonio, Altra"
    assert (cella.cella, cella.etichetta) == ("altra/consistenza/099001/sap", "SAP")
    assert (cella.prima, cella.dopo, cella.differenza) == ("10", "1.012", "+1.002")
    alloggi = next(cifra for cifra in confronto.cifre if cifra.nome == "Alloggi")
    assert (alloggi.prima, alloggi.dopo, alloggi.differenza) == ("14", "1.016", "+1.002")


def test_una_riga_nuova_e_una_tolta_si_dicono_tali() -> None:
    con = piano_con(altra(disponibilita=(available("libere", 3), available("libere", 2, tipo="sas"))), QUATTRO)
    andata, ritorno = compare(PRIMA, con), compare(con, PRIMA)
    assert [(r.etichetta, r.genere) for s in andata.schede for r in s.righe] == [
        ("Libere, SAP", Genere.NUOVO),
        ("Libere, SAS", Genere.NUOVO),
    ]
    assert [(c.etichetta, c.prima, c.dopo) for c in andata.celle] == [("unità", "—", "3"), ("unità", "—", "2")]
    assert {r.genere for s in ritorno.schede for r in s.righe} == {Genere.TOLTO}


def test_nullo_mancante_e_non_applicabile_sono_tre_cose() -> None:
    stati = (StatoVoce.DA_COMPILARE, StatoVoce.NESSUNA, StatoVoce.NON_APPLICABILE)
    piani = [piano_con(scheda(ALTRA, declared("libere", stato))) for stato in stati]
    coppie = [compare(piani[a], piani[b]) for a, b in ((0, 1), (1, 2), (2, 0))]
    assert [[(c.prima, c.dopo) for c in confronto.celle] for confronto in coppie] == [
        [("da compilare", "nessuna")],
        [("nessuna", "non applicabile")],
        [("non applicabile", "da compilare")],
    ]


def test_una_misura_si_chiama_con_il_suo_titolo() -> None:
    misure = (measure("misure_anno_piano", "aiuto", titolo="Aiuto alla spesa", destinatari=chi) for chi in "ab")
    prima, dopo = (piano_con(scheda(ALTRA, misure=(misura,))) for misura in misure)
    [riga] = compare(prima, dopo).schede[0].righe
    assert riga.etichetta.endswith(", Aiuto alla spesa")


def test_un_ente_che_entra_e_uno_che_esce() -> None:
    dopo = piano_con(altra(), scheda(CIMA, CONSISTENZA, consistenza=(stock(4),)), enti=(ALTRA, CIMA, ALER))
    confronto = compare(PRIMA, dopo)
    assert {(s.nome, s.genere) for s in confronto.schede} == {
        ("Comune di Cima", Genere.NUOVO),
        ("Comune di Borgo", Genere.TOLTO),
    }
    assert {(f.etichetta, f.prima, f.dopo) for f in confronto.dati} == {
        ("Comune di Cima", "—", "nell’ambito"),
        ("Comune di Borgo", "nell’ambito", "—"),
    }


def with_text(testo: str, titolo: str = "Contesto") -> PianoSnapshot:
    piano = piano_con(altra(), capitoli=[("contesto", testo)])
    schema = (RigaCongelata("contesto", "a)", titolo, "capitolo", ()),)
    return replace(piano, contenuti=replace(piano.contenuti, schema=schema))


def test_un_capitolo_si_confronta_parola_per_parola_con_i_suoi_numeri() -> None:
    prima, dopo = with_text("Gli alloggi sono [[consistenza.totale]]."), with_text("Gli alloggi pubblici sono 10.")
    [testo] = compare(prima, dopo).testi
    assert testo.titolo == "a) Contesto"
    assert [(p.segno.value, p.testo) for p in testo.brani[0].pezzi] == [
        ("uguale", "Gli alloggi"),
        ("aggiunto", "pubblici"),
        ("uguale", "sono 10."),
    ]


def test_un_riferimento_al_posto_di_una_cifra_si_legge_uguale_ma_si_dice() -> None:
    [testo] = compare(with_text("Sono [[consistenza.totale]]."), with_text("Sono 10.")).testi
    assert testo.riscritto
    assert testo.brani == ()


def test_un_riferimento_che_non_esiste_non_ferma_il_confronto() -> None:
    [testo] = compare(with_text("Sono [[niente.di.tutto]]."), with_text("Sono 10.")).testi
    assert any("niente.di.tutto" in pezzo.testo for pezzo in testo.brani[0].pezzi)


def test_un_titolo_cambiato() -> None:
    [titolo] = compare(with_text("x", "Contesto"), with_text("x", "Il contesto")).titoli
    assert (titolo.codice, titolo.genere) == ("contesto", Genere.CAMBIATO)


def test_il_parere_e_un_fatto_della_busta_e_i_contenuti_restano_uguali() -> None:
    parere = ParereCongelato("aler-monti", "positivo", date(2025, 11, 3), "prot. 7", "", "ab" * 32)
    confronto = compare(PRIMA, replace(PRIMA, busta=replace(PRIMA.busta, pareri=(parere,), stato="parere")))
    assert not confronto.contenuti_diversi
    assert not confronto.vuoto
    prima, dopo = {fatto.etichetta: (fatto.prima, fatto.dopo) for fatto in confronto.fatti}["Parere, ALER Monti"]
    assert "nessun dato" in prima
    assert "ha espresso parere positivo sul piano (3 novembre 2025; protocollo: prot. 7)" in dopo


def test_le_regole_dicono_che_cosa_e_cambiato_e_chi_non_c_entra_non_compare() -> None:
    """More units than the sources give: a finding that was not there."""
    righe = {"assegnabili": (assignable(9, ubicazione="099001"),), "disponibilita": (available("liberazioni", 2),)}
    dichiarate = [*map(declared, ("consistenza", "assegnabili", "liberazioni"))]
    troppe = scheda(ALTRA, *dichiarate, consistenza=(stock(10, ubicazione="099001"),), **righe)
    dopo = piano_con(troppe, QUATTRO)
    esiti, ritorno = compare(PRIMA, dopo).esiti, compare(dopo, PRIMA).esiti
    assert {esito.di for esito in esiti} == {"Comune di Altra"}
    assert any(esito.genere is Genere.NUOVO and not esito.prima and esito.dopo for esito in esiti)
    assert {(e.regola, e.prima, e.dopo) for e in esiti} == {(e.regola, e.dopo, e.prima) for e in ritorno}


def test_uno_stesso_piano_in_un_altro_ordine_non_passa_per_uguale() -> None:
    dopo = replace(PRIMA, contenuti=replace(PRIMA.contenuti, schede=PRIMA.contenuti.schede[::-1]))
    [fatto] = compare(PRIMA, dopo).dati
    assert (fatto.gruppo, fatto.etichetta) == ("Altro", "Contenuti")
    assert not compare(PRIMA, dopo).vuoto


def test_due_piani_grandi_si_confrontano_senza_domande(
    db: None,
    valdemo: tuple[PianoSnapshot, PianoSnapshot],
    django_assert_num_queries: Callable[[int], object],
) -> None:
    with django_assert_num_queries(0):
        confronto = compare(*valdemo)
    assert {esito.genere for esito in confronto.esiti} >= {Genere.NUOVO, Genere.TOLTO}
    assert confronto.testi
