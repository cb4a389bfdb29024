"""What a person owes for a scheda, or awaits from others: decided by the roles and the situazione."""

from collections.abc import Set
from datetime import datetime

from django.urls import reverse
from msgspec import Struct

from enti.models.utente import Ruolo
from lessico import italiano
from patrimonio.models import Scheda, StatoScheda
from raccolta.flusso import closed_because, quattro_occhi
from raccolta.lettura import parole
from raccolta.lettura.parole import StatoLetto
from raccolta.situazione import Situazione


class Posizione(Struct, frozen=True):
    """A scheda and how it stands."""

    scheda: Scheda
    situazione: Situazione


class Compito(Struct, frozen=True, kw_only=True):
    """A line of the desk: ``mio`` is owed by who looks, the others are awaited."""

    nome: str
    anno: int
    stato: str
    dettaglio: str = ""
    domande: str = ""
    entro: str = ""
    termine: datetime | None = None
    invito: str
    url: str
    mio: bool


class Mossa(Struct, frozen=True):
    """Whose move it is, what the link says, and why it has to wait."""

    mio: bool
    invito: str = "Leggi la scheda"
    dettaglio: str = ""


def find_compito(posizione: Posizione, ruoli: Set[str], *, recente: bool) -> Compito | None:
    """The line of a scheda for who has these roles on it; of a year that is not the last, only what is owed."""
    if not ruoli - {Ruolo.ASSEMBLEA}:
        return None
    scheda, s = posizione.scheda, posizione.situazione
    mossa = _find_move(s, ruoli)
    scrivibile = bool(s.rinvio or s.open_until)
    if not recente and not (mossa.mio and scrivibile):
        return None
    fine = s.open_until if s.stato == StatoScheda.COMPILAZIONE else None
    return Compito(
        nome=str(scheda.ente) if scheda.ente else "Scheda d’ambito",
        anno=scheda.ricognizione.anno,
        stato=parole.for_ente(s),
        dettaglio=mossa.dettaglio,
        domande=italiano.conta(s.domande, "domanda aperta", "domande aperte") if s.domande else "",
        entro=_by_when(s, fine),
        termine=fine,
        invito=mossa.invito,
        url=reverse("raccolta:scheda_detail", args=[scheda.pk]),
        mio=mossa.mio,
    )


def _by_when(s: Situazione, fine: datetime | None) -> str:
    """The closing, unless the state says it already."""
    if fine is None or parole.read_state(s) is StatoLetto.NON_INIZIATA:
        return ""
    return italiano.maiuscola(f"entro {italiano.scadenza('il', fine)}")


def _find_move(s: Situazione, ruoli: Set[str]) -> Mossa:
    compila = bool(ruoli & {Ruolo.COMPILATORE, Ruolo.CAPOFILA})
    certifica = bool(ruoli & {Ruolo.CERTIFICATORE, Ruolo.CAPOFILA})
    if s.stato == StatoScheda.CERTIFICATA:
        return Mossa(mio=False, dettaglio="Il piano si compone quando tutti hanno certificato.")
    if not (s.rinvio or s.open_until):
        return _closed(s, attivo=compila or certifica)
    if parole.is_to_compile(s) or (s.rinvio and not s.modifiche):
        return _to_fill(s, compila=compila)
    return _to_certify(s, certifica=certifica)


def _closed(s: Situazione, *, attivo: bool) -> Mossa:
    """Outside the windows: it is late for who had to act, still early for the others."""
    return Mossa(mio=attivo and bool(s.last_closing) and not s.next_opening, dettaglio=closed_because(s))


def _to_fill(s: Situazione, *, compila: bool) -> Mossa:
    if not compila:
        return Mossa(mio=False, dettaglio="Tocca a chi compila.")
    if s.rinvio:
        return Mossa(mio=True, invito="Rivedi la scheda")
    return Mossa(mio=True, invito="Continua la scheda" if s.iniziata else "Compila la scheda")


def _to_certify(s: Situazione, *, certifica: bool) -> Mossa:
    if not certifica:
        return Mossa(mio=False, dettaglio="Tocca a chi certifica.")
    if perche := quattro_occhi(s):
        return Mossa(mio=False, dettaglio=perche)
    return Mossa(mio=True, invito="Leggi e certifica")
