"""The bridge in the annex: lines, what is unexplained, the total, the drawing."""

from assegnazioni.valori import RigaPonteCongelata
from tests.piano.snapshot_di_prova import (
    ALTRA,
    BORGO,
    assignable,
    available,
    declared,
    molti,
    outcome,
    pagina,
    piano_con,
    scheda,
)

LIBERE = (declared("liberazioni"), declared("assegnabili"))


def test_righe_motivi_e_la_differenza_da_spiegare() -> None:
    lavori = RigaPonteCongelata("liberazioni", 3, "Due aspettano i lavori.")
    altra = scheda(
        ALTRA, *LIBERE, disponibilita=(available("liberazioni", 5),), assegnabili=(assignable(3),), ponte=(lavori,)
    )
    borgo = scheda(BORGO, *LIBERE, disponibilita=(available("liberazioni", 4),), assegnabili=(assignable(1),))
    trovata = pagina(piano_con(altra, borgo), "ponte")
    assert [trovata.find("altra", misura, "liberazioni") for misura in ("riga", "dichiarate", "contano", "motivo")] == [
        "Libere e in avvicendamento",
        "5",
        "3",
        "Due aspettano i lavori.",
    ]
    assert trovata.find("borgo", "contano", "da_spiegare") == "−3"
    assert ("altra", "da_spiegare") not in {(ente, chiave) for ente, chiave, _, _ in trovata.valori}
    assert (trovata.find("totale", "dichiarate"), trovata.find("totale", "contano")) == ("9", "4")
    assert "Resta da spiegare la differenza di: Borgo (−3)." in trovata.testo
    assert "Come si arriva dalle provenienze alle unità disponibili dell’ambito?" in trovata.testo


def test_riporto_e_altri_usi_con_il_loro_segno() -> None:
    righe = (RigaPonteCongelata("riporto", 2, ""), RigaPonteCongelata("altri_usi", 1, "La portineria."))
    altra = scheda(ALTRA, *LIBERE, assegnabili=(assignable(1),), ponte=righe, esiti=(outcome(2, 0),))
    trovata = pagina(piano_con(altra), "ponte")
    assert trovata.find("altra", "contano", "riporto") == "2"
    assert trovata.find("altra", "contano", "altri_usi") == "−1"
    assert trovata.find("altra", "dichiarate", "riporto") == ""
    assert "Resta da spiegare" not in trovata.testo


def test_nessuno_uno_e_sessantuno() -> None:
    assert "Nessun ente dichiara provenienze" in pagina(piano_con(enti=()), "ponte").testo
    tutte = [
        scheda(e, *LIBERE, disponibilita=(available("liberazioni", 1),), assegnabili=(assignable(1),)) for e in molti()
    ]
    trovata = pagina(piano_con(*tutte, enti=molti()), "ponte")
    assert trovata.find("ente-61", "contano", "liberazioni") == "1"
    assert trovata.find("totale", "contano") == "61"
