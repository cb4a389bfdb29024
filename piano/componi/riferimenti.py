"""The tokens that a text may quote, in words and with their present value, and the search among them."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.celle import addresses
from piano.elenchi import AMBITO
from piano.grandezze import GRANDEZZE, resolve
from piano.valori import PianoSnapshot
from raccolta.lettura.etichette import Nomi, label_of, load_names, with_titles

QUANTI: Final = 30
"""How many are shown at a time; the others ask for one more word."""

_DI_CHI: Final[Mapping[str, str]] = {
    "totale": "di tutti gli enti",
    "comuni": "dei comuni",
    "aler": "dell’ALER",
    "operatori": "degli operatori accreditati",
}
_PAROLE: Final[Mapping[str, str]] = {
    "anno": "Anno del piano",
    "anno_precedente": "Anno prima di quello del piano",
    "anno_dopo": "Anno dopo quello del piano",
    "ambito.nome": "Nome dell’ambito",
    "capofila.nome": "Ente capofila",
    "enti.totale": "Quanti enti partecipano, in lettere",
    "enti.comuni": "Quanti comuni, in lettere",
    "enti.comuni.elenco": "Elenco dei comuni",
    "comuni.fino_5000": "Quanti comuni fino a 5.000 abitanti, in lettere",
    "comuni.5000_10000": "Quanti comuni tra 5.000 e 10.000 abitanti, in lettere",
    "comuni.oltre_10000": "Quanti comuni oltre 10.000 abitanti, in lettere",
    "comuni.fino_5000.elenco": "Elenco dei comuni fino a 5.000 abitanti",
    "comuni.5000_10000.elenco": "Elenco dei comuni tra 5.000 e 10.000 abitanti",
    "comuni.oltre_10000.elenco": "Elenco dei comuni oltre 10.000 abitanti",
    **{f"consistenza.{quali}": f"Alloggi in proprietà {di_chi}" for quali, di_chi in _DI_CHI.items()},
    "consistenza.sap": "Alloggi dei servizi abitativi pubblici (SAP)",
    "consistenza.sas": "Alloggi dei servizi abitativi sociali (SAS)",
    "consistenza.altro": "Alloggi destinati ad altro",
    **{f"assegnabili.{quali}": f"Unità disponibili nell’anno {di_chi}" for quali, di_chi in _DI_CHI.items()},
    "stato_di_fatto.totale": "Unità assegnabili nello stato di fatto",
    "edilizia.totale": "Unità da nuova edificazione o ristrutturazione",
    "liberazioni.totale": "Unità libere o in avvicendamento",
    "conferite.totale": "Unità conferite da privati",
    "offerte.totale": "Unità offerte negli avvisi dell’anno prima",
    "domande.totale": "Domande presentate nell’anno prima",
    "assegnate.totale": "Unità assegnate nell’anno prima",
    "forze.elenco": "Corpi di polizia e di soccorso previsti dalla norma",
    "regime.indigenza": "Limite di legge: nuclei in condizione di indigenza",
    "regime.soglia_indigenza": "Limite di legge: soglia oltre la quota per l’indigenza",
    "regime.riserva_categorie": "Limite di legge: riserva per le categorie dell’articolo 14",
    "regime.forze_ordine": "Limite di legge: riserva per polizia e soccorso",
    "regime.transitori": "Limite di legge: servizi abitativi transitori",
    "regime.lavori_inquilino": "Limite di legge: lavori a carico dell’inquilino",
    "regime.avvisi_annui": "Quanti avvisi in un anno",
    "regime.avviso_dopo_approvazione": "Entro quanto si pubblica l’avviso dopo l’approvazione",
}


class Riferimento(Struct, frozen=True):
    """A token, what it stands for, and its value now."""

    token: str
    che_cosa: str
    valore: str

    @property
    def scritto(self) -> str:
        """As it stands in a text."""
        return f"[[{self.token}]]"


class Trovati(Struct, frozen=True):
    """The first of those that a search finds, and how many there are in all."""

    cercato: str
    primi: tuple[Riferimento, ...]
    quanti: int

    @property
    def altri(self) -> int:
        """Those that are not shown."""
        return self.quanti - len(self.primi)


def search(snapshot: PianoSnapshot, cercato: str) -> Trovati:
    """The tokens whose name or words hold all that is sought; four queries, for the names, whatever the enti."""
    parole = _plain(cercato).split()
    voci = [(token, che) for token, che in _list_all(snapshot) if _holds(f"{token} {che}", parole)]
    primi = tuple(Riferimento(token, che, resolve(token, snapshot)) for token, che in voci[:QUANTI])
    return Trovati(cercato, primi, len(voci))


def _list_all(snapshot: PianoSnapshot) -> Iterator[tuple[str, str]]:
    """(token, words): the closed list first, then the celle of every ente."""
    yield from ((token, _PAROLE[token]) for token in GRANDEZZE)
    celle = list(addresses(snapshot))
    contenuti = snapshot.contenuti
    nomi = with_titles(load_names(celle), *contenuti.schede, contenuti.scheda_ambito)
    enti = {ente.slug: italiano.tipografico(ente.nome) for ente in contenuti.testata.enti}
    for cella in celle:
        yield cella, _call(cella, {**enti, AMBITO: "Scheda d’ambito"}, nomi)


def _call(cella: str, enti: Mapping[str, str], nomi: Nomi) -> str:
    slug, _, indirizzo = cella.partition("/")
    return f"{enti[slug]}: {label_of(indirizzo, nomi)}"


def _holds(testo: str, parole: list[str]) -> bool:
    piano = _plain(testo)
    return all(parola in piano for parola in parole)


def _plain(testo: str) -> str:
    """Lower case, without accents, with one apostrophe only."""
    scomposto = unicodedata.normalize("NFKD", testo.replace("’", "'").casefold())
    return "".join(lettera for lettera in scomposto if not unicodedata.combining(lettera))
