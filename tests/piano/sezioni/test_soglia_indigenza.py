"""The threshold for indigence."""

from piano.valori import PianoSnapshot
from tests.piano.snapshot_di_prova import (
    ALER,
    ALTRA,
    BORGO,
    REGIME_2018,
    declared,
    molti,
    nessuna,
    non_applicabile,
    pagina,
    piano_con,
    reserve,
    scheda,
    tutte_nulle,
)

VOCE = "soglia_indigenza"


def prosa(piano: PianoSnapshot) -> str:
    return pagina(piano, VOCE).testo


def test_nullo_dei_comuni_con_l_aler_fuori() -> None:
    aler = scheda(ALER, non_applicabile(VOCE, "riguarda gli alloggi dei comuni"))
    scritto = prosa(piano_con(scheda(ALTRA, nessuna(VOCE)), scheda(BORGO, nessuna(VOCE)), aler))
    assert "Per l’anno 2026 nessun Comune dell’ambito supera la quota ordinaria del 20%." in scritto
    assert "Per l’ALER Monti non applicabile: riguarda gli alloggi dei comuni." in scritto


def test_chi_la_supera_con_la_base_che_dice() -> None:
    riga = reserve(VOCE, "30", base="unità proprie", unita=2, motivo="tante domande.")
    trovata = pagina(piano_con(scheda(ALTRA, declared(VOCE), riserve=(riga,)), scheda(BORGO, nessuna(VOCE))), VOCE)
    assert trovata.find("altra", "percentuale", "-") == "30%"
    assert (
        "Il Comune di Altra porta la quota per l’indigenza a: 30% (calcolato su: unità proprie), pari a n. 2 unità."
        in trovata.testo
    )
    assert "Motivo: tante domande." in trovata.testo
    assert "Gli altri enti che hanno risposto non ne prevedono." in trovata.testo


def test_base_della_norma() -> None:
    scritto = prosa(piano_con(scheda(ALTRA, declared(VOCE), riserve=(reserve(VOCE, "30"),))))
    assert "30% (calcolato, come dice la norma, su: unità)" in scritto


def test_limiti_dal_regime() -> None:
    scritto = prosa(piano_con())
    assert "indigenza: 20%, calcolato su: unità; norma: r.r. 4/2017." in scritto
    assert "fino a questo limite: 100%" in scritto


def test_regime_senza_limite() -> None:
    assert "Il regime in vigore al 1° gennaio 2018 non prevede una quota più alta." in prosa(
        piano_con(regime=REGIME_2018)
    )


def test_vuoto_e_sessantuno() -> None:
    assert "nessun Comune" not in prosa(piano_con(enti=()))
    assert "nessun Comune dell’ambito supera" in prosa(piano_con(*tutte_nulle(molti()), enti=molti()))
