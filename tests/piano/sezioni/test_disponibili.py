"""Units available for assignment."""

from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    assignable,
    declared,
    molti,
    non_applicabile,
    pagina,
    piano_con,
    reserve,
    scheda,
    stock,
    tutte_nulle,
)

VOCI = (declared("consistenza"), declared("assegnabili"))


def con(ente, alloggi: int, *unita):
    return scheda(ente, *VOCI, consistenza=(stock(alloggi),), assegnabili=unita)


def test_alloggi_e_unita() -> None:
    trovata = pagina(piano_con(con(ALTRA, 174, assignable(5)), con(ALER, 1340, assignable(16))), "disponibili")
    assert (trovata.find("altra", "alloggi"), trovata.find("altra", "unita")) == ("174", "5")
    assert (trovata.find("totale", "alloggi"), trovata.find("totale", "unita")) == ("1.514", "21")
    assert "Sono disponibili per l’assegnazione, nell’anno 2026, n. 21 unità." in trovata.testo
    assert trovata.find("borgo", "unita") == "nessun dato"
    assert not trovata.has("altra", "sas")


def test_una_sola() -> None:
    assert (
        "È disponibile per l’assegnazione, nell’anno 2026, n. 1 unità."
        in pagina(piano_con(con(ALTRA, 3, assignable(1))), "disponibili").testo
    )


def test_sas_ha_una_colonna_quando_qualcuno_ne_ha() -> None:
    trovata = pagina(
        piano_con(con(ALTRA, 9, assignable(5), assignable(2, tipo="sas")), con(BORGO, 4, assignable(1))), "disponibili"
    )
    assert (trovata.find("altra", "sas"), trovata.find("borgo", "sas"), trovata.find("totale", "sas")) == (
        "2",
        "0",
        "2",
    )
    assert "n. 6 unità SAP." in trovata.testo
    assert "Si aggiungono n. 2 unità SAS." in trovata.testo


def test_ripartite_per_comune() -> None:
    righe = (assignable(3, ubicazione="099001"), assignable(4, ubicazione="099002"))
    consistenza = (stock(30, ubicazione="099001"), stock(40, ubicazione="099002"))
    aler = scheda(ALER, *VOCI, consistenza=consistenza, assegnabili=righe)
    trovata = pagina(piano_con(aler), "disponibili")
    assert trovata.find("aler-monti", "unita") == "7"
    assert (trovata.find("aler-monti", "unita", "099002"), trovata.find("aler-monti", "alloggi", "099002")) == (
        "4",
        "40",
    )
    assert trovata.find("totale", "unita") == "7"


def test_alloggi_non_ripartiti_restano_senza_dato_per_comune() -> None:
    trovata = pagina(piano_con(con(ALER, 340, assignable(3, ubicazione="099001"))), "disponibili")
    assert trovata.find("aler-monti", "alloggi", "099001") == "nessun dato"


def test_transitorie_fuori() -> None:
    altra = scheda(
        ALTRA, *VOCI, declared("transitori"), assegnabili=(assignable(2),), riserve=(reserve("transitori", unita=1),)
    )
    assert "servizi abitativi transitori non sono comprese" in pagina(piano_con(altra), "disponibili").testo


def test_non_applicabile_per_colonna() -> None:
    cooperativa = scheda(
        ALER, declared("consistenza"), non_applicabile("assegnabili", "solo SAS"), consistenza=(stock(None, 5, None),)
    )
    trovata = pagina(piano_con(cooperativa), "disponibili")
    assert (trovata.find("aler-monti", "alloggi"), trovata.find("aler-monti", "unita")) == ("5", "non applicabile")


def test_vuoto_nullo_e_sessantuno() -> None:
    assert "Nessun ente fa parte dell’ambito." in pagina(piano_con(enti=()), "disponibili").testo
    assert "nell’anno 2026: nessun dato." in pagina(piano_con(), "disponibili").testo
    nulla = pagina(piano_con(*tutte_nulle((ALTRA, BORGO, ALER))), "disponibili")
    assert "Nessuna unità è disponibile per l’assegnazione nell’anno 2026." in nulla.testo
    enti = molti()
    trovata = pagina(piano_con(*(con(e, 10, assignable(2)) for e in enti), enti=enti), "disponibili")
    assert trovata.find("totale", "unita") == "122"
