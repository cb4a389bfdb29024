"""Units from a source."""

from decimal import Decimal

import pytest

from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    available,
    declared,
    molti,
    nessuna,
    non_applicabile,
    pagina,
    piano_con,
    scheda,
    tutte_nulle,
)

STATO_DI_FATTO = ("stato_di_fatto",)
FONTI = (
    *("stato_di_fatto", "edilizia", "nuova_edificazione", "ristrutturazione"),
    *("liberazioni", "libere", "avvicendamento", "conferite"),
)


def con(ente, voce: str, *righe):
    return scheda(ente, declared(voce), disponibilita=righe)


def test_elenco_per_proprietario() -> None:
    piano = piano_con(
        con(ALTRA, "stato_di_fatto", available("stato_di_fatto", 9)),
        con(ALER, "stato_di_fatto", available("stato_di_fatto", 20)),
        scheda(BORGO, nessuna("stato_di_fatto")),
    )
    trovata = pagina(piano, "disponibilita", STATO_DI_FATTO)
    assert trovata.find("totale", "unita") == "29"
    assert trovata.find("altra", "unita") == "9"
    assert "Per l’anno 2026 risultano n. 29 alloggi in carenza di manutenzione" in trovata.testo
    assert "n. 20 di proprietà dell’ALER Monti." in trovata.testo
    assert "Gli altri enti che hanno risposto non ne dichiarano." in trovata.testo
    assert not trovata.has("borgo", "unita")


def test_uno_solo_al_singolare() -> None:
    piano = piano_con(con(ALTRA, "conferite", available("conferite", 1)), enti=(ALTRA,))
    assert (
        "Per l’anno 2026 risulta n. 1 alloggio conferito da privati:"
        in pagina(piano, "disponibilita", ("conferite",)).testo
    )


@pytest.mark.parametrize("voce", FONTI)
def test_nullo(voce: str) -> None:
    testo = pagina(piano_con(*tutte_nulle((ALTRA, BORGO, ALER))), "disponibilita", (voce,)).testo
    assert "Per l’anno 2026 nessun ente proprietario dichiara alloggi " in testo


def test_nullo_di_chi_ha_risposto_e_chi_manca() -> None:
    testo = pagina(
        piano_con(scheda(ALTRA, nessuna("conferite", "nessuno ne offre"))), "disponibilita", ("conferite",)
    ).testo
    assert "nessuno degli enti che hanno risposto dichiara alloggi conferiti da privati." in testo
    assert "Nessun dato da: Comune di Borgo e ALER Monti." in testo
    assert "Il Comune di Altra non ne dichiara: nessuno ne offre." in testo


def test_non_applicabile_con_la_causa() -> None:
    piano = piano_con(scheda(ALER, non_applicabile("conferite", "riguarda i comuni")), enti=(ALER,))
    assert (
        "Per l’ALER Monti non applicabile: riguarda i comuni." in pagina(piano, "disponibilita", ("conferite",)).testo
    )


def test_per_comune_tempo_e_costo() -> None:
    righe = (
        available("stato_di_fatto", 3, ubicazione="099001", quando="lavori"),
        available("stato_di_fatto", 2, ubicazione="099002", costo=Decimal("8000.00"), mesi=36),
    )
    trovata = pagina(piano_con(con(ALER, "stato_di_fatto", *righe)), "disponibilita", STATO_DI_FATTO)
    assert trovata.find("aler-monti", "unita") == "5"
    assert trovata.find("aler-monti", "unita", "099002") == "2"
    assert "di cui n. 3 nel comune di Altra, alla fine dei lavori;" in trovata.testo
    assert (
        "n. 2 nel comune di Borgo, lavori fino a 8.000,00 euro per alloggio, scomputo dal canone in 36 mesi."
        in trovata.testo
    )


def test_una_riga_dice_il_resto_senza_ripetere_il_numero() -> None:
    piano = piano_con(con(ALTRA, "libere", available("libere", 2, quando="subito")))
    assert "n. 2 di proprietà del Comune di Altra, subito." in pagina(piano, "disponibilita", ("libere",)).testo


def test_composta_compilata_per_parti() -> None:
    righe = (available("nuova_edificazione", 4), available("ristrutturazione", 2))
    altra = scheda(ALTRA, declared("nuova_edificazione"), declared("ristrutturazione"), disponibilita=righe)
    trovata = pagina(piano_con(altra, enti=(ALTRA,)), "disponibilita", ("edilizia",))
    assert trovata.find("altra", "unita") == "6"
    assert "n. 4 nuova edificazione; n. 2 ristrutturazione, recupero o riqualificazione" in trovata.testo


def test_sas_accanto_a_sap() -> None:
    righe = (available("libere", 2), available("libere", 3, tipo="sas"))
    trovata = pagina(piano_con(con(ALTRA, "libere", *righe)), "disponibilita", ("libere",))
    assert trovata.find("altra", "unita") == "2"
    assert trovata.find("altra", "sas") == "3"
    assert "risultano n. 2 SAP e n. 3 SAS tra gli alloggi liberi:" in trovata.testo


def test_righe_senza_numero() -> None:
    trovata = pagina(piano_con(con(ALTRA, "libere", available("libere", None))), "disponibilita", ("libere",))
    assert trovata.find("altra", "unita") == "nessun dato"


def test_piu_voci_in_una_riga() -> None:
    html = pagina(piano_con(), "disponibilita", ("libere", "avvicendamento")).html
    assert html.index('data-voce="libere"') < html.index('data-voce="avvicendamento"')


def test_vuoto_e_sessantuno() -> None:
    assert "non indica quali voci" in pagina(piano_con(enti=()), "disponibilita").testo
    enti = molti()
    trovata = pagina(
        piano_con(*(con(e, "libere", available("libere", 2)) for e in enti), enti=enti), "disponibilita", ("libere",)
    )
    assert trovata.find("totale", "unita") == "122"
    assert trovata.find("ente-61", "unita") == "2"
