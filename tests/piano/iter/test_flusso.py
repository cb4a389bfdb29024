"""The workflow of the plan: the whole matrix of states, acts and roles; every guard; the diagram of the docs."""

from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from enti.models.utente import Ruolo
from lessico.flusso import AttoNonConsentito
from lessico.regola import Gravita, Segnalazione
from piano.iter import flusso
from piano.iter.atti import VERSIONI
from piano.iter.cambiate import Riapertura
from piano.iter.effetti import EFFETTI
from piano.iter.flusso import PIANO, Atto
from piano.iter.forms import MODULI
from piano.iter.parole import ATTESE, ATTI, SLUG, TAPPE
from piano.iter.situazione import ParereLetto, Situazione
from piano.models import StatoPiano
from raccolta.lettura.registrati import ATTI as REGISTRATI

S, A, CAPOFILA = StatoPiano, Atto, Ruolo.CAPOFILA
MATRICE = {
    (S.RACCOLTA, A.CHIUSURA, CAPOFILA): S.VERIFICA,
    (S.VERIFICA, A.RIAPERTURA, CAPOFILA): S.RACCOLTA,
    (S.VERIFICA, A.PROPOSTA, CAPOFILA): S.PROPOSTA,
    (S.PROPOSTA, A.RICHIESTA, CAPOFILA): S.PARERE,
    (S.PROPOSTA, A.INVIO, CAPOFILA): S.ASSEMBLEA,
    (S.PARERE, A.PARERE, Ruolo.PARERE): S.PARERE,
    (S.PARERE, A.PARERE, CAPOFILA): S.PARERE,
    (S.PARERE, A.INVIO, CAPOFILA): S.ASSEMBLEA,
    (S.ASSEMBLEA, A.APPROVAZIONE, CAPOFILA): S.APPROVATO,
    (S.ASSEMBLEA, A.MODIFICHE, CAPOFILA): S.MODIFICHE,
    (S.MODIFICHE, A.APPROVAZIONE, CAPOFILA): S.APPROVATO,
    (S.MODIFICHE, A.NESSUNA_MODIFICA, CAPOFILA): S.ASSEMBLEA,
    **{(da, A.DICHIARAZIONE, CAPOFILA): da for da in (S.VERIFICA, S.MODIFICHE)},
    **{(da, A.RITIRO, CAPOFILA): S.VERIFICA for da in (S.PROPOSTA, S.PARERE, S.ASSEMBLEA, S.MODIFICHE)},
    (S.APPROVATO, A.PUBBLICAZIONE, CAPOFILA): S.PUBBLICATO,
    (S.PUBBLICATO, A.TRASMISSIONE, CAPOFILA): S.TRASMESSO,
    **{(da, A.PRESA_ATTO, CAPOFILA): da for da in (S.APPROVATO, S.PUBBLICATO, S.TRASMESSO)},
    **{(da, A.RETTIFICA, CAPOFILA): S.VERIFICA for da in (S.APPROVATO, S.PUBBLICATO, S.TRASMESSO)},
}
DATO = ParereLetto(aler="a", nome="ALER", pk=1, esito="positivo", data=date(2026, 1, 1), protocollo="1", attuale=True)
CHIESTO = ParereLetto(aler="a", nome="ALER", pk=1, richiesto_il=date(2026, 1, 1))
LIBERA = Situazione(stato=S.VERIFICA, oggi=date(2026, 1, 10), pareri=(DATO,))
INTATTO = Riapertura(motivo="Si alza la soglia.", votata=True, quando=date(2026, 1, 9), da=2, dichiarate=("f) Soglia",))
CAMBIATO = replace(INTATTO, cambiate=("f) Soglia",))
DI_PIU = replace(INTATTO, cambiate=("Premessa", "f) Soglia"), non_dichiarate=("Premessa",))
ROTTA = Segnalazione(
    regola="GOV-04",
    norma="",
    gravita=Gravita.DA_MOTIVARE,
    celle=(),
    perche="I contenuti sono cambiati.",
    cosa_fare="",
    impronta="",
    atti=("assemblea",),
)


@pytest.mark.parametrize(("stato", "atto", "ruolo"), [*product(StatoPiano, Atto, Ruolo)])
def test_la_matrice(stato, atto, ruolo):
    if (stato, atto, ruolo) in MATRICE:
        assert PIANO.find(stato, atto, ruolo).a == MATRICE[stato, atto, ruolo]
        return
    mai = ruolo not in {r for _, a, r in MATRICE if a == atto}
    with pytest.raises(AttoNonConsentito) as rifiuto:
        PIANO.find(stato, atto, ruolo)
    assert rifiuto.value.motivi[0].startswith("Questo atto non spetta" if mai else "Questo atto non si può fare")


def test_ogni_atto_ha_modulo_effetto_parole_e_frase_nel_registro():
    assert {*EFFETTI} == {*MODULI} == {*ATTI} == {*SLUG.values()} == {*Atto}
    assert {*VERSIONI} <= {*Atto}
    assert {atto.value for atto in Atto} <= REGISTRATI.keys()
    assert {stato for stato, _ in TAPPE} == {*ATTESE} == {*StatoPiano}


@pytest.mark.parametrize(
    ("guardia", "cambia", "frase"),
    [
        (flusso.raccolta_conclusa, {}, None),
        (
            flusso.raccolta_conclusa,
            {"aperta_fino": datetime(2026, 2, 1, tzinfo=UTC), "non_certificate": ("Rovato",)},
            "manca ancora la certificazione di: Rovato",
        ),
        (flusso.si_compone, {}, None),
        (flusso.si_compone, {"guasto": "il riferimento non c’è."}, "non si può ancora scrivere: il riferimento"),
        (flusso.testi_riletti, {}, None),
        (flusso.testi_riletti, {"da_rivedere": ("Premessa",)}, "ancora da rivedere: «Premessa»."),
        (flusso.tutte_certificate, {}, None),
        (flusso.tutte_certificate, {"non_certificate": ("Rovato",)}, "Manca la certificazione di: Rovato."),
        (flusso.proponibile, {}, None),
        (
            flusso.proponibile,
            {"rilievi": (replace(ROTTA, atti=("proposta",), gravita=Gravita.BLOCCANTE),)},
            "c’è da correggere: I contenuti",
        ),
        (flusso.proponibile, {"rilievi": (replace(ROTTA, atti=("proposta",), regola="GOV-03"),)}, None),
        (flusso.c_e_un_aler, {}, None),
        (flusso.c_e_un_aler, {"pareri": ()}, "non c’è un’ALER"),
        (flusso.nessun_parere_da_chiedere, {}, None),
        (flusso.nessun_parere_da_chiedere, {"pareri": (CHIESTO,)}, "Prima si chiede il parere di: ALER."),
        (flusso.pareri_acquisiti, {}, None),
        (flusso.pareri_acquisiti, {"pareri": (replace(CHIESTO, in_deroga=True),)}, None),
        (
            flusso.pareri_acquisiti,
            {"pareri": (replace(DATO, protocollo=""),)},
            "Il parere non è acquisito: di ALER manca il protocollo.",
        ),
        (flusso.contenuti_sentiti, {}, None),
        (
            flusso.contenuti_sentiti,
            {"rilievi": (replace(ROTTA, si_motiva=True),)},
            "scrivendone il motivo",
        ),
        (flusso.contenuti_sentiti, {"rilievi": (ROTTA,)}, "c’è da spiegare: I contenuti"),
        (flusso.modifiche_scritte, {"riapertura": CAMBIATO}, None),
        (flusso.modifiche_scritte, {"riapertura": INTATTO}, "Il piano è ancora quello proposto"),
        (flusso.nessuna_modifica_scritta, {"riapertura": INTATTO}, None),
        (flusso.nessuna_modifica_scritta, {"riapertura": CAMBIATO}, "Qualcosa è già cambiato: «f) Soglia»."),
        (flusso.parti_dichiarate, {}, None),
        (flusso.parti_dichiarate, {"riapertura": CAMBIATO}, None),
        (flusso.parti_dichiarate, {"riapertura": DI_PIU}, "parti che non erano dichiarate: «Premessa»."),
        (flusso.qualcosa_da_dichiarare, {"riapertura": DI_PIU}, None),
        (flusso.qualcosa_da_dichiarare, {}, "Tutto ciò che cambia è già dichiarato."),
        (flusso.rinvii_conclusi, {}, None),
        (flusso.rinvii_conclusi, {"rinviate": ("Rovato",)}, "certificata di nuovo la scheda di: Rovato."),
        (flusso.stessi_contenuti, {}, None),
        (flusso.stessi_contenuti, {"rilievi": (ROTTA,)}, "c’è da spiegare: I contenuti sono cambiati."),
    ],
)
def test_le_condizioni(guardia, cambia, frase):
    detta = guardia(replace(LIBERA, **cambia))
    assert detta is None if frase is None else frase in (detta or "")


def test_di_molti_si_nominano_i_primi():
    assert flusso.name_few(["A", "B"]) == "A e B"
    assert flusso.name_few([*"ABCDEFGH"]) == "A, B, C, D, E e altri 3"


def test_ogni_condizione_della_tabella_ha_la_sua_prova():
    provate = {caso[0] for caso in test_le_condizioni.pytestmark[0].args[1]}
    assert {guardia for passo in PIANO.passi for guardia in passo.se} == provate


def test_il_disegno_e_quello_della_tabella():
    documento = (Path(__file__).parents[3] / "docs" / "flussi.md").read_text(encoding="utf-8")
    assert PIANO.to_mermaid() in documento
