"""Measures."""

from datetime import date
from decimal import Decimal

from misure.valori import MassimaleCongelato, RisultatoCongelato
from tests.piano.snapshot_di_prova import (
    ALTRA,
    BORGO,
    declared,
    measure,
    molti,
    nessuna,
    non_applicabile,
    pagina,
    piano_con,
    scheda,
    tutte_nulle,
)

PRIMA, RICORRENTI, ORA = "misure_anno_precedente", "misure_ricorrenti", "misure_anno_piano"


def con(ente, voce: str, slug: str = "fondo", **valori: object):
    return scheda(ente, declared(voce), misure=(measure(voce, slug, **valori),))


def test_misura_intera() -> None:
    altra = scheda(
        ALTRA,
        declared(PRIMA),
        misure=(
            measure(
                PRIMA,
                "fondo",
                titolo="Fondo affitti",
                livello="comunale",
                anno=2025,
                atto="delibera 4",
                fondi_nuovi=Decimal("9836.17"),
                gestione=Decimal("100.00"),
                destinatari="nuclei in affitto",
                motivo="pochi fondi",
                al=date(2025, 11, 14),
            ),
        ),
        massimali=(
            MassimaleCongelato(PRIMA, "fondo", 1, Decimal("1200.00"), "alloggio", 4, ""),
            MassimaleCongelato(PRIMA, "fondo", 2, Decimal("2000.00"), "nucleo", None, "se avanza"),
            MassimaleCongelato(PRIMA, "altro", 1, Decimal("7.00"), "", None, ""),
        ),
        risultati=(RisultatoCongelato(PRIMA, "fondo", 1, 12, "cittadini"),),
    )
    trovata = pagina(piano_con(altra), "misure")
    assert trovata.find("altra", "fondi_nuovi", "fondo") == "9.836,17 euro"
    assert trovata.find("altra", "risultato", "fondo") == "12 cittadini"
    assert trovata.find("altra", "periodo", "fondo") == "chiusura il 14 novembre 2025"
    assert trovata.find("altra", "massimale", "fondo") == "1.200,00 euro per alloggio; fino a 4 mensilità"
    assert "2.000,00 euro per nucleo; se avanza" in trovata.testo
    assert "7,00" not in trovata.testo
    assert trovata.find("altra", "promotore", "fondo") == "il Comune di Altra"


def test_l_ambito_senza_iniziative_dice_perche() -> None:
    testo = pagina(piano_con(scheda(None, nessuna(PRIMA, "sono mancati i fondi."))), "misure").testo
    assert "Misure dell’anno 2025 L’ambito non ha misure proprie. Causa: sono mancati i fondi." in testo


def test_le_risposte_dell_ambito() -> None:
    assert "Misure dell’ambito: nessun dato." in pagina(piano_con(), "misure", (ORA,)).testo
    assert (
        "Per l’ambito non applicabile. Causa: c’è un consorzio."
        in pagina(piano_con(scheda(None, non_applicabile(ORA, "c’è un consorzio"))), "misure", (ORA,)).testo
    )
    assert "L’ambito non ha misure proprie." in pagina(piano_con(scheda(None, declared(ORA))), "misure", (ORA,)).testo


def test_prima_l_ambito_poi_gli_enti() -> None:
    piano = piano_con(con(BORGO, ORA, titolo="Del borgo"), con(None, ORA, titolo="Di tutti"))
    testo = pagina(piano, "misure", (ORA,)).testo
    assert testo.index("Di tutti") < testo.index("Del borgo")


def test_senza_fondi_ne_titolo() -> None:
    trovata = pagina(piano_con(con(ALTRA, ORA)), "misure", (ORA,))
    assert trovata.find("altra", "fondi", "fondo") == "nessun dato"
    assert "Misura senza titolo" in trovata.testo


def test_ricorrenti_chieste_solo_all_ambito() -> None:
    assert "Nessun dato da" not in pagina(piano_con(con(None, RICORRENTI)), "misure", (RICORRENTI,)).testo


def test_tabella_dei_fondi_da_due_in_su() -> None:
    altra = con(ALTRA, PRIMA, titolo="Uno", anno=2025, fondi_nuovi=Decimal("10.50"), residui=Decimal("2.00"))
    assert "<table" not in pagina(piano_con(altra), "misure").html
    trovata = pagina(piano_con(altra, con(None, ORA, "due", titolo="Due", fondi_nuovi=Decimal("1000.00"))), "misure")
    assert [valore for *_, misura, valore in trovata.valori if misura == "fondi"] == [
        "12,50 euro",
        "1.000,00 euro",
        "1.012,50 euro",
    ]
    assert trovata.find("totale", "fondi") == "1.012,50 euro"


def test_due_misure_con_lo_stesso_titolo() -> None:
    misure = (measure(ORA, "uno", titolo="Fondo"), measure(ORA, "due", titolo="Fondo"))
    testo = pagina(piano_con(scheda(ALTRA, declared(ORA), misure=misure)), "misure", (ORA,)).testo
    assert testo.count("Fondo ") >= 2


def test_vuoto_nullo_e_sessantuno() -> None:
    assert "Misure dell’ambito: nessun dato." in pagina(piano_con(enti=()), "misure").testo
    nullo = pagina(piano_con(*tutte_nulle(molti()), enti=molti()), "misure").testo
    assert "Nessun ente ha misure proprie." in nullo
    tutti = piano_con(*(con(e, ORA, fondi_nuovi=Decimal("2.00")) for e in molti()), enti=molti())
    assert pagina(tutti, "misure").find("totale", "fondi") == "122,00 euro"
