"""Who is in the ambito."""

from piano.valori import ComuneCongelato
from tests.piano.snapshot_di_prova import ALTRA, BORGO, CIMA, COOPERATIVA, UNIONE, molti, pagina, piano_con


def test_un_comune() -> None:
    assert "Fa parte dell’ambito un solo comune: Altra." in pagina(piano_con(enti=(ALTRA,)), "contesto").testo


def test_comuni_in_lettere_e_altri_enti() -> None:
    testo = pagina(piano_con(), "contesto").testo
    assert "Fanno parte dell’ambito due comuni: Altra e Borgo." in testo
    assert "Alla ricognizione partecipa anche l’ALER Monti." in testo


def test_i_comuni_di_una_unione_sono_dell_ambito() -> None:
    testo = pagina(piano_con(enti=(ALTRA, UNIONE, COOPERATIVA)), "contesto").testo
    assert "tre comuni: Altra, Duna ed Erta" in testo
    assert "partecipano anche l’Unione della Valle e Tetto cooperativa" in testo


def test_fasce_di_popolazione() -> None:
    trovata = pagina(piano_con(enti=(ALTRA, BORGO, CIMA, UNIONE)), "contesto")
    assert trovata.find("ambito", "comuni", "fino_5000") == "1"
    assert trovata.find("ambito", "comuni", "-") == "2"
    assert "Popolazione: nessun dato" in trovata.testo


def test_abitanti_dove_si_sanno() -> None:
    comuni = (ComuneCongelato("099001", "Altra", "ZZ", "oltre_10000", 19123),)
    trovata = pagina(piano_con(enti=(ALTRA,), comuni=comuni), "contesto")
    assert trovata.find("altra", "abitanti", "099001") == "19.123"


def test_vuoto_e_sessantuno() -> None:
    assert "non ha ancora comuni" in pagina(piano_con(enti=()), "contesto").testo
    comuni = tuple(ComuneCongelato(ente.comuni[0], ente.nome, "ZZ", "fino_5000") for ente in molti())
    trovata = pagina(piano_con(enti=molti(), comuni=comuni), "contesto")
    assert "sessantuno comuni" in trovata.testo
    assert trovata.find("ambito", "comuni", "fino_5000") == "61"
