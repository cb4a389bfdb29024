"""A further category, and the forces."""

from msgspec.structs import replace

from tests.piano.snapshot_di_prova import (
    ALTRA,
    BORGO,
    REGIME_2018,
    REGIME_2026,
    declared,
    forza,
    molti,
    nessuna,
    pagina,
    piano_con,
    reserve,
    scheda,
    tutte_nulle,
)

SEZIONE = "rilevanza_forze"


def test_categoria_descritta_dall_ente() -> None:
    riga = reserve("categoria_rilevanza", descrizione="stagionali del bosco", motivo="mancano case")
    testo = pagina(piano_con(scheda(ALTRA, declared("categoria_rilevanza"), riserve=(riga,))), SEZIONE).testo
    assert (
        "Il Comune di Altra individua un’altra categoria di particolare rilevanza sociale: nessuna quota indicata."
        in testo
    )
    assert "Destinatari: stagionali del bosco. Motivo: mancano case." in testo


def test_quota_delle_forze() -> None:
    riga = reserve("forze_ordine", "5", categoria="l", unita=1)
    trovata = pagina(piano_con(scheda(BORGO, declared("forze_ordine"), riserve=(riga,))), SEZIONE)
    assert trovata.find("borgo", "percentuale", "-") == "5%"
    assert "Destinatari: Polizia Locale." in trovata.testo


def test_i_corpi_sono_quelli_del_regime() -> None:
    quattro = "Forze di Polizia, Vigili del Fuoco, Forze Armate e Polizia Locale"
    assert f"Possono avere alloggi riservati: {quattro}." in pagina(piano_con(), SEZIONE).testo
    due = replace(REGIME_2026, categorie=(forza("p", "Forze di Polizia"), forza("v", "Vigili del Fuoco")))
    assert "riservati: Forze di Polizia e Vigili del Fuoco." in pagina(piano_con(regime=due), SEZIONE).testo


def test_nullo_e_nullo_di_chi_ha_risposto() -> None:
    testo = pagina(piano_con(*tutte_nulle(molti()), enti=molti()), SEZIONE).testo
    assert "Per l’anno 2026 nessun ente proprietario individua un’altra categoria" in testo
    assert "Per l’anno 2026 nessun ente proprietario riserva alloggi a questi corpi." in testo
    testo = pagina(piano_con(scheda(ALTRA, nessuna("forze_ordine"))), SEZIONE).testo
    assert "nessuno degli enti che hanno risposto riserva alloggi a questi corpi." in testo


def test_regime_senza_limiti() -> None:
    testo = pagina(piano_con(regime=REGIME_2018), SEZIONE).testo
    assert "al 1° gennaio 2018 non prevede un’altra categoria" in testo
    assert "al 1° gennaio 2018 non prevede alloggi riservati" in testo


def test_una_sola_delle_due_voci() -> None:
    html = pagina(piano_con(enti=()), SEZIONE, ("forze_ordine",)).html
    assert 'data-voce="forze_ordine"' in html
    assert 'data-voce="categoria_rilevanza"' not in html
