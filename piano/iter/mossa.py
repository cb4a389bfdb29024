"""Mossa: an act on a plan while it is done, with what its form says, checked where every act checks it alike."""

from datetime import date, datetime

from msgspec import Struct

from enti.calendario import day_of
from enti.models import Incarico
from lessico import italiano
from piano.iter.situazione import Situazione
from piano.models import Piano
from raccolta.conduzione.finestre import DatoNonValido


class Dati(Struct, frozen=True, kw_only=True):
    """What the form of an act says; each act reads its own. ``indirizzo``: where the plan will be read."""

    motivo: str = ""
    indirizzo: str = ""
    sezioni: tuple[str, ...] = ()
    aler: tuple[str, ...] = ()
    esito: str = ""
    condizioni: str = ""
    osservazioni: str = ""
    giorno: date | None = None
    protocollo: str = ""
    organo: str = ""
    atto: str = ""
    presenti: int | None = None
    favorevoli: int | None = None
    contrari: int | None = None
    astenuti: int | None = None
    destinatario: str = ""
    canale: str = ""


class Mossa(Struct, frozen=True):
    """An act while it is done: on what, by whom, when, with what."""

    piano: Piano
    by: Incarico
    quando: datetime
    dati: Dati

    @property
    def oggi(self) -> date:
        """The day in Rome."""
        return day_of(self.quando)


def read_reason(m: Mossa) -> str:
    """Why; raises DatoNonValido where it is not said."""
    if not any(segno.isalpha() for segno in m.dati.motivo):
        raise DatoNonValido("motivo", "Va scritto perché: il motivo resta nella storia del piano.")
    return m.dati.motivo.strip()


def read_day(m: Mossa) -> date:
    """The day of the act, which has come; raises DatoNonValido."""
    if m.dati.giorno is None:
        raise DatoNonValido("giorno", "Manca la data.")
    if m.dati.giorno > m.oggi:
        raise DatoNonValido("giorno", "Questo giorno non è ancora venuto.")
    return m.dati.giorno


def read_vote_day(m: Mossa, s: Situazione) -> date:
    """The day on which the Assembly voted: not before it was asked to; raises DatoNonValido."""
    giorno = read_day(m)
    if s.proposto_il and giorno < s.proposto_il:
        proposta = italiano.giorno("il", s.proposto_il)
        raise DatoNonValido("giorno", f"Il piano è stato proposto {proposta}: non può essere stato approvato prima.")
    return giorno
