"""The boards of the capofila's surveys on the desk: one sentence each, and what blocks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from lessico import italiano
from patrimonio.models import Ricognizione, StatoScheda
from piano.compiti import Posizione
from raccolta.conduzione.finestre import write_state
from raccolta.lettura import parole
from raccolta.lettura.parole import StatoLetto

_POCHI: Final = 3
"""Up to how many enti are named one by one."""

_BLOCCANO: Final[Mapping[StatoLetto, tuple[str, str]]] = {
    StatoLetto.NON_INIZIATA: ("non iniziata", "non iniziate"),
    StatoLetto.IN_COMPILAZIONE: ("in compilazione", "in compilazione"),
    StatoLetto.COMPLETA: ("completa, da certificare", "complete, da certificare"),
    StatoLetto.RINVIATA: ("rinviata all’ente", "rinviate agli enti"),
    StatoLetto.UFFICIO: ("scritta d’ufficio", "scritte d’ufficio"),
}


class Tavolo(Struct, frozen=True):
    """A survey, as its capofila looks at it from afar."""

    anno: int
    certificate: int
    schede: int
    frase: str
    stato: str
    bloccano: tuple[str, ...]
    url: str


def build_tavolo(ricognizione: Ricognizione, posizioni: Sequence[Posizione]) -> Tavolo:
    """The board of a survey, from all its schede."""
    aperte = [p for p in posizioni if p.situazione.stato != StatoScheda.CERTIFICATA]
    certificate = len(posizioni) - len(aperte)
    return Tavolo(
        anno=ricognizione.anno,
        certificate=certificate,
        schede=len(posizioni),
        frase=f"{certificate} su {len(posizioni)} {'certificata' if certificate == 1 else 'certificate'}.",
        stato=_state(posizioni),
        bloccano=tuple(_blocks(aperte)),
        url=reverse("raccolta:cruscotto", args=[ricognizione.ambito.slug, ricognizione.anno]),
    )


def _state(posizioni: Sequence[Posizione]) -> str:
    """Open or closed, and until when: the windows are of all, the extensions are not counted."""
    if not posizioni:
        return "Questa ricognizione non ha schede."
    return write_state(replace(posizioni[0].situazione, proroga_al=None))


def _blocks(aperte: Sequence[Posizione]) -> list[str]:
    if not aperte:
        return []
    if len(aperte) <= _POCHI:
        nomi = [str(p.scheda.ente) if p.scheda.ente else "la scheda d’ambito" for p in aperte]
        frasi = [f"{'Manca' if len(aperte) == 1 else 'Mancano'} {italiano.elenco(nomi)}."]
    else:
        quante = Counter(parole.read_state(p.situazione) for p in aperte)
        conti = [italiano.conta(quante[stato], *nomi) for stato, nomi in _BLOCCANO.items() if quante[stato]]
        frasi = [f"Mancano {len(aperte)} schede: {italiano.elenco(conti)}."]
    if domande := sum(p.situazione.domande for p in aperte):
        frasi.append(f"{italiano.maiuscola(italiano.conta(domande, 'domanda aperta', 'domande aperte'))}.")
    return frasi
