"""Reserves for categories of households."""

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

VOCE = "riserva_categorie"


def con(ente, *righe):
    return scheda(ente, declared(VOCE), riserve=righe)


def test_una_categoria_con_la_sua_definizione() -> None:
    trovata = pagina(piano_con(con(ALTRA, reserve(VOCE, "20", categoria="anziani"))), VOCE)
    assert trovata.find("altra", "percentuale", "-") == "20%"
    assert "Destinatari: Anziani. Nuclei di persone anziane." in trovata.testo
    assert "unità)." in trovata.testo
    assert not trovata.has("altra", "unita")


def test_divisa_tra_categorie_e_una_riserva_sola() -> None:
    righe = (
        reserve(VOCE, "20", categoria="anziani", ripartizione="70", unita=3),
        reserve(VOCE, "20", categoria="giovani", ripartizione="30", unita=1),
    )
    trovata = pagina(piano_con(con(ALTRA, *righe)), VOCE)
    assert [valore for *_, misura, valore in trovata.valori if misura == "percentuale"] == ["20%"]
    assert trovata.find("altra", "unita", "-") == "4"
    assert trovata.find("altra", "ripartizione", "anziani") == "70%"
    assert "Per il 30% della riserva: Giovani." in trovata.testo


def test_per_comune() -> None:
    riga = reserve(VOCE, "12.5", ubicazione="099002", categoria="anziani", unita=1)
    trovata = pagina(piano_con(con(ALER, riga)), VOCE)
    assert trovata.find("aler-monti", "percentuale", "099002") == "12,5%"
    assert "L’ALER Monti, nel comune di Borgo, riserva alle categorie dell’articolo 14: 12,5%" in trovata.testo


def test_categoria_che_il_regime_non_ha() -> None:
    testo = pagina(piano_con(con(ALTRA, reserve(VOCE, "5", categoria="marziani"))), VOCE).testo
    assert "Categoria «marziani», che il regime in vigore al 1° gennaio 2026 non prevede." in testo


def test_senza_numeri() -> None:
    assert (
        "percentuale e unità: nessun dato."
        in pagina(piano_con(con(ALTRA, reserve(VOCE, motivo="da fare"))), VOCE).testo
    )


def test_prima_che_ci_fosse() -> None:
    testo = pagina(piano_con(regime=REGIME_2018), VOCE).testo
    assert "Il regime in vigore al 1° gennaio 2018 non prevede questa riserva." in testo
    assert "Nessun dato da" not in testo


def test_vuoto_nullo_e_sessantuno() -> None:
    assert "Limite della riserva: 20%" in pagina(piano_con(enti=()), VOCE).testo
    assert (
        "Per l’anno 2026 nessun ente proprietario riserva alloggi"
        in pagina(piano_con(*tutte_nulle(molti()), enti=molti()), VOCE).testo
    )
    tutti = piano_con(*(con(e, reserve(VOCE, "10", categoria="anziani")) for e in molti()), enti=molti())
    assert pagina(tutti, VOCE).find("ente-61", "percentuale", "-") == "10%"
