"""Notices and outcomes of the year before."""

from datetime import date

from assegnazioni.valori import AvvisoCongelato
from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    declared,
    molti,
    nessuna,
    outcome,
    pagina,
    piano_con,
    scheda,
    tutte_nulle,
)

ESITI = declared("esiti")


def avviso(slug: str, **valori: object) -> AvvisoCongelato:
    vuoto = {
        "anno": 2025,
        "tipo": "",
        "numero": "",
        "dal": None,
        "al": None,
        "prorogato_al": None,
        "atto": "",
        "graduatoria": "",
    }
    return AvvisoCongelato(slug=slug, **(vuoto | valori))


def ambito(*avvisi: AvvisoCongelato):
    return scheda(None, declared("avvisi"), avvisi=avvisi)


def test_un_avviso_di_cui_non_si_sa_nulla() -> None:
    testo = pagina(piano_con(ambito(avviso("unico"))), "assegnazioni").testo
    assert "Nell’anno 2025 l’ambito ha emanato un solo avviso:" in testo
    assert "avviso; tipo, numero, periodo e atto: nessun dato." in testo


def test_avviso_descritto() -> None:
    altra = scheda(ALTRA, ESITI, esiti=(outcome(2, 1, avviso="uno"),))
    uno = avviso(
        "uno",
        tipo="ordinario",
        numero="3",
        dal=date(2025, 5, 1),
        al=date(2025, 6, 8),
        prorogato_al=date(2025, 6, 30),
        atto="det. 5",
        graduatoria="comune",
    )
    testo = pagina(piano_con(altra, ambito(uno)), "assegnazioni").testo
    assert "avviso n. 3, ordinario; domande dal 1° maggio all’8 giugno 2025;" in testo
    assert "termine prorogato al 30 giugno 2025; atto: det. 5; graduatoria per comune;" in testo
    assert "unità in un comune" in testo


def test_offerte_e_assegnate() -> None:
    piano = piano_con(
        scheda(ALTRA, ESITI, esiti=(outcome(5, 5),)),
        scheda(BORGO, ESITI, esiti=(outcome(2, 0),)),
        scheda(ALER, ESITI, esiti=(outcome(1, 2),)),
    )
    trovata = pagina(piano, "assegnazioni")
    assert "Sono state messe a bando n. 8 unità: n. 5 di proprietà del Comune di Altra;" in trovata.testo
    assert (
        "Ne sono state assegnate n. 7: n. 5 di proprietà del Comune di Altra; n. 2 di proprietà dell’ALER Monti."
        in trovata.testo
    )
    assert (trovata.find("aler-monti", "offerte"), trovata.find("aler-monti", "assegnate")) == ("1", "2")
    assert trovata.find("borgo", "assegnate") == "0"
    assert (trovata.find("totale", "offerte"), trovata.find("totale", "assegnate")) == ("8", "7")
    assert not trovata.has("altra", "domande")


def test_al_singolare_e_nessuna_assegnata() -> None:
    testo = pagina(piano_con(scheda(ALTRA, ESITI, esiti=(outcome(1, 0),)), enti=(ALTRA,)), "assegnazioni").testo
    assert "È stata messa a bando n. 1 unità:" in testo
    assert "Non ne è stata assegnata alcuna." in testo


def test_domande_e_in_corso_quando_qualcuno_le_dice() -> None:
    piano = piano_con(
        scheda(ALTRA, ESITI, esiti=(outcome(1, 0, domande=1200, in_corso=1),)), scheda(BORGO, nessuna("esiti"))
    )
    trovata = pagina(piano, "assegnazioni")
    assert (trovata.find("altra", "domande"), trovata.find("altra", "in_corso"), trovata.find("borgo", "domande")) == (
        "1.200",
        "1",
        "0",
    )


def test_ripartite_per_comune() -> None:
    esiti = (outcome(2, 1, ubicazione="099001"), outcome(3, 3, ubicazione="099002"))
    trovata = pagina(piano_con(scheda(ALER, ESITI, esiti=esiti)), "assegnazioni")
    tabella = [
        (chiave, valore)
        for ente, chiave, misura, valore in trovata.valori
        if (ente, misura) == ("aler-monti", "offerte")
    ]
    assert tabella == [("", "5"), ("", "5"), ("099001", "2"), ("099002", "3")]


def test_piu_avvisi_una_tabella_ciascuno() -> None:
    altra = scheda(ALTRA, ESITI, esiti=(outcome(4, 4, avviso="primo"), outcome(1, 0, avviso="secondo")))
    borgo = scheda(BORGO, ESITI, esiti=(outcome(2, 2, avviso="primo"),))
    avvisi = ambito(
        avviso("secondo", numero="2", dal=date(2025, 9, 1)), avviso("primo", numero="1", dal=date(2025, 3, 1))
    )
    trovata = pagina(piano_con(altra, borgo, avvisi, enti=(ALTRA, BORGO)), "assegnazioni")
    assert "ha emanato due avvisi: avviso n. 1;" in trovata.testo
    prima, seconda = trovata.html.split("<table")[1:]
    assert "avviso n. 1" in prima
    assert 'data-ente="borgo"' in prima
    assert "avviso n. 2" in seconda
    assert 'data-ente="borgo"' not in seconda


def test_avvisi_nessuno_e_mancanti() -> None:
    assert (
        "Nell’anno 2025 l’ambito non ha emanato avvisi."
        in pagina(piano_con(scheda(None, nessuna("avvisi"))), "assegnazioni").testo
    )
    testo = pagina(piano_con(), "assegnazioni").testo
    assert "Avvisi dell’anno 2025: nessun dato." in testo
    assert "Unità offerte e assegnate: nessun dato." in testo


def test_vuoto_nullo_e_sessantuno() -> None:
    assert "<table" not in pagina(piano_con(enti=()), "assegnazioni").html
    enti = molti()
    assert (
        "non risultano unità offerte né assegnate"
        in pagina(piano_con(*tutte_nulle(enti), enti=enti), "assegnazioni").testo
    )
    trovata = pagina(piano_con(*(scheda(e, ESITI, esiti=(outcome(2, 1),)) for e in enti), enti=enti), "assegnazioni")
    assert trovata.find("totale", "offerte") == "122"
