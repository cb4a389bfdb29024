"""The workflow of a scheda: who certifies and who sends back, and on what conditions."""

from enum import StrEnum
from typing import Final

from enti.models.utente import Ruolo
from lessico import italiano, norme
from lessico.flusso import Flusso, Passo
from lessico.regola import Gravita
from patrimonio.models import StatoScheda
from raccolta.quadri import QUADRI, VOCI
from raccolta.situazione import Situazione


class Atto(StrEnum):
    """What a person does to a scheda with legal effect."""

    CERTIFICAZIONE = "certificazione"
    RINVIO = "rinvio"


def scheda_di_ente(s: Situazione) -> str | None:
    """The scheda d'ambito has another certifier."""
    return "La scheda d’ambito la certifica l’ufficio del capofila." if s.d_ambito else None


def scheda_d_ambito(s: Situazione) -> str | None:
    """The scheda of an ente is certified by the ente."""
    return None if s.d_ambito else "La scheda di un ente la certifica l’ente: il capofila può solo rinviarla."


PROPOSTO: Final = (
    "Il piano è già proposto e i suoi dati non cambiano: per correggerli il capofila ritira la proposta, registra le "
    "modifiche votate dall’Assemblea o, dopo l’approvazione, apre una rettifica."
)


def piano_in_raccolta(s: Situazione) -> str | None:
    """Once the plan is proposed its data are those that will be voted."""
    return PROPOSTO if s.chiusa else None


def finestra_aperta(s: Situazione) -> str | None:
    """Outside the windows nothing is certified, unless the capofila has sent the scheda back."""
    if s.chiusa:
        return PROPOSTO
    return None if s.rinvio or s.open_until else closed_because(s)


def closed_because(s: Situazione) -> str:
    """Why the scheda can only be read, and how it can be written again."""
    if s.next_opening:
        return f"La raccolta si apre {italiano.momento('il', s.next_opening)}."
    if s.last_closing:
        chiusa = f"La raccolta si è chiusa {italiano.scadenza('il', s.last_closing)}."
        return f"{chiusa} Per riaprirla occorre una proroga, che concede il capofila."
    return "Il capofila non ha ancora aperto la raccolta di quest’anno."


def voci_complete(s: Situazione) -> str | None:
    """Every voce is valued, declared nil or not applicable (l.r. 16/2016, art. 6, c. 2)."""
    if not s.mancanti:
        return None
    nomi = italiano.elenco([f"«{VOCI[voce].nome}»" for voce in s.mancanti])
    return f"Da compilare: {nomi}. Dove non c’è nulla da dichiarare si sceglie «nessuna»."


def nulla_in_bozza(s: Situazione) -> str | None:
    """What was typed and is no value yet would be left out of what is certified."""
    titoli = [quadro.titolo for quadro in QUADRI if quadro.codice in s.in_bozza]
    return f"C’è qualcosa da correggere in {italiano.elenco(titoli)}." if titoli else None


def nulla_da_confermare(s: Situazione) -> str | None:
    """What was carried over from last year is confirmed, voce by voce."""
    if not s.da_confermare:
        return None
    nomi = italiano.elenco([f"«{VOCI[voce].nome}»" for voce in s.da_confermare])
    return f"Riportata dall’anno prima e da confermare: {nomi}."


def nessun_blocco(s: Situazione) -> str | None:
    """No rule finds what cannot be."""
    return _in_the_way(s, Gravita.BLOCCANTE, "Prima di certificare c’è da correggere")


def tutto_motivato(s: Situazione) -> str | None:
    """What is unusual is explained in writing."""
    return _in_the_way(s, Gravita.DA_MOTIVARE, "Prima di certificare c’è da spiegare")


def _in_the_way(s: Situazione, gravita: Gravita, inizio: str) -> str | None:
    trovati = [trovata.perche for trovata in s.to_solve(gravita)]
    return f"{inizio}: {' '.join(trovati)}" if trovati else None


def quattro_occhi(s: Situazione) -> str | None:
    """Who compiled does not certify, unless the ente has one clerk only."""
    if s.chi not in s.compilatori or s.unico_addetto:
        return None
    return "Chi ha compilato non certifica: certifica un’altra persona, o l’ente si fa segnare come «unico addetto»."


CERTIFICABILE: Final = (
    *(finestra_aperta, voci_complete, nulla_in_bozza, nulla_da_confermare),
    *(nessun_blocco, tutto_motivato, quattro_occhi),
)
"""What every certification asks for."""

SCHEDA: Final = Flusso[Situazione](
    (
        Passo(
            StatoScheda.COMPILAZIONE,
            Atto.CERTIFICAZIONE,
            StatoScheda.CERTIFICATA,
            Ruolo.CERTIFICATORE,
            norme.RICOGNIZIONE,
            se=(scheda_di_ente, *CERTIFICABILE),
        ),
        Passo(
            StatoScheda.COMPILAZIONE,
            Atto.CERTIFICAZIONE,
            StatoScheda.CERTIFICATA,
            Ruolo.CAPOFILA,
            norme.RICOGNIZIONE,
            se=(scheda_d_ambito, *CERTIFICABILE),
        ),
        Passo(
            StatoScheda.CERTIFICATA,
            Atto.RINVIO,
            StatoScheda.COMPILAZIONE,
            Ruolo.CAPOFILA,
            norme.RICOGNIZIONE,
            se=(piano_in_raccolta,),
        ),
    )
)
