"""The page for the mayors: every figure from the data, nil and missing said as such, one sheet of paper."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from piano.carta.stampa import render_pdf
from piano.sintesi import Sintesi, summarise
from piano.valori import ApprovazioneCongelata, DerogaCongelata, ParereCongelato, PianoSnapshot
from tests.lettura_html import Pagina
from tests.piano.snapshot_di_prova import (
    ALTRA,
    BORGO,
    CIMA,
    REGIME_2018,
    assignable,
    declared,
    molti,
    nessuna,
    piano_con,
    reserve,
    scheda,
    stock,
    tutte_nulle,
)
from tests.piano.test_grafici import MUTO, NULLO, PIENO, PROLISSO, SESSANTUNO, UNO, VUOTO, with_before

VOCI = (declared("consistenza"), declared("assegnabili"), declared("esiti"))


def con(ente, alloggi: int, unita: int, *altre, **righe):
    return scheda(ente, *VOCI, *altre, consistenza=(stock(alloggi),), assegnabili=(assignable(unita),), **righe)


def values(sintesi: Sintesi) -> list[str]:
    return [cifra.valore for cifra in sintesi.cifre]


def test_l_ambito_vero(oglio_ovest: PianoSnapshot) -> None:
    sintesi = summarise(oglio_ovest)
    assert sintesi.frasi == (
        "Nel 2026 si possono assegnare 28 unità; gli alloggi censiti sono 957, circa trentaquattro per ogni unità "
        "disponibile. Più della metà è dell’ALER Brescia-Cremona-Mantova.",
    )
    assert values(sintesi) == ["957", "841", "28", "13 su 15"]
    assert sintesi.cifre[0].dettagli == ("617 dei Comuni", "340 dell’ALER Brescia-Cremona-Mantova")
    assert sintesi.confronto == "Rispetto all’anno prima: nessun dato."
    assert sintesi.richiesta == "Che cosa si chiede all’Assemblea dei Sindaci"
    assert sintesi.richieste == (
        "Prendere atto della ricognizione: alloggi, 957; unità disponibili nel 2026, 28.",
        "Recepire la riserva per le categorie dell’articolo 14 proposta da: Comune di Chiari (20%).",
        "Confermare la quota ordinaria del 20% per l’indigenza: nessun Comune la supera.",
        "Tenere conto del parere dell’ALER Brescia-Cremona-Mantova: positivo (data: nessun dato).",
        "Approvare il piano annuale.",
    )


def test_un_parere_che_non_e_arrivato_si_dice_cosi(oglio_ovest: PianoSnapshot) -> None:
    [parere] = oglio_ovest.busta.pareri
    deroga = DerogaCongelata("parere", parere.aler, "Non ha risposto in trenta giorni.", date(2026, 3, 1))
    busta = replace(oglio_ovest.busta, pareri=(replace(parere, esito=""),), deroghe=(deroga,))
    assert summarise(replace(oglio_ovest, busta=busta)).richieste[-2] == (
        "Parere dell’ALER Brescia-Cremona-Mantova: non acquisito. Si procede senza: «Non ha risposto in trenta giorni»."
    )


@pytest.mark.parametrize(
    ("piano", "frase", "cifre"),
    [
        (MUTO, "non hanno ancora dichiarato né gli alloggi né le unità", ["nessun dato"] * 4),
        (VUOTO, "non hanno ancora dichiarato né gli alloggi né le unità", ["nessun dato"] * 4),
        (NULLO, "Nel 2026 nessuna unità è disponibile per l’assegnazione; gli alloggi", ["0", "0", "0", "0 su 0"]),
        (UNO, "Nel 2026 si può assegnare una unità; è censito un solo alloggio.", ["1", "1", "1", "0 su 1"]),
        (
            PIENO,
            "Nel 2026 si possono assegnare 21 unità; gli alloggi censiti sono 1.514,",
            ["1.514", "1.462", "21", "7 su 6"],
        ),
        (
            piano_con(scheda(ALTRA, declared("consistenza"), consistenza=(stock(9),)), enti=(ALTRA,)),
            "unità disponibili nel 2026: nessun dato.",
            ["9", "9", "nessun dato", "nessun dato"],
        ),
        (
            piano_con(scheda(ALTRA, declared("assegnabili"), assegnabili=(assignable(3),)), enti=(ALTRA,)),
            "3 unità; alloggi: nessun dato.",
            ["nessun dato", "nessun dato", "3", "nessun dato"],
        ),
    ],
)
def test_cio_che_manca_e_cio_che_non_c_e(piano: PianoSnapshot, frase: str, cifre: list[str]) -> None:
    sintesi = summarise(piano)
    assert frase in sintesi.frasi[0]
    assert values(sintesi) == cifre


def test_chi_non_ha_ancora_risposto_si_conta() -> None:
    assert summarise(piano_con(con(ALTRA, 9, 2), con(BORGO, 8, 1))).frasi[1:] == ("Mancano dati di un ente su tre.",)


def test_una_figura_di_nulla_non_c_e() -> None:
    assert [summarise(piano).figure for piano in (MUTO, VUOTO, NULLO)] == [(), (), ()]
    assert [f.titolo for f in summarise(PIENO).figure] == [
        "Quanti alloggi ci sono, e quante unità si possono assegnare nel 2026?",
        "Chi mette a disposizione le unità del 2026?",
    ]


def test_gli_enti_oltre_il_settimo_stanno_insieme() -> None:
    [_, chi] = summarise(SESSANTUNO).figure
    assert "Altri cinquantacinque enti" in chi.disegni[0]
    assert chi.nota == ""


def test_il_confronto_somma_gli_enti_dei_due_anni() -> None:
    piano = with_before(piano_con(con(ALTRA, 10, 2), con(BORGO, 8, 1), enti=(ALTRA, BORGO)), (ALTRA, 12, 2))
    assert summarise(piano).confronto == (
        "Rispetto al 2025, per un ente su due: alloggi da 12 a 10 (−2); unità disponibili 2, come prima."
    )


def test_le_riserve_con_il_nome_o_in_numero() -> None:
    tre = [con(e, 10, 5, declared("transitori"), riserve=(reserve("transitori", "10"),)) for e in (ALTRA, BORGO, CIMA)]
    piano = piano_con(*tre, enti=(ALTRA, BORGO, CIMA))
    [riga] = [r for r in summarise(piano).richieste if "transitori" in r]
    assert riga.endswith("proposta da: Comune di Altra (10%), Comune di Borgo (10%) e Comune di Cima (10%).")
    enti = molti(14)
    piano = piano_con(
        *(con(e, 10, 5, declared("transitori"), riserve=(reserve("transitori", "10"),)) for e in enti), enti=enti
    )
    assert any(r.endswith("proposta da: 14 enti.") for r in summarise(piano).richieste)


def test_una_riserva_di_zero_non_si_propone() -> None:
    voce = declared("forze_ordine")
    piano = piano_con(con(ALTRA, 10, 5, voce, riserve=(reserve("forze_ordine", "0.00"),)), enti=(ALTRA,))
    assert not [r for r in summarise(piano).richieste if "polizia" in r]


def test_la_soglia_oltre_la_quota() -> None:
    voce = declared("soglia_indigenza")
    alta = con(ALTRA, 10, 5, voce, riserve=(reserve("soglia_indigenza", "30"),))
    assert (
        "Prendere atto della soglia per l’indigenza oltre la quota ordinaria del 20%, decisa da: Comune di Altra (30%)."
        in summarise(piano_con(alta)).richieste
    )
    ignota = piano_con(con(ALTRA, 10, 5), enti=(ALTRA,))
    assert not [r for r in summarise(ignota).richieste if "indigenza" in r]
    parziale = piano_con(con(ALTRA, 10, 5, nessuna("soglia_indigenza")), enti=(ALTRA, BORGO))
    assert any("nessuno degli enti che hanno risposto la supera" in r for r in summarise(parziale).richieste)


def test_cio_che_il_regime_non_prevede_non_si_chiede() -> None:
    richieste = summarise(piano_con(*tutte_nulle((ALTRA,)), enti=(ALTRA,), regime=REGIME_2018)).richieste
    assert [r.split()[0] for r in richieste] == ["Prendere", "Approvare"]


def test_il_parere_che_manca() -> None:
    assert "Parere dell’ALER Monti: nessun dato." in summarise(PIENO).richieste


def approved(*approvazioni: ApprovazioneCongelata) -> PianoSnapshot:
    pareri = (ParereCongelato("aler-monti", "condizionato", date(2026, 3, 4), "7", "rivedere b)", ""),)
    busta = replace(PIENO.busta, stato="approvato", approvazioni=approvazioni, pareri=pareri)
    return replace(PIENO, busta=busta)


def test_di_un_piano_approvato_si_dice_chi_e_quando() -> None:
    atto = ApprovazioneCongelata("approvazione", "Assemblea dei Sindaci", date(2026, 3, 27), "deliberazione n. 5", "")
    sintesi = summarise(approved(atto))
    assert sintesi.richiesta == "Chi ha approvato il piano"
    assert sintesi.richieste == (
        "L’Assemblea dei Sindaci ha approvato il piano il 27 marzo 2026 (atto: deliberazione n. 5).",
        "Parere dell’ALER Monti: positivo, con condizioni (del 4 marzo 2026).",
    )
    assert summarise(approved()).richieste[0] == "Atto di approvazione: nessun dato."


def test_molte_prese_d_atto_si_contano() -> None:
    prese = [ApprovazioneCongelata("presa_atto", f"Giunta {n}", date(2026, 4, n), "", "") for n in range(1, 21)]
    assert "Ne hanno preso atto 20 organi." in summarise(approved(*prese)).richieste


@pytest.mark.parametrize("piano", [PIENO, SESSANTUNO, PROLISSO, UNO, NULLO])
def test_due_volte_la_stessa(piano: PianoSnapshot) -> None:
    assert summarise(piano) == summarise(piano)


@pytest.mark.parametrize(("ambito", "anno"), [("oglio-ovest", 2026), ("valdemo", 2026), ("valdemo", 2025)])
def test_un_foglio_solo(
    congelato: Callable[[str, int], bytes], documento_di: Callable[[bytes], str], ambito: str, anno: int
) -> None:
    """Cover, the page, contents: each on one page, for twelve enti and for sixty-one."""
    pagine = PdfReader(io.BytesIO(render_pdf(documento_di(congelato(ambito, anno))))).pages
    assert "Il piano in una pagina" in pagine[1].extract_text()
    assert "Approvare il piano" in pagine[1].extract_text() or "Chi ha approvato" in pagine[1].extract_text()
    assert pagine[2].extract_text().count("Indice")
    assert "Premessa" in pagine[3].extract_text()


def test_la_pagina_sta_in_cima_al_documento(html_oglio_ovest: str) -> None:
    testo = Pagina(html_oglio_ovest).sezioni["sintesi"]
    assert testo.startswith("Il piano in una pagina Nel 2026")
    assert html_oglio_ovest.index('class="sintesi"') < html_oglio_ovest.index('class="indice')
