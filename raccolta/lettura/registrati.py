"""The acts of the registro in words: each kind has its sentence."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.core.paginator import Page, Paginator
from msgspec import Struct

from enti.models import Evento
from raccolta.lettura.etichette import Nomi, label_of, load_names

PAGINA: Final = 50
"""How many facts a page of a story has."""

ATTI: Final[Mapping[str, str]] = {
    "certificazione": "ha certificato: {oggetto}.",
    "rinvio": "ha rinviato all’ente: {oggetto}.",
    "scrittura d’ufficio": "ha scritto d’ufficio in: {oggetto}.",
    "proroga": "ha concesso una proroga: {oggetto}.",
    "sollecito": "ha mandato un sollecito: {oggetto}.",
    "apertura della raccolta": "ha aperto la raccolta dei dati.",
    "prolungamento della raccolta": "ha prolungato la raccolta dei dati.",
    "riapertura della raccolta": "ha riaperto la raccolta dei dati.",
    "annullamento della finestra": "ha annullato una finestra della raccolta.",
    "integrazione": "ha registrato un’integrazione arrivata fuori dalla raccolta.",
    "apertura dell’anno": "ha aperto l’anno: {oggetto}.",
    "annullamento dell’anno": "ha annullato l’anno, ancora vuoto: {oggetto}.",
    "motivazione": "ha motivato un rilievo: {oggetto}.",
    "allegato nel piano": "ha messo nel piano: {oggetto}.",
    "allegato tolto dal piano": "ha tolto dal piano: {oggetto}.",
    "allegato": "ha aggiunto un allegato: {oggetto}.",
    "allegato tolto": "ha tolto un allegato: {oggetto}.",
    "testo del piano": "ha scritto nei testi del piano: {oggetto}.",
    "schema del piano": "ha cambiato lo schema del piano: {oggetto}.",
    "archivio": "ha scaricato l’archivio: {oggetto}.",
    "ripresa di un archivio": "ha ripreso da un archivio: {oggetto}.",
    "apertura della finestra": "ha aperto la raccolta dei dati: {oggetto}.",
    "a chi rivolgersi": "ha scritto a chi rivolgersi: {oggetto}.",
    "unico addetto": "ha segnato come unico addetto: {oggetto}.",
    "non più unico addetto": "ha segnato che ha più di un addetto: {oggetto}.",
    "nuovo ambito": "ha aggiunto l’ambito: {oggetto}.",
    "nuovi comuni": "ha aggiunto all’ambito: {oggetto}.",
    "nuovo ente": "ha aggiunto all’ambito: {oggetto}.",
    "designazione del capofila": "ha scritto chi è capofila: {oggetto}.",
    "chiusura della raccolta": "ha chiuso la raccolta: comincia la verifica.",
    "ritorno alla raccolta": "ha riaperto la raccolta: la verifica riprenderà dopo.",
    "proposta": "ha proposto: {oggetto}.",
    "richiesta del parere": "ha chiesto il parere dell’ALER su: {oggetto}.",
    "parere": "ha registrato un parere su: {oggetto}.",
    "invio all’Assemblea": "ha mandato all’Assemblea: {oggetto}.",
    "ritiro": "ha ritirato la proposta: {oggetto}.",
    "approvazione": "ha registrato l’approvazione di: {oggetto}.",
    "approvazione con modifiche": "ha registrato che l’Assemblea approva con modifiche: {oggetto}.",
    "ritorno all’Assemblea": "ha tolto le modifiche: torna all’Assemblea {oggetto}.",
    "dichiarazione delle parti che cambiano": "ha dichiarato altre parti che cambiano di: {oggetto}.",
    "presa d’atto": "ha registrato una presa d’atto di: {oggetto}.",
    "pubblicazione": "ha pubblicato: {oggetto}.",
    "trasmissione": "ha trasmesso: {oggetto}.",
    "rettifica": "ha aperto una rettifica di: {oggetto}.",
    "versione": "ha fatto conservare: {oggetto}.",
    "file firmato": "ha aggiunto un file firmato: {oggetto}.",
    "scarico": "ha scaricato una tabella: {oggetto}.",
}
"""Act → sentence, after the name of who did it."""

GIA_RACCONTATI: Final = ("certificazione", "rinvio", "scrittura d’ufficio", "sollecito")
"""The acts that the story of a scheda tells from rows of their own, with more in them."""


class Registrato(Struct, frozen=True):
    """An event with its words."""

    evento: Evento
    testo: str
    dettaglio: str


def read_events(catena: str, pagina: str | None) -> tuple["Page[Evento]", list[Registrato]]:
    """A page of a chain, newest first, with its words: six queries."""
    scelta = Paginator(Evento.objects.filter(catena=catena).order_by("-pk"), PAGINA).get_page(pagina)
    return scelta, tell_events(scelta)


def read_chain(catena: str) -> Iterator[Registrato]:
    """All of a chain, newest first, with its words: a page at a time."""
    pagine = Paginator(Evento.objects.filter(catena=catena).order_by("-pk"), PAGINA)
    for numero in pagine.page_range:
        yield from tell_events(pagine.page(numero))


def tell_event(evento: Evento, *, altrove: bool = True) -> str:
    """What was done; an act that has no sentence is named as the registro names it. ``altrove``: also to what."""
    frase = ATTI.get(evento.atto, "{atto}: {oggetto}.")
    return (frase if altrove else frase.replace(": {oggetto}", "")).format(oggetto=evento.oggetto, atto=evento.atto)


def tell_events(eventi: Iterable[Evento]) -> list[Registrato]:
    """The events of a chain; the celle of a rinvio are named, in four queries."""
    righe = list(eventi)
    celle = {cella for evento in righe if evento.atto == "rinvio" for cella in _cells(evento)}
    nomi = load_names(celle)
    return [Registrato(evento, tell_event(evento), _detail(evento, nomi)) for evento in righe]


def _cells(evento: Evento) -> list[str]:
    return evento.dettaglio.partition(": ")[0].split(", ")


def _detail(evento: Evento, nomi: Nomi) -> str:
    if evento.atto != "rinvio":
        return evento.dettaglio
    cosa = ", ".join(f"«{label_of(cella, nomi)}»" for cella in _cells(evento))
    return f"{cosa}: {evento.dettaglio.partition(': ')[2]}"
