"""Transitional units."""

from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    REGIME_2018,
    declared,
    molti,
    pagina,
    piano_con,
    reserve,
    scheda,
    tutte_nulle,
)

VOCE = "transitori"


def test_unita_senza_percentuale() -> None:
    trovata = pagina(piano_con(scheda(ALTRA, declared(VOCE), riserve=(reserve(VOCE, unita=2),))), VOCE)
    assert trovata.find("altra", "unita", "-") == "2"
    assert "Il Comune di Altra destina ai servizi abitativi transitori: n. 2 unità." in trovata.testo


def test_per_comune_con_percentuale() -> None:
    riga = reserve(VOCE, "8", ubicazione="099001", unita=1)
    testo = pagina(piano_con(scheda(ALER, declared(VOCE), riserve=(riga,))), VOCE).testo
    assert "L’ALER Monti, nel comune di Altra, destina ai servizi abitativi transitori: 8% (" in testo


def test_vuoto_nullo_regime_e_sessantuno() -> None:
    assert "Limite della quota: 10%" in pagina(piano_con(enti=()), VOCE).testo
    assert (
        "nessun ente proprietario destina alloggi"
        in pagina(piano_con(*tutte_nulle((ALTRA,)), enti=(ALTRA,)), VOCE).testo
    )
    assert "al 1° gennaio 2018 non prevede questa quota" in pagina(piano_con(regime=REGIME_2018), VOCE).testo
    tutti = piano_con(*(scheda(e, declared(VOCE), riserve=(reserve(VOCE, unita=1),)) for e in molti()), enti=molti())
    assert pagina(tutti, VOCE).find("ente-61", "unita", "-") == "1"
