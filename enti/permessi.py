"""Who may do what: one table, asked by every page and act, and printed as it is on the page of the permissions."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from enti.isolamento import Incarichi
from enti.models import Incarico
from enti.models.utente import RUOLI_AMBITO, Ruolo
from lessico import italiano
from lessico.flusso import AttoNonConsentito

CAPOFILA, COMPILATORE, CERTIFICATORE = Ruolo.CAPOFILA, Ruolo.COMPILATORE, Ruolo.CERTIFICATORE
PARERE, ASSEMBLEA, LETTURA = Ruolo.PARERE, Ruolo.ASSEMBLEA, Ruolo.LETTURA
DELL_ENTE: Final = (LETTURA, COMPILATORE, CERTIFICATORE, PARERE)


class Azione(StrEnum):
    """What somebody may want to do."""

    LETTURA_SCHEDA = "lettura_scheda"
    COMPILAZIONE = "compilazione"
    ALLOGGI = "alloggi"
    CERTIFICAZIONE = "certificazione"
    DOMANDA = "domanda"
    UFFICIO = "ufficio"
    RINVIO = "rinvio"
    LETTURA_SCHEDA_AMBITO = "lettura_scheda_ambito"
    COMPILAZIONE_AMBITO = "compilazione_ambito"
    CERTIFICAZIONE_AMBITO = "certificazione_ambito"
    CRUSCOTTO = "cruscotto"
    CONTROLLI = "controlli"
    COMPOSIZIONE = "composizione"
    ARCHIVIO = "archivio"
    RICOGNIZIONE = "ricognizione"
    ITER = "iter"
    PARERE = "parere"
    LETTURA_BOZZA = "lettura_bozza"
    LETTURA_PIANO = "lettura_piano"
    CONFRONTO = "confronto"
    FASCICOLO = "fascicolo"
    INVITO_COMPILATORE = "invito_compilatore"
    INVITO = "invito"


class Permesso(Struct, frozen=True):
    """A line of the table: the roles of an ente do it for their own ente, those of the ambito for all of it.

    What is ``dell_ambito`` (its scheda, its plan) has no ente: those of an ente do it for the ambiti it belongs to.
    """

    azione: Azione
    nome: str
    ruoli: tuple[Ruolo, ...]
    dell_ambito: bool = False

    def word_for(self, ruolo: Ruolo) -> str:
        """Whether a role may, and where, as the page of the permissions says it."""
        if ruolo not in self.ruoli:
            return "no"
        if ruolo in RUOLI_AMBITO:
            return "sì, per tutto l’ambito"
        return "sì, per l’ambito dell’ente" if self.dell_ambito else "sì, per il proprio ente"


PERMESSI: Final = (
    Permesso(
        Azione.LETTURA_SCHEDA, "Legge la scheda di un ente, la sua storia e i suoi allegati", (*DELL_ENTE, CAPOFILA)
    ),
    Permesso(Azione.COMPILAZIONE, "Compila la scheda, in una finestra aperta", (COMPILATORE,)),
    Permesso(Azione.ALLOGGI, "Tiene il registro degli alloggi dell’ente", (COMPILATORE,)),
    Permesso(Azione.CERTIFICAZIONE, "Certifica la scheda", (CERTIFICATORE,)),
    Permesso(Azione.DOMANDA, "Chiede e risponde su un valore della scheda", (COMPILATORE, CERTIFICATORE, CAPOFILA)),
    Permesso(Azione.UFFICIO, "Scrive d’ufficio nella scheda di un ente, con un motivo", (CAPOFILA,)),
    Permesso(Azione.RINVIO, "Rinvia all’ente una scheda certificata, con un motivo", (CAPOFILA,)),
    Permesso(Azione.LETTURA_SCHEDA_AMBITO, "Legge la scheda d’ambito", (*DELL_ENTE, CAPOFILA), dell_ambito=True),
    Permesso(Azione.COMPILAZIONE_AMBITO, "Compila la scheda d’ambito", (CAPOFILA,)),
    Permesso(Azione.CERTIFICAZIONE_AMBITO, "Certifica la scheda d’ambito", (CAPOFILA,)),
    Permesso(Azione.CRUSCOTTO, "Vede a che punto è ogni ente e manda i solleciti", (CAPOFILA,)),
    Permesso(Azione.CONTROLLI, "Legge i controlli di tutti gli enti, e spiega quelli sul piano", (CAPOFILA,)),
    Permesso(Azione.COMPOSIZIONE, "Scrive i testi del piano, e ne ordina lo schema", (CAPOFILA,)),
    Permesso(Azione.ARCHIVIO, "Scarica l’archivio di un piano, con tutto ciò che lo riguarda", (CAPOFILA,)),
    Permesso(Azione.RICOGNIZIONE, "Apre l’anno, le finestre e le proroghe; registra le integrazioni", (CAPOFILA,)),
    Permesso(Azione.ITER, "Porta avanti il piano: proposta, Assemblea, approvazione, pubblicazione", (CAPOFILA,)),
    Permesso(Azione.PARERE, "Dà il parere della propria ALER; il capofila registra quello avuto", (PARERE, CAPOFILA)),
    Permesso(
        Azione.LETTURA_BOZZA,
        "Legge la bozza del piano mentre si raccolgono i dati",
        (*DELL_ENTE, CAPOFILA),
        dell_ambito=True,
    ),
    Permesso(
        Azione.LETTURA_PIANO,
        "Legge il piano da quando è proposto",
        (*DELL_ENTE, ASSEMBLEA, CAPOFILA),
        dell_ambito=True,
    ),
    Permesso(
        Azione.CONFRONTO,
        "Legge le versioni conservate del piano e le confronta",
        (PARERE, ASSEMBLEA, CAPOFILA),
        dell_ambito=True,
    ),
    Permesso(
        Azione.FASCICOLO,
        "Legge la sintesi e il fascicolo per l’Assemblea, da quando il piano è proposto",
        (PARERE, ASSEMBLEA, CAPOFILA),
        dell_ambito=True,
    ),
    Permesso(Azione.INVITO_COMPILATORE, "Invita chi compila per il proprio ente", (CERTIFICATORE, PARERE, CAPOFILA)),
    Permesso(Azione.INVITO, "Invita chiunque, e nomina chi certifica", (CAPOFILA,)),
)

_RUOLI: Final = {permesso.azione: permesso.ruoli for permesso in PERMESSI}


def find_incarico(chi: Incarichi, azione: Azione, *, ambito: int, ente: str | None = None) -> Incarico | None:
    """The incarico by which somebody may do this to what is of an ente, or of an ambito; None when there is none."""
    return next((incarico for incarico in chi.tutti if _allows(chi, incarico, azione, ambito, ente)), None)


def _allows(chi: Incarichi, incarico: Incarico, azione: Azione, ambito: int, ente: str | None) -> bool:
    if incarico.ruolo not in _RUOLI[azione]:
        return False
    if incarico.ruolo in RUOLI_AMBITO:
        return incarico.ambito_id == ambito
    return incarico.ente_id == ente if ente else ambito in chi.adesioni.get(incarico.ente_id or "", ())


def require(chi: Incarichi, azione: Azione, *, ambito: int, ente: str | None = None) -> Incarico:
    """The incarico by which somebody may do this; raises AttoNonConsentito, which says whose task it is."""
    if incarico := find_incarico(chi, azione, ambito=ambito, ente=ente):
        return incarico
    permesso = next(permesso for permesso in PERMESSI if permesso.azione is azione)
    ruoli = italiano.elenco([f"«{ruolo.label}»" for ruolo in permesso.ruoli])
    raise AttoNonConsentito(f"{permesso.nome}: spetta a chi ha l’incarico {ruoli}.")
