"""Tokens: a closed list of names, and the celle of the frozen schede."""

from datetime import date
from decimal import Decimal

import pytest

from misure.valori import IndicatoreCongelato, MassimaleCongelato
from piano.grandezze import GRANDEZZE, TokenSconosciuto, resolve
from piano.valori import DesignazioneCongelata, PianoSnapshot
from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    CIMA,
    assignable,
    available,
    declared,
    measure,
    nessuna,
    non_applicabile,
    outcome,
    piano_con,
    reserve,
    scheda,
    stock,
    tutte_nulle,
)

INDICATORE = IndicatoreCongelato("nuclei", "contesto", 1, "Nuclei", "2024", Decimal("1475.00"), "nuclei", "", "")
SFRATTI = IndicatoreCongelato("sfratti", "contesto", 2, "Sfratti", "2024", Decimal("22.50"), "percento", "", "")
CANONE = IndicatoreCongelato("canone", "contesto", 3, "Canone", "2024", Decimal("495.30"), "euro al mese", "", "")


@pytest.fixture(scope="module")
def piano() -> PianoSnapshot:
    altra = scheda(
        ALTRA,
        *map(declared, ("consistenza", "assegnabili", "libere", "esiti", "soglia_indigenza", "misure_anno_piano")),
        nessuna("conferite", "nessuno ne offre"),
        consistenza=(stock(1000, 1, 3),),
        assegnabili=(assignable(5),),
        disponibilita=(available("libere", 2, ubicazione="099001", quando="lavori", costo=Decimal("8000.00")),),
        esiti=(outcome(15, 13),),
        riserve=(reserve("soglia_indigenza", "12.5"),),
        misure=(measure("misure_anno_piano", "fondo", anno=2025, fondi_nuovi=Decimal("9836.17"), al=date(2026, 3, 1)),),
        massimali=(MassimaleCongelato("misure_anno_piano", "fondo", 1, Decimal("500.00"), "nucleo", 4, ""),),
    )
    aler = scheda(ALER, declared("consistenza"), non_applicabile("conferite", "no"), consistenza=(stock(328, 12, 0),))
    ambito = scheda(None, declared("indicatori"), indicatori=(INDICATORE, SFRATTI, CANONE))
    capofila = DesignazioneCongelata("capofila", "borgo", "", "Assemblea", date(2019, 3, 19), "")
    return piano_con(altra, aler, ambito, enti=(ALTRA, BORGO, CIMA, ALER), designazioni=(capofila,))


@pytest.mark.parametrize(
    ("token", "valore"),
    [
        ("anno", "2026"),
        ("anno_precedente", "2025"),
        ("anno_dopo", "2027"),
        ("ambito.nome", "Prova"),
        ("capofila.nome", "Comune di Borgo"),
        ("enti.totale", "quattro"),
        ("enti.comuni", "tre"),
        ("enti.comuni.elenco", "Altra, Borgo e Cima"),
        ("comuni.fino_5000", "uno"),
        ("comuni.5000_10000.elenco", "Borgo"),
        ("comuni.oltre_10000.elenco", "Cima"),
        ("consistenza.totale", "1.344"),
        ("consistenza.comuni", "1.004"),
        ("consistenza.aler", "340"),
        ("consistenza.sap", "1.328"),
        ("consistenza.sas", "13"),
        ("consistenza.altro", "3"),
        ("assegnabili.totale", "5"),
        ("assegnabili.aler", "nessun dato"),
        ("offerte.totale", "15"),
        ("assegnate.totale", "13"),
        ("liberazioni.totale", "nessun dato"),
        ("conferite.totale", "0"),
        ("forze.elenco", "Forze di Polizia, Vigili del Fuoco, Forze Armate e Polizia Locale"),
        ("regime.indigenza", "20%"),
        ("regime.lavori_inquilino", "nessun dato"),
    ],
)
def test_grandezza(token: str, valore: str, piano: PianoSnapshot) -> None:
    assert resolve(token, piano) == valore


@pytest.mark.parametrize(
    ("token", "valore"),
    [
        ("altra/consistenza/-/sap", "1.000"),
        ("altra/consistenza/-/stato", "valorizzata"),
        ("altra/libere/099001.sap.lavori/unita", "2"),
        ("altra/libere/099001.sap.lavori/costo_massimo", "8.000,00 euro"),
        ("altra/libere/099002/unita", "nessun dato"),
        ("altra/conferite/-/unita", "0"),
        ("altra/conferite/-/causa", "nessuno ne offre"),
        ("aler-monti/conferite/-/unita", "non applicabile"),
        ("borgo/consistenza/-/sap", "nessun dato"),
        ("altra/soglia_indigenza/-/percentuale", "12,5%"),
        ("altra/esiti/-/assegnate", "13"),
        ("altra/misure_anno_piano/fondo/fondi_nuovi", "9.836,17 euro"),
        ("altra/misure_anno_piano/fondo/anno", "2025"),
        ("altra/misure_anno_piano/fondo/al", "1° marzo 2026"),
        ("altra/misure_anno_piano/fondo.massimale.1/importo", "500,00 euro"),
        ("ambito/indicatori/nuclei/valore", "1.475"),
        ("ambito/indicatori/sfratti/valore", "22,5%"),
        ("ambito/indicatori/canone/valore", "495,30"),
        ("ambito/indicatori/nuclei/base", "nessun dato"),
    ],
)
def test_cella(token: str, valore: str, piano: PianoSnapshot) -> None:
    assert resolve(token, piano) == valore


@pytest.mark.parametrize(
    ("token", "frase"),
    [
        ("consitenza.totale", "Il riferimento [[consitenza.totale]] non esiste. Forse: consistenza.totale"),
        ("altra/consistenza/-/sapp", "Forse: altra/consistenza/-/sap"),
        ("ambito/indicatori/nucle/valori", "Forse: ambito/indicatori/nuclei/valore"),
    ],
)
def test_token_sbagliato_con_suggerimento(token: str, frase: str, piano: PianoSnapshot) -> None:
    with pytest.raises(TokenSconosciuto) as errore:
        resolve(token, piano)
    assert frase in str(errore.value)
    assert errore.value.token == token


@pytest.mark.parametrize(
    "token",
    ["", "xyz", "zeta/consistenza/-/sap", "altra/inventata/-/sap", "altra/consistenza/a.b.c.d/sap", "altra//", "<b>"],
)
def test_token_che_non_esiste(token: str, piano: PianoSnapshot) -> None:
    with pytest.raises(TokenSconosciuto, match="non esiste"):
        resolve(token, piano)


def test_il_capitolo_si_nomina_quando_si_sa(piano: PianoSnapshot) -> None:
    with pytest.raises(TokenSconosciuto, match="Nel capitolo «contesto» il riferimento"):
        resolve("xyz", piano, codice="contesto")


@pytest.mark.parametrize("nome", GRANDEZZE)
def test_ogni_grandezza_ha_un_testo_anche_nel_vuoto(nome: str, piano: PianoSnapshot) -> None:
    for altro in (piano, piano_con(enti=()), piano_con(*tutte_nulle((ALTRA,)), enti=(ALTRA,))):
        assert resolve(nome, altro)
