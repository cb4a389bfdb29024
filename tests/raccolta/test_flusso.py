"""The workflow of a scheda: the whole matrix of states, acts and roles; every guard; the diagram of the docs."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from enti.models.utente import Ruolo
from lessico.flusso import AttoNonConsentito
from patrimonio.models import StatoScheda
from raccolta import flusso
from raccolta.flusso import CERTIFICABILE, SCHEDA, Atto, closed_because
from raccolta.situazione import Attestata, Periodo, Rinviata, Situazione

ORA = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
GIORNO = timedelta(days=1)
COMPILAZIONE, CERTIFICATA = StatoScheda.COMPILAZIONE, StatoScheda.CERTIFICATA
APERTA = Periodo(ORA - GIORNO, ORA + GIORNO)
CHIUSA = Periodo(ORA - 9 * GIORNO, ORA - 4 * GIORNO)
FUTURA = Periodo(ORA + 2 * GIORNO, ORA + 9 * GIORNO)
PRONTA = Situazione(
    adesso=ORA, stato=COMPILAZIONE, chi=2, d_ambito=False, unico_addetto=False, finestre=(APERTA,), iniziata=True
)
RINVIATA = Rinviata(("consistenza",), "Il totale non torna.", "Carla", ORA)
MATRICE = {
    (COMPILAZIONE, Atto.CERTIFICAZIONE, Ruolo.CERTIFICATORE): CERTIFICATA,
    (COMPILAZIONE, Atto.CERTIFICAZIONE, Ruolo.CAPOFILA): CERTIFICATA,
    (CERTIFICATA, Atto.RINVIO, Ruolo.CAPOFILA): COMPILAZIONE,
}


@pytest.mark.parametrize(("stato", "atto", "ruolo"), [*product(StatoScheda, Atto, Ruolo)])
def test_la_matrice(stato, atto, ruolo):
    if (stato, atto, ruolo) in MATRICE:
        assert SCHEDA.find(stato, atto, ruolo).a == MATRICE[stato, atto, ruolo]
        return
    mai = ruolo not in {r for _, a, r in MATRICE if a == atto}
    with pytest.raises(AttoNonConsentito) as rifiuto:
        SCHEDA.find(stato, atto, ruolo)
    [motivo] = rifiuto.value.motivi
    assert motivo.startswith("Questo atto non spetta" if mai else "Questo atto non si può fare: nel frattempo")


@pytest.mark.parametrize(("stato", "ruolo"), [*product(StatoScheda, Ruolo)])
def test_i_pulsanti_sono_le_righe_aperte_al_ruolo(stato, ruolo):
    attesi = [atto for (da, atto, chi) in MATRICE if (da, chi) == (stato, ruolo)]
    assert [passo.atto for passo in SCHEDA.open_to(stato, {ruolo})] == attesi


@pytest.mark.parametrize(
    ("ruolo", "d_ambito", "frase"),
    [
        (Ruolo.CERTIFICATORE, False, None),
        (Ruolo.CERTIFICATORE, True, "La scheda d’ambito la certifica l’ufficio del capofila."),
        (Ruolo.CAPOFILA, True, None),
        (Ruolo.CAPOFILA, False, "La scheda di un ente la certifica l’ente: il capofila può solo rinviarla."),
    ],
)
def test_ognuno_certifica_la_sua(ruolo, d_ambito, frase):
    passo = SCHEDA.find(COMPILAZIONE, Atto.CERTIFICAZIONE, ruolo)
    assert passo.reasons_against(replace(PRONTA, d_ambito=d_ambito)) == ((frase,) if frase else ())


def test_si_rinvia_finche_il_piano_non_e_proposto():
    rinvio = SCHEDA.find(CERTIFICATA, Atto.RINVIO, Ruolo.CAPOFILA)
    assert rinvio.reasons_against(PRONTA) == ()
    for passo in SCHEDA.passi:
        assert flusso.PROPOSTO in passo.reasons_against(replace(PRONTA, chiusa=True))


# the guards: one situazione that passes, one that does not


@pytest.mark.parametrize("guardia", CERTIFICABILE)
def test_una_scheda_pronta_passa(guardia):
    assert guardia(PRONTA) is None


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"finestre": ()}, "Il capofila non ha ancora aperto la raccolta di quest’anno."),
        ({"finestre": (FUTURA,)}, "La raccolta si apre il 17 ottobre 2026, ore 12:00."),
        ({"finestre": (CHIUSA, FUTURA)}, "La raccolta si apre il 17 ottobre 2026, ore 12:00."),
        (
            {"finestre": (CHIUSA,)},
            "La raccolta si è chiusa l’11 ottobre 2026, ore 11:59."
            " Per riaprirla occorre una proroga, che concede il capofila.",
        ),
    ],
)
def test_fuori_finestra(campi, frase):
    fuori = replace(PRONTA, **campi)
    assert flusso.finestra_aperta(fuori) == closed_because(fuori) == frase


@pytest.mark.parametrize(
    "campi",
    [
        {"finestre": (CHIUSA,), "proroga_al": ORA + GIORNO},
        {"finestre": (CHIUSA,), "rinvio": RINVIATA},
        {"finestre": (CHIUSA, APERTA)},
        {"finestre": (Periodo(ORA, ORA + GIORNO),)},
    ],
    ids=["proroga", "rinvio", "seconda finestra", "primo istante"],
)
def test_dentro_finestra(campi):
    assert flusso.finestra_aperta(replace(PRONTA, **campi)) is None


@pytest.mark.parametrize(
    "campi",
    [
        {"finestre": (CHIUSA,), "proroga_al": ORA},
        {"finestre": (Periodo(ORA - GIORNO, ORA),)},
        {"finestre": (FUTURA,), "proroga_al": ORA + GIORNO},
    ],
    ids=["proroga finita", "istante di chiusura", "proroga prima della finestra"],
)
def test_i_confini_della_finestra(campi):
    assert flusso.finestra_aperta(replace(PRONTA, **campi)) is not None


@pytest.mark.parametrize(
    ("guardia", "campi", "frase"),
    [
        (
            flusso.voci_complete,
            {"mancanti": ("consistenza", "esiti")},
            "Da compilare: «Consistenza del patrimonio» e «Unità offerte e assegnate nell’anno precedente»."
            " Dove non c’è nulla da dichiarare si sceglie «nessuna».",
        ),
        (flusso.nulla_in_bozza, {"in_bozza": ("quote", "patrimonio")}, "C’è qualcosa da correggere in Patrimonio e"),
        (flusso.nulla_da_confermare, {"da_confermare": ("consistenza",)}, "Riportata dall’anno prima e da confermare:"),
        (flusso.quattro_occhi, {"compilatori": frozenset({1, 2})}, "Chi ha compilato non certifica:"),
    ],
)
def test_cio_che_impedisce_di_certificare(guardia, campi, frase):
    situazione = replace(PRONTA, **campi)
    assert guardia(situazione).startswith(frase)
    passo = SCHEDA.find(COMPILAZIONE, Atto.CERTIFICAZIONE, Ruolo.CERTIFICATORE)
    assert passo.reasons_against(situazione) == (guardia(situazione),)


def test_tutti_i_motivi_insieme():
    situazione = replace(PRONTA, finestre=(), mancanti=("esiti",), in_bozza=("note",), compilatori=frozenset({2}))
    passo = SCHEDA.find(COMPILAZIONE, Atto.CERTIFICAZIONE, Ruolo.CERTIFICATORE)
    assert len(passo.reasons_against(situazione)) == 4


@pytest.mark.parametrize(
    "campi",
    [{"compilatori": frozenset({1})}, {"compilatori": frozenset({2}), "unico_addetto": True}],
    ids=["un altro ha compilato", "unico addetto"],
)
def test_quattro_occhi(campi):
    assert flusso.quattro_occhi(replace(PRONTA, **campi)) is None


@pytest.mark.parametrize(
    ("celle", "cella", "aperta"),
    [
        (("consistenza",), "consistenza/017166/sap", True),
        (("consistenza",), "consistenza/-/nota", True),
        (("consistenza/017166/sap",), "consistenza/017166/sap", True),
        (("consistenza/017166/sap",), "consistenza/017166/sas", False),
        (("consistenza",), "esiti/-/offerte", False),
        (("liberazioni",), "libere/017166/unita", True),
        (("libere",), "liberazioni/017166/unita", False),
        (("libere",), "avvicendamento/017166/unita", False),
    ],
)
def test_che_cosa_apre_un_rinvio(celle, cella, aperta):
    assert replace(RINVIATA, celle=celle).opens(cella) is aperta


def test_una_certificazione_non_e_un_ostacolo():
    """Certified, sent back: what is asked is the same as the first time."""
    prima = Attestata(1, "Anna", "dirigente", ORA, "a" * 64)
    di_nuovo = replace(PRONTA, certificazione=prima, rinvio=RINVIATA, finestre=(CHIUSA,))
    assert SCHEDA.find(COMPILAZIONE, Atto.CERTIFICAZIONE, Ruolo.CERTIFICATORE).reasons_against(di_nuovo) == ()


def test_il_disegno_della_documentazione():
    testo = (Path(__file__).resolve().parents[2] / "docs" / "flussi.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{SCHEDA.to_mermaid()}\n```" in testo
