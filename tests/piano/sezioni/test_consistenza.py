"""The stock."""

from msgspec.structs import replace

from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    COOPERATIVA,
    UNIONE,
    declared,
    molti,
    non_applicabile,
    pagina,
    piano_con,
    scheda,
    stock,
    tutte_nulle,
)

VALORIZZATA = declared("consistenza")


def test_totali_per_ente_e_per_tipo() -> None:
    piano = piano_con(
        scheda(ALTRA, VALORIZZATA, consistenza=(stock(100, 1, 3),)),
        scheda(BORGO, VALORIZZATA, consistenza=(stock(20, 0, 7),)),
        scheda(ALER, VALORIZZATA, consistenza=(stock(1300, 12, 0),)),
    )
    trovata = pagina(piano, "consistenza")
    assert [trovata.find("totale", misura) for misura in ("totale", "sap", "sas", "altro")] == [
        "1.443",
        "1.420",
        "13",
        "10",
    ]
    assert trovata.find("altra", "sap") == "100"
    assert trovata.find("borgo", "sas") == "0"
    assert (
        "Nell’ambito risultano 1.443 alloggi: n. 131 di proprietà dei Comuni e n. 1.312 di proprietà dell’ALER Monti."
        in trovata.testo
    )
    assert "SAS: 13 (n. 1 di proprietà del Comune di Altra e n. 12 di proprietà dell’ALER Monti);" in trovata.testo


def test_un_solo_alloggio() -> None:
    piano = piano_con(scheda(ALTRA, VALORIZZATA, consistenza=(stock(1),)), enti=(ALTRA,))
    assert (
        "Nell’ambito risulta 1 alloggio: n. 1 di proprietà del Comune di Altra." in pagina(piano, "consistenza").testo
    )


def test_operatori_e_unioni() -> None:
    piano = piano_con(
        scheda(UNIONE, VALORIZZATA, consistenza=(stock(2),)),
        scheda(COOPERATIVA, VALORIZZATA, consistenza=(stock(0, 5),)),
        enti=(UNIONE, COOPERATIVA),
    )
    assert (
        "n. 2 di proprietà dell’Unione della Valle e n. 5 di proprietà di Tetto cooperativa"
        in pagina(piano, "consistenza").testo
    )


def test_ripartita_per_comune_e_per_gestore() -> None:
    righe = (stock(5, ubicazione="099001"), stock(7, ubicazione="099002", gestore="tetto"))
    piano = piano_con(
        scheda(ALER, VALORIZZATA, consistenza=righe),
        scheda(ALTRA, VALORIZZATA, consistenza=(stock(4, gestore="aler-monti"),)),
        altri_enti=(COOPERATIVA,),
    )
    trovata = pagina(piano, "consistenza")
    assert trovata.find("aler-monti", "sap") == "12"
    assert trovata.find("aler-monti", "sap", "099001") == "5"
    assert trovata.find("aler-monti", "sap", "099002.tetto") == "7"
    assert trovata.find("totale", "sap") == "16"
    assert "di cui nel comune di Borgo, gestiti da Tetto cooperativa" in trovata.testo
    assert "di cui gestiti dall’ALER Monti" in trovata.testo


def test_mancante_zero_e_non_applicabile_sono_tre_cose() -> None:
    piano = piano_con(
        scheda(ALTRA, VALORIZZATA, consistenza=(stock(3, 0, 0),)),
        scheda(ALER, non_applicabile("consistenza", "non ha alloggi qui")),
    )
    trovata = pagina(piano, "consistenza")
    assert trovata.find("altra", "sas") == "0"
    assert trovata.find("borgo", "totale") == "nessun dato"
    assert trovata.find("aler-monti", "totale") == "non applicabile"
    assert "Nessun dato da: Comune di Borgo." in trovata.testo
    assert "Per l’ALER Monti non applicabile: non ha alloggi qui." in trovata.testo


def test_totale_dichiarato_diverso_dalla_somma() -> None:
    piano = piano_con(scheda(ALTRA, declared("consistenza", totale=958), consistenza=(stock(957),)))
    trovata = pagina(piano, "consistenza")
    assert "Comune di Altra, totale dichiarato dall’ente: 958; la somma delle righe è 957." in trovata.testo
    assert trovata.find("altra", "totale") == "957"


def test_totale_dichiarato_uguale_non_si_ripete() -> None:
    piano = piano_con(scheda(ALTRA, declared("consistenza", totale=957), consistenza=(stock(957),)))
    assert "dichiarato dall’ente" not in pagina(piano, "consistenza").testo


def test_vuoto_e_nullo() -> None:
    assert "Nessun ente fa parte dell’ambito." in pagina(piano_con(enti=()), "consistenza").testo
    assert "Consistenza del patrimonio: nessun dato." in pagina(piano_con(), "consistenza").testo
    nulla = pagina(piano_con(*tutte_nulle((ALTRA,)), enti=(ALTRA,)), "consistenza")
    assert "non risultano alloggi" in nulla.testo
    assert nulla.find("altra", "totale") == "0"


def test_sessantuno() -> None:
    enti = molti()
    schede = [scheda(ente, VALORIZZATA, consistenza=(stock(30),)) for ente in enti]
    trovata = pagina(piano_con(*schede, enti=enti), "consistenza")
    assert trovata.find("ente-61", "sap") == "30"
    assert trovata.find("totale", "sap") == "1.830"


def test_nomi_lunghi_e_con_codice_dentro() -> None:
    nome = "<script>" + "a" * 392
    trovata = pagina(piano_con(enti=(replace(ALTRA, nome=nome),)), "consistenza")
    assert "<script>" not in trovata.html
    assert f"Nessun dato da: Comune di {nome}." in trovata.testo
