"""What the pages of the workflow show: the road, what is expected, the acts, the documents, the days to remember."""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from enti.calendario import day_of
from piano.iter.esaminati import find_outdated
from piano.iter.parole import ATTESE, find_next, offer, road
from piano.iter.scadenze import find_deadlines
from piano.iter.situazione import Situazione, build_situazione
from piano.models import NON_PROPOSTI, Approvazione, Parere, Piano, StatoPiano, Trasmissione, Versione
from piano.versioni.lati import ADESSO
from raccolta.lettura.registrati import read_events

APPROVATI: Final = (StatoPiano.APPROVATO, StatoPiano.PUBBLICATO, StatoPiano.TRASMESSO)
ULTIMI: Final = 20
"""The last events that the page tells; the others are in the story of the survey."""


def read_iter(piano: Piano, adesso: datetime) -> dict[str, object]:
    """All that the page of the workflow says. Wants ``ricognizione__ambito``."""
    situazione = build_situazione(piano, adesso, verso=_towards(piano))
    offerti = tuple(offer(piano, situazione))
    prossimo, ricognizione = find_next(offerti), piano.ricognizione
    _, eventi = read_events(ricognizione.catena, None)
    return {
        "piano": piano,
        "ricognizione": ricognizione,
        "ambito": ricognizione.ambito,
        "tappe": road(piano),
        "attesa": ATTESE[piano.stato],
        "prossimo": prossimo,
        "altri": tuple(o for o in offerti if o is not prossimo),
        "pareri": () if piano.stato in NON_PROPOSTI else tuple(p for p in situazione.pareri if p.pk),
        "superati": find_outdated(piano),
        "da_votare": piano.stato not in APPROVATI,
        "approvazioni": Approvazione.objects.for_system().filter(piano=piano).order_by("data", "pk"),
        "trasmissioni": Trasmissione.objects.for_system().filter(piano=piano).order_by("data"),
        **read_reopening(piano, situazione),
        "versioni": load_versions(piano),
        "scadenze": find_deadlines(piano, day_of(adesso)),
        "eventi": eventi[:ULTIMI],
    }


def read_reopening(piano: Piano, situazione: Situazione) -> dict[str, object]:
    """Why a plan is written again, and where what changed is read."""
    riapertura, dove = situazione.riapertura, [piano.ricognizione.ambito.slug, piano.ricognizione.anno]
    if riapertura is None:
        return {}
    domanda = urlencode({"da": riapertura.da, "a": ADESSO})
    return {"riapertura": riapertura, "differenze": f"{reverse('piano:confronto', args=dove)}?{domanda}"}


def _towards(piano: Piano) -> str:
    """From the verification the rules are asked about the proposal: what will stop it is said before."""
    return StatoPiano.PROPOSTA if piano.stato == StatoPiano.VERIFICA else piano.stato


def load_versions(piano: Piano) -> list[Versione]:
    """The stored versions, the last one first, without what they hold."""
    righe = Versione.objects.for_system().filter(piano=piano).select_related("pubblicazione")
    return list(righe.defer("contenuto", "html", "pdf").order_by("-numero"))


def read_opinion(parere: Parere, situazione: Situazione) -> dict[str, object]:
    """The page of an opinion: on what it is asked, how it stands, whether it can be written now."""
    letto = next(p for p in situazione.pareri if p.aler == parere.aler_id)
    return {
        "parere": parere,
        "letto": letto,
        "aperto": parere.piano.stato == StatoPiano.PARERE,
        "superati": tuple(s for s in find_outdated(parere.piano) if s.aler == str(parere.aler)),
        "versioni": load_versions(parere.piano),
    }
