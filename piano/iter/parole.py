"""The workflow in words: where the plan is, what is expected now, what each act is called and does."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.urls import reverse
from msgspec import Struct

from enti.models.utente import Ruolo
from piano.iter.flusso import PIANO, Atto
from piano.iter.situazione import Situazione
from piano.models import Piano, StatoPiano


class Parole(Struct, frozen=True):
    """What an act is called on a button, what it does, what is said when it is done."""

    nome: str
    spiega: str
    fatto: str


ATTI: Final[Mapping[Atto, Parole]] = {
    Atto.CHIUSURA: Parole(
        "Passa alla verifica",
        "Quando la raccolta è finita si rileggono i dati e i testi, prima di proporre il piano.",
        "Il piano è in verifica.",
    ),
    Atto.RIAPERTURA: Parole(
        "Torna alla raccolta", "Mancano ancora dei dati: gli enti riprendono.", "Il piano è di nuovo in raccolta."
    ),
    Atto.PROPOSTA: Parole(
        "Proponi il piano",
        "Il piano si conserva com’è ora, con la sua impronta: da qui dati e testi si leggono soltanto.",
        "Il piano è proposto e conservato.",
    ),
    Atto.RICHIESTA: Parole(
        "Chiedi il parere dell’ALER",
        "L’ALER trova la proposta sulla sua scrivania, e lì scrive il parere.",
        "Il parere è chiesto.",
    ),
    Atto.PARERE: Parole(
        "Registra il parere",
        "Esito, data e protocollo del parere sulla proposta, con le sue condizioni.",
        "Il parere è registrato.",
    ),
    Atto.INVIO: Parole(
        "Manda all’Assemblea",
        "Il piano si conserva con i pareri ricevuti, e i sindaci lo trovano sulla loro scrivania.",
        "Il piano è davanti all’Assemblea.",
    ),
    Atto.RITIRO: Parole(
        "Ritira la proposta",
        "Dati e testi si possono di nuovo correggere; ciò che è stato conservato resta.",
        "La proposta è ritirata: il piano è in verifica.",
    ),
    Atto.APPROVAZIONE: Parole(
        "Registra l’approvazione",
        "Organo, data e atto di chi ha approvato. Il piano approvato non si cambia più: si rettifica.",
        "L’approvazione è registrata e il piano conservato.",
    ),
    Atto.MODIFICHE: Parole(
        "Approvazione con modifiche",
        "L’Assemblea ha approvato, ma cambiando qualcosa: si dice che cosa, si scrive nel piano, poi si registra "
        "l’approvazione. Così si conserva il piano come è stato votato.",
        "Le modifiche si possono scrivere, nei testi e nei dati.",
    ),
    Atto.NESSUNA_MODIFICA: Parole(
        "Nessuna modifica: torna all’Assemblea",
        "L’Assemblea ha approvato il piano com’era, o non ha ancora votato.",
        "Il piano è di nuovo davanti all’Assemblea, come era stato mandato.",
    ),
    Atto.DICHIARAZIONE: Parole(
        "Dichiara anche le parti che cambiano",
        "Le parti cambiate e non ancora dichiarate si aggiungono a quelle dichiarate.",
        "Le parti cambiate sono dichiarate.",
    ),
    Atto.PRESA_ATTO: Parole(
        "Aggiungi una presa d’atto",
        "La deliberazione con cui un Comune, o un altro organo, prende atto del piano.",
        "La presa d’atto è registrata.",
    ),
    Atto.PUBBLICAZIONE: Parole(
        "Pubblica il piano",
        "Chiunque lo leggerà, con i dati aperti e l’indirizzo che non cambia.",
        "Il piano è pubblicato.",
    ),
    Atto.TRASMISSIONE: Parole(
        "Registra la trasmissione", "A chi è stato mandato il piano, quando e come.", "La trasmissione è registrata."
    ),
    Atto.RETTIFICA: Parole(
        "Apri una rettifica",
        "Per correggere un piano approvato si dice quali parti cambiano e perché; ne nasce una nuova versione.",
        "La rettifica è aperta: il piano è in verifica.",
    ),
}
"""Act → its words."""

TAPPE: Final = (
    (StatoPiano.RACCOLTA, "Raccolta"),
    (StatoPiano.VERIFICA, "Verifica"),
    (StatoPiano.PROPOSTA, "Proposta"),
    (StatoPiano.PARERE, "Parere ALER"),
    (StatoPiano.ASSEMBLEA, "Assemblea"),
    (StatoPiano.MODIFICHE, "Modifiche votate"),
    (StatoPiano.APPROVATO, "Approvato"),
    (StatoPiano.PUBBLICATO, "Pubblicato"),
    (StatoPiano.TRASMESSO, "Trasmesso"),
)
"""The states, as the steps of a road; that of the changes is on it only for a plan that stands there."""

ATTESE: Final[Mapping[str, str]] = {
    StatoPiano.RACCOLTA: "Gli enti compilano e certificano. Quando hanno finito si passa alla verifica.",
    StatoPiano.VERIFICA: "Si rileggono dati, controlli e testi; poi si propone il piano.",
    StatoPiano.PROPOSTA: "Il piano è proposto e non cambia. Ora si chiede il parere dell’ALER.",
    StatoPiano.PARERE: "Si aspetta il parere dell’ALER; quando c’è, il piano va all’Assemblea.",
    StatoPiano.ASSEMBLEA: "Si aspetta il voto dell’Assemblea dei Sindaci; poi si registra l’approvazione.",
    StatoPiano.MODIFICHE: "L’Assemblea ha approvato con modifiche: si scrivono, poi si registra l’approvazione.",
    StatoPiano.APPROVATO: "Il piano è approvato. Ora si pubblica.",
    StatoPiano.PUBBLICATO: "Il piano è pubblicato. Resta da trasmettere alla Regione.",
    StatoPiano.TRASMESSO: "Il piano è pubblicato e trasmesso: non resta nulla da fare.",
}
"""State → what is expected now."""

ACQUISITO: Final = "Il parere è registrato."
NON_ACQUISITO: Final = "Il parere è registrato, ma senza data o protocollo non è acquisito: il piano resta qui."

AVANTI: Final = (
    *(Atto.CHIUSURA, Atto.PROPOSTA, Atto.RICHIESTA, Atto.INVIO, Atto.APPROVAZIONE, Atto.PUBBLICAZIONE),
    Atto.TRASMISSIONE,
)
"""The acts that lead on, in the order in which one of them is the next."""


class Tappa(Struct, frozen=True):
    """A step of the road: gone by, here, or still to come."""

    nome: str
    stato: str


class AttoOfferto(Struct, frozen=True):
    """An act that the state leaves to the role, and what stands in its way now."""

    atto: Atto
    parole: Parole
    url: str
    motivi: tuple[str, ...]


def slug_of(atto: Atto) -> str:
    """Its name in an address: «presa-atto»."""
    return atto.name.lower().replace("_", "-")


SLUG: Final[Mapping[str, Atto]] = {slug_of(atto): atto for atto in Atto}


def road(piano: Piano) -> tuple[Tappa, ...]:
    """The steps, with where the plan stands."""
    strada = [(stato, nome) for stato, nome in TAPPE if stato != StatoPiano.MODIFICHE or stato == piano.stato]
    qui = [stato for stato, _ in strada].index(StatoPiano(piano.stato))
    stati = {True: "fatta", False: "da venire"}
    return tuple(Tappa(nome, "qui" if n == qui else stati[n < qui]) for n, (_, nome) in enumerate(strada))


def offer(piano: Piano, situazione: Situazione, ruoli: Iterable[str] = (Ruolo.CAPOFILA,)) -> Iterator[AttoOfferto]:
    """The acts open from this state; an opinion has its own page for each ALER, a declaration needs something new."""
    dove = (piano.ricognizione.ambito.slug, piano.ricognizione.anno)
    for passo in PIANO.open_to(piano.stato, ruoli):
        atto = Atto(passo.atto)
        da_dichiarare = atto is not Atto.DICHIARAZIONE or bool(situazione.non_dichiarate)
        if atto is not Atto.PARERE and da_dichiarare:
            url = reverse("piano:iter_atto", args=[*dove, slug_of(atto)])
            yield AttoOfferto(atto, ATTI[atto], url, passo.reasons_against(situazione))


def find_next(offerti: Iterable[AttoOfferto]) -> AttoOfferto | None:
    """The act that leads on: one that can be done now, else the last in the order."""
    avanti = sorted((o for o in offerti if o.atto in AVANTI), key=lambda o: (bool(o.motivi), AVANTI.index(o.atto)))
    return avanti[0] if avanti else None
