"""The workflow of the plan: from the collection to the publication, who takes each step, on what conditions."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from enti.models.utente import Ruolo
from lessico import italiano, norme
from lessico.flusso import Flusso, Passo
from lessico.regola import Gravita
from piano.iter.situazione import Situazione
from piano.models import StatoPiano


class Atto(StrEnum):
    """What a person does to a plan with legal effect, or on its way there."""

    CHIUSURA = "chiusura della raccolta"
    RIAPERTURA = "ritorno alla raccolta"
    PROPOSTA = "proposta"
    RICHIESTA = "richiesta del parere"
    PARERE = "parere"
    INVIO = "invio all’Assemblea"
    RITIRO = "ritiro"
    APPROVAZIONE = "approvazione"
    MODIFICHE = "approvazione con modifiche"
    NESSUNA_MODIFICA = "ritorno all’Assemblea"
    DICHIARAZIONE = "dichiarazione delle parti che cambiano"
    PRESA_ATTO = "presa d’atto"
    PUBBLICAZIONE = "pubblicazione"
    TRASMISSIONE = "trasmissione"
    RETTIFICA = "rettifica"


POCHI: Final = 6
"""Up to how many are named one by one."""


def name_few(nomi: Sequence[str]) -> str:
    """«Rovato e Chiari»; of many, the first and how many more there are."""
    if len(nomi) <= POCHI:
        return italiano.elenco(nomi)
    altri = len(nomi) - POCHI + 1
    return f"{', '.join(nomi[: POCHI - 1])} e altri {altri}"


def raccolta_conclusa(s: Situazione) -> str | None:
    """While a window is open somebody may still certify."""
    if s.aperta_fino and s.non_certificate:
        fino = italiano.scadenza("al", s.aperta_fino)
        nomi = name_few(s.non_certificate)
        return f"La raccolta è aperta fino {fino}, e manca ancora la certificazione di: {nomi}."
    return None


def si_compone(s: Situazione) -> str | None:
    """A plan that cannot be written cannot be proposed."""
    return f"Il documento non si può ancora scrivere: {s.guasto}" if s.guasto else None


def tutte_certificate(s: Situazione) -> str | None:
    """Every ente certified its data, or the capofila says why it goes ahead (l.r. 16/2016, art. 6, c. 2)."""
    if not s.non_certificate:
        return None
    nomi = name_few(s.non_certificate)
    return f"Manca la certificazione di: {nomi}. Si può procedere lo stesso, scrivendone il motivo."


def testi_riletti(s: Situazione) -> str | None:
    """What was carried over from last year is read again before it is proposed as this year's."""
    nomi = italiano.elenco(f"«{titolo}»" for titolo in s.da_rivedere)
    return f"Riportati dall’anno prima e ancora da rivedere: {nomi}." if s.da_rivedere else None


def proponibile(s: Situazione) -> str | None:
    """No rule on the plan stands in the way; certifications have their own sentence."""
    return _findings(s, StatoPiano.PROPOSTA, tranne="GOV-03")


def c_e_un_aler(s: Situazione) -> str | None:
    """An opinion is asked of an ALER."""
    return None if s.pareri else "Nell’ambito non c’è un’ALER a cui chiedere il parere: si manda all’Assemblea."


def nessun_parere_da_chiedere(s: Situazione) -> str | None:
    """Straight to the Assembly: where there is no ALER, or it has already been heard."""
    mancano = [p.nome for p in s.pareri if p.mancano and not p.in_deroga]
    return f"Prima si chiede il parere di: {italiano.elenco(mancano)}." if mancano else None


def pareri_acquisiti(s: Situazione) -> str | None:
    """Of every opinion the outcome, the day and the protocol are known, or the capofila says why it goes ahead."""
    mancanti = [p for p in s.pareri if p.mancano and not p.in_deroga]
    if not mancanti:
        return None
    che_cosa = "; ".join(f"di {p.nome} {_are_missing(p.mancano)}" for p in mancanti)
    return f"Il parere non è acquisito: {che_cosa}. Si può procedere lo stesso, scrivendone il motivo."


def _are_missing(nomi: Sequence[str]) -> str:
    return f"{'manca' if len(nomi) == 1 else 'mancano'} {italiano.elenco(nomi)}"


def stessi_contenuti(s: Situazione) -> str | None:
    """What the ALER has heard is what the Assembly votes, or the difference is explained."""
    return _findings(s, StatoPiano.ASSEMBLEA)


def contenuti_sentiti(s: Situazione) -> str | None:
    """The same at the vote, where the reason stands in the form of the act."""
    trovati = s.in_the_way(StatoPiano.ASSEMBLEA)
    if not trovati or not all(rilievo.si_motiva for rilievo in trovati):
        return stessi_contenuti(s)
    return f"{' '.join(r.perche for r in trovati)} Si può procedere lo stesso, scrivendone il motivo."


def modifiche_scritte(s: Situazione) -> str | None:
    """What the Assembly changed is in the plan before the plan is stored as it voted it."""
    if s.cambiate:
        return None
    return "Il piano è ancora quello proposto: le modifiche votate vanno prima scritte nei testi e nei dati."


def nessuna_modifica_scritta(s: Situazione) -> str | None:
    """Back to what was sent: nothing of it may have been changed meanwhile."""
    nomi = name_few([f"«{titolo}»" for titolo in s.cambiate])
    return f"Qualcosa è già cambiato: {nomi}. Va riportato com’era, oppure si ritira la proposta." if nomi else None


def parti_dichiarate(s: Situazione) -> str | None:
    """Of a plan that is opened again only the parts that were named change."""
    nomi = name_few([f"«{titolo}»" for titolo in s.non_dichiarate])
    return f"Cambiano anche parti che non erano dichiarate: {nomi}." if nomi else None


def qualcosa_da_dichiarare(s: Situazione) -> str | None:
    """The declaration is completed with what has changed, and with nothing else."""
    return None if s.non_dichiarate else "Tutto ciò che cambia è già dichiarato."


def rinvii_conclusi(s: Situazione) -> str | None:
    """What was sent back for a change that was voted is certified again before the plan is stored."""
    nomi = name_few(s.rinviate)
    return f"Si aspetta che sia certificata di nuovo la scheda di: {nomi}." if nomi else None


def _findings(s: Situazione, atto: str, tranne: str = "") -> str | None:
    trovati = [r for r in s.in_the_way(atto) if r.regola != tranne]
    if not trovati:
        return None
    verbo = "correggere" if any(r.gravita is Gravita.BLOCCANTE for r in trovati) else "spiegare"
    return f"Nei controlli sul piano c’è da {verbo}: {' '.join(r.perche for r in trovati)}"


CAPOFILA, ALER = Ruolo.CAPOFILA, Ruolo.PARERE
S = StatoPiano

PIANO: Final = Flusso[Situazione](
    (
        Passo(S.RACCOLTA, Atto.CHIUSURA, S.VERIFICA, CAPOFILA, norme.RICOGNIZIONE, se=(raccolta_conclusa,)),
        Passo(S.VERIFICA, Atto.RIAPERTURA, S.RACCOLTA, CAPOFILA, norme.RICOGNIZIONE),
        Passo(
            S.VERIFICA,
            Atto.PROPOSTA,
            S.PROPOSTA,
            CAPOFILA,
            norme.PIANO_ANNUALE,
            se=(si_compone, testi_riletti, tutte_certificate, proponibile, parti_dichiarate),
        ),
        Passo(S.PROPOSTA, Atto.RICHIESTA, S.PARERE, CAPOFILA, norme.PARERE_ALER, se=(c_e_un_aler,)),
        Passo(
            S.PROPOSTA,
            Atto.INVIO,
            S.ASSEMBLEA,
            CAPOFILA,
            norme.APPROVAZIONE,
            se=(nessun_parere_da_chiedere, stessi_contenuti),
        ),
        Passo(S.PARERE, Atto.PARERE, S.PARERE, ALER, norme.PARERE_ALER),
        Passo(S.PARERE, Atto.PARERE, S.PARERE, CAPOFILA, norme.PARERE_ALER),
        Passo(S.PARERE, Atto.INVIO, S.ASSEMBLEA, CAPOFILA, norme.APPROVAZIONE, se=(pareri_acquisiti, stessi_contenuti)),
        Passo(S.ASSEMBLEA, Atto.APPROVAZIONE, S.APPROVATO, CAPOFILA, norme.APPROVAZIONE, se=(contenuti_sentiti,)),
        Passo(S.ASSEMBLEA, Atto.MODIFICHE, S.MODIFICHE, CAPOFILA, norme.APPROVAZIONE),
        Passo(
            S.MODIFICHE,
            Atto.APPROVAZIONE,
            S.APPROVATO,
            CAPOFILA,
            norme.APPROVAZIONE,
            se=(modifiche_scritte, rinvii_conclusi, parti_dichiarate, si_compone, proponibile, contenuti_sentiti),
        ),
        Passo(
            S.MODIFICHE,
            Atto.NESSUNA_MODIFICA,
            S.ASSEMBLEA,
            CAPOFILA,
            norme.APPROVAZIONE,
            se=(nessuna_modifica_scritta,),
        ),
        *(
            Passo(da, Atto.DICHIARAZIONE, da, CAPOFILA, norme.APPROVAZIONE, se=(qualcosa_da_dichiarare,))
            for da in (S.VERIFICA, S.MODIFICHE)
        ),
        *(
            Passo(da, Atto.RITIRO, S.VERIFICA, CAPOFILA, norme.PIANO_ANNUALE)
            for da in (S.PROPOSTA, S.PARERE, S.ASSEMBLEA, S.MODIFICHE)
        ),
        Passo(S.APPROVATO, Atto.PUBBLICAZIONE, S.PUBBLICATO, CAPOFILA, norme.DATI_APERTI),
        Passo(S.PUBBLICATO, Atto.TRASMISSIONE, S.TRASMESSO, CAPOFILA, norme.PIANO_ANNUALE),
        *(
            Passo(da, Atto.PRESA_ATTO, da, CAPOFILA, norme.APPROVAZIONE)
            for da in (S.APPROVATO, S.PUBBLICATO, S.TRASMESSO)
        ),
        *(
            Passo(da, Atto.RETTIFICA, S.VERIFICA, CAPOFILA, norme.PIANO_ANNUALE)
            for da in (S.APPROVATO, S.PUBBLICATO, S.TRASMESSO)
        ),
    )
)
"""In the order of the year."""
