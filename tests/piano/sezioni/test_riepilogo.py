"""The summary."""

from tests.piano.snapshot_di_prova import (
    ALTRA,
    assignable,
    available,
    declared,
    molti,
    pagina,
    piano_con,
    scheda,
    tutte_nulle,
)


def test_fonti_e_disponibili() -> None:
    altra = scheda(
        ALTRA,
        *map(declared, ("stato_di_fatto", "libere", "avvicendamento", "assegnabili")),
        disponibilita=(available("stato_di_fatto", 9), available("libere", 1), available("avvicendamento", 2)),
        assegnabili=(assignable(5),),
    )
    trovata = pagina(piano_con(altra), "riepilogo")
    assert (trovata.find("altra", "stato_di_fatto"), trovata.find("altra", "liberazioni")) == ("9", "3")
    assert (trovata.find("altra", "edilizia"), trovata.find("totale", "assegnabili")) == ("nessun dato", "5")


def test_le_colonne_sono_le_voci_della_riga() -> None:
    trovata = pagina(piano_con(), "riepilogo", ("libere", "assegnabili"))
    assert {misura for *_, misura, _ in trovata.valori} == {"libere", "assegnabili"}


def test_vuoto_nullo_e_sessantuno() -> None:
    assert "Nessun ente fa parte dell’ambito." in pagina(piano_con(enti=()), "riepilogo").testo
    trovata = pagina(piano_con(*tutte_nulle(molti()), enti=molti()), "riepilogo")
    assert (trovata.find("ente-61", "conferite"), trovata.find("totale", "assegnabili")) == ("0", "0")
