"""PianoSnapshot: everything the document says, as one immutable value in two parts, contenuti and busta."""

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from lessico.regime import Regime
from raccolta.valori import SchedaCongelata

SNAPSHOT_VERSIONE: Final = 1


class ComuneCongelato(Struct, frozen=True):
    """A comune named in the plan, with its population where it is known."""

    istat: str
    nome: str
    provincia: str
    fascia: str = ""
    abitanti: int | None = None


class EnteCongelato(Struct, frozen=True):
    """An ente of the ambito. ``comuni`` are the ISTAT codes of its territory: its own, or a union's."""

    slug: str
    tipo: str
    nome: str
    comuni: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    sede: str = ""
    unico_addetto: bool = False


class DesignazioneCongelata(Struct, frozen=True):
    """Who was designated for what: capofila or support."""

    ruolo: str
    ente: str
    nome: str
    organo: str
    data: date
    atto: str


class FinestraCongelata(Struct, frozen=True):
    """A window by its days, the last one included."""

    dal: date
    al: date
    motivo: str
    canale: str


class ProrogaCongelata(Struct, frozen=True):
    """More time for an ente, to a day included."""

    ente: str
    al: date
    motivo: str
    atto: str


class IntegrazioneCongelata(Struct, frozen=True):
    """Data that came outside the windows."""

    ente: str
    mittenti: str
    ricevuta_il: date | None
    canale: str
    protocollo: str


class Uscita(Struct, frozen=True):
    """An ente that left the ambito, with its last day."""

    nome: str
    tipo: str
    al: date


class Testata(Struct, frozen=True, kw_only=True):
    """Who and when: the ambito, the year, the members, the survey."""

    ambito: str
    ambito_nome: str
    organo: str
    dimostrazione: bool
    anno: int
    tipo: str
    enti: tuple[EnteCongelato, ...]
    altri_enti: tuple[EnteCongelato, ...] = ()
    comuni: tuple[ComuneCongelato, ...]
    usciti: tuple[Uscita, ...] = ()
    designazioni: tuple[DesignazioneCongelata, ...] = ()
    finestre: tuple[FinestraCongelata, ...] = ()
    proroghe: tuple[ProrogaCongelata, ...] = ()
    integrazioni: tuple[IntegrazioneCongelata, ...] = ()


class RigaCongelata(Struct, frozen=True):
    """One line of the schema: what is printed, under which letter and heading. ``titolo`` may hold tokens."""

    codice: str
    lettera: str
    titolo: str
    sezione: str
    voci: tuple[str, ...]


class CapitoloCongelato(Struct, frozen=True):
    """The prose of a line of the schema, in Markdown with tokens."""

    codice: str
    testo: str


class EntePrecedente(Struct, frozen=True):
    """What an ente certified the year before: dwellings by type and SAP units available."""

    ente: str
    nome: str
    sap: int | None
    sas: int | None
    altro: int | None
    assegnabili: int | None

    @property
    def totale(self) -> int | None:
        """Dwellings of every type; None when nothing was certified."""
        noti = [valore for valore in (self.sap, self.sas, self.altro) if valore is not None]
        return sum(noti) if noti else None


class AnnoPrecedente(Struct, frozen=True):
    """The year before, for comparison: only what was certified."""

    anno: int
    enti: tuple[EntePrecedente, ...]


class MotivazioneCongelata(Struct, frozen=True):
    """The written reason of a finding; ``ente`` is empty for the scheda d'ambito, and when it concerns the plan.

    ``rilievo`` is what was found, in the words that were read. Those on the schede belong to the contenuti; those on
    how the plan is made, to the busta.
    """

    ente: str
    regola: str
    rilievo: str
    celle: tuple[str, ...]
    testo: str
    autore: str
    data: date


class Contenuti(Struct, frozen=True, kw_only=True):
    """What the ALER hears and the Assembly votes. No key of a database, no clock, no setting."""

    versione: int = SNAPSHOT_VERSIONE
    testata: Testata
    schede: tuple[SchedaCongelata, ...]
    scheda_ambito: SchedaCongelata | None
    capitoli: tuple[CapitoloCongelato, ...]
    schema: tuple[RigaCongelata, ...]
    regime: Regime
    motivazioni: tuple[MotivazioneCongelata, ...] = ()
    precedente: AnnoPrecedente | None = None


class CertificazioneCongelata(Struct, frozen=True):
    """Who certified a scheda, and its impronta."""

    numero: int
    nome: str
    ruolo: str
    unico_addetto: bool
    quando: datetime
    impronta: str


class FonteScheda(Struct, frozen=True):
    """Where the values of a scheda come from: with no certification they are the live ones."""

    ente: str
    completa: bool
    origini: tuple[str, ...]
    certificazione: CertificazioneCongelata | None = None


class ParereCongelato(Struct, frozen=True):
    """The opinion of an ALER."""

    aler: str
    esito: str
    data: date | None
    protocollo: str
    condizioni: str
    impronta_contenuti: str
    osservazioni: str = ""


class ApprovazioneCongelata(Struct, frozen=True):
    """The act of a body on the plan."""

    tipo: str
    organo: str
    data: date
    atto: str
    voti: str


class DerogaCongelata(Struct, frozen=True):
    """What the plan goes ahead without, and why: the certification of a scheda («»: d'ambito), an ALER's opinion."""

    oggetto: str
    ente: str
    motivo: str
    data: date


class Busta(Struct, frozen=True, kw_only=True):
    """The envelope: what happened to the contenuti. It may change while they do not."""

    stato: str
    fonti: tuple[FonteScheda, ...]
    pareri: tuple[ParereCongelato, ...] = ()
    approvazioni: tuple[ApprovazioneCongelata, ...] = ()
    motivazioni: tuple[MotivazioneCongelata, ...] = ()
    deroghe: tuple[DerogaCongelata, ...] = ()
    versione_precedente: str = ""
    indirizzo_pubblico: str = ""


class PianoSnapshot(Struct, frozen=True, kw_only=True):
    """The plan as a value: sections, HTML, PDF, open data are functions of it."""

    contenuti: Contenuti
    busta: Busta

    @property
    def bozza(self) -> bool:
        """Nobody has approved it yet."""
        return self.busta.stato not in ("approvato", "pubblicato", "trasmesso")


class Impronte(Struct, frozen=True):
    """SHA-256 of the contenuti alone and of the whole snapshot; computed from the bytes, stored in neither."""

    contenuti: str
    versione: str
