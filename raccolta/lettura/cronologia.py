"""The story of a scheda in plain words: every thing that happened to it, newest first, whoever did it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import Max, Min, QuerySet
from msgspec import Struct

from enti.models import Evento
from lessico import italiano
from lessico.cella import NON_RIPARTITA
from lessico.origine import TipoOrigine
from patrimonio.models import Finestra, Scheda
from raccolta.lettura.etichette import Nomi, label_of, load_names
from raccolta.lettura.provenienza import Passaggio, tell
from raccolta.lettura.registrati import GIA_RACCONTATI, PAGINA, tell_event
from raccolta.models import Certificazione, Conversazione, Messaggio, Modifica, Rinvio, Riporto, Sollecito
from raccolta.quadri import QUADRI


class Fatto(Struct, frozen=True):
    """Something that happened: when, who, what; a save also says value by value. ``tipo`` is the name of its source."""

    quando: datetime
    tipo: str
    testo: str
    chi: str = ""
    citato: str = ""
    passaggi: tuple[Passaggio, ...] = ()


class Punto(Struct, frozen=True, order=True):
    """Where a fact stands in the story: when, from which source, its key there."""

    quando: datetime
    fonte: str
    chiave: int


class Fonte(Struct, frozen=True):
    """How the facts of a source are told: its rows by key, the celle they name, the words of one."""

    load: Callable[[Scheda, Sequence[int]], Mapping[int, Any]]
    tell: Callable[[Any, Nomi], Fatto]
    celle: Callable[[Any], Iterable[str]] = lambda _: ()


def read_story(scheda: Scheda, adesso: datetime, pagina: str | None) -> tuple["Page[Punto]", tuple[Fatto, ...]]:
    """A page of the story, and its facts: a number of queries that does not change. Wants ``ricognizione__ambito``."""
    punti = sorted(_points(scheda, adesso), reverse=True)
    scelta = Paginator(punti, PAGINA).get_page(pagina)
    return scelta, _tell_points(scheda, scelta)


def read_facts(scheda: Scheda, adesso: datetime) -> Iterator[Fatto]:
    """All of the story, a page at a time."""
    punti = sorted(_points(scheda, adesso), reverse=True)
    for inizio in range(0, len(punti), PAGINA):
        yield from _tell_points(scheda, punti[inizio : inizio + PAGINA])


def _tell_points(scheda: Scheda, punti: Iterable[Punto]) -> tuple[Fatto, ...]:
    punti = tuple(punti)
    chiavi: defaultdict[str, list[int]] = defaultdict(list)
    for punto in punti:
        chiavi[punto.fonte].append(punto.chiave)
    righe = {fonte: FONTI[fonte].load(scheda, sue) for fonte, sue in chiavi.items()}
    celle = {c for fonte, sue in righe.items() for riga in sue.values() for c in FONTI[fonte].celle(riga)}
    nomi = load_names(celle, scheda)
    return tuple(FONTI[punto.fonte].tell(righe[punto.fonte][punto.chiave], nomi) for punto in punti)


# where the facts are


def _points(scheda: Scheda, adesso: datetime) -> Iterator[Punto]:
    for fonte, righe in _sources(scheda).items():
        for quando, chiave in righe:
            if quando <= adesso:
                yield Punto(quando, fonte, chiave)


def _sources(scheda: Scheda) -> Mapping[str, Iterable[tuple[datetime, int]]]:
    """Each source with the moment and the key of its facts; a save has the version of the scheda as its key."""

    def di(modello: Any, quando: str = "quando", legame: str = "scheda") -> QuerySet[Any]:
        righe: QuerySet[Any] = modello.objects.for_system().filter(**{legame: scheda.pk})
        return righe.exclude(**{quando: None}).values_list(quando, "pk")

    salvataggi = Modifica.objects.for_system().filter(scheda=scheda).values("versione")
    finestre = Finestra.objects.for_system().filter(ricognizione=scheda.ricognizione_id)
    eventi = Evento.objects.filter(catena=scheda.ricognizione.catena, oggetto=str(scheda))
    return {
        "salvataggio": salvataggi.annotate(ultimo=Max("quando")).values_list("ultimo", "versione"),
        "certificazione": di(Certificazione),
        "rinvio": di(Rinvio),
        "conferma": di(Riporto, "confermato_il"),
        "messaggio": di(Messaggio, "quando", "conversazione__scheda"),
        "risolta": di(Conversazione, "risolta_il"),
        "sollecito": di(Sollecito),
        "apertura": finestre.values_list("dal", "pk"),
        "chiusura": finestre.values_list("al", "pk"),
        "evento": eventi.exclude(atto__in=GIA_RACCONTATI).values_list("quando", "pk"),
    }


# how they are told


def _load_saves(scheda: Scheda, versioni: Sequence[int]) -> Mapping[int, list[Modifica]]:
    """All that was written at once, by version of the scheda."""
    gruppi: defaultdict[int, list[Modifica]] = defaultdict(list)
    for modifica in Modifica.objects.for_system().filter(scheda=scheda, versione__in=versioni).order_by("pk"):
        gruppi[modifica.versione].append(modifica)
    return gruppi


def _by_key(modello: Any) -> Callable[[Scheda, Sequence[int]], Mapping[int, Any]]:
    def load(_: Scheda, chiavi: Sequence[int]) -> Mapping[int, Any]:
        trovate: Mapping[int, Any] = modello.objects.for_system().in_bulk(chiavi)
        return trovate

    return load


def _load_certifications(_: Scheda, chiavi: Sequence[int]) -> Mapping[int, Certificazione]:
    return Certificazione.objects.for_system().defer("contenuto").in_bulk(chiavi)


def _load_messages(scheda: Scheda, chiavi: Sequence[int]) -> Mapping[int, tuple[Messaggio, bool]]:
    """Each message, and whether it is the first of its conversation."""
    tutti = Messaggio.objects.for_system().filter(conversazione__scheda=scheda)
    primi = set(tutti.values("conversazione").annotate(primo=Min("pk")).values_list("primo", flat=True))
    return {m.pk: (m, m.pk in primi) for m in tutti.filter(pk__in=chiavi).select_related("conversazione")}


def _load_events(_: Scheda, chiavi: Sequence[int]) -> Mapping[int, Evento]:
    return Evento.objects.in_bulk(chiavi)


def _tell_save(gruppo: list[Modifica], nomi: Nomi) -> Fatto:
    """«6 valori in Disponibilità», and value by value."""
    passaggi = tuple(tell(modifica, nomi) for modifica in gruppo)
    quando = max(modifica.quando for modifica in gruppo)
    return Fatto(quando, "salvataggio", _write_save(gruppo), gruppo[0].attore, passaggi=passaggi)


_SCRITTI: Final[Mapping[str, str]] = {
    TipoOrigine.DIGITATA: "ha scritto {che} in {dove}.",
    TipoOrigine.RIPORTO: "ha riportato dall’anno prima {che} in {dove}.",
    TipoOrigine.UFFICIO: "ha scritto d’ufficio {che} in {dove}.",
    TipoOrigine.CARICATA: "ha caricato {che} in {dove}.",
    TipoOrigine.FOGLIO: "ha portato da un foglio di calcolo {che} in {dove}.",
    TipoOrigine.REGISTRO: "ha preso dal registro degli alloggi {che} in {dove}.",
}


def _write_save(gruppo: Sequence[Modifica]) -> str:
    """The state of a voce that only follows from its values is not counted."""
    valori = [_voce(modifica) for modifica in gruppo if not modifica.cella.endswith(_STATO)]
    dichiarate = {_voce(modifica) for modifica in gruppo} - {*valori}
    conti = ((len(valori), "valore", "valori"), (len(dichiarate), "dichiarazione", "dichiarazioni"))
    che = italiano.elenco(italiano.conta(n, uno, molti) for n, uno, molti in conti if n)
    dove = italiano.elenco(q.titolo for q in QUADRI if {voce.codice for voce in q.voci} & {*valori, *dichiarate})
    frase = _SCRITTI[gruppo[0].origine].format(che=che, dove=dove)
    motivo = gruppo[0].dettaglio
    return f"{frase.removesuffix('.')}: {motivo.removesuffix('.')}." if motivo else frase


_STATO: Final = f"/{NON_RIPARTITA}/stato"


def _voce(modifica: Modifica) -> str:
    return modifica.cella.split("/", maxsplit=1)[0]


def _tell_certification(c: Certificazione, _: Nomi) -> Fatto:
    testo = f"ha certificato la scheda: {c.ruolo}."
    if c.numero > 1:
        cambiati = italiano.conta(c.modifiche, "valore cambiato", "valori cambiati")
        testo = f"ha certificato di nuovo la scheda, {cambiati if c.modifiche else 'senza modifiche'}: {c.ruolo}."
    return Fatto(c.quando, "certificazione", testo, c.nome)


def _tell_sending_back(r: Rinvio, nomi: Nomi) -> Fatto:
    cosa = italiano.elenco(f"«{label_of(cella, nomi)}»" for cella in r.celle)
    return Fatto(r.quando, "rinvio", f"ha chiesto di rivedere {cosa}.", r.da, r.motivo)


def _tell_confirmation(r: Riporto, _: Nomi) -> Fatto:
    testo = f"ha confermato i valori dell’anno prima in «{label_of(r.voce)}»."
    return Fatto(cast("datetime", r.confermato_il), "conferma", testo, r.da)


def _tell_message(detto: tuple[Messaggio, bool], nomi: Nomi) -> Fatto:
    messaggio, primo = detto
    testo = f"{'ha chiesto' if primo else 'ha risposto'} su «{label_of(messaggio.conversazione.oggetto, nomi)}»."
    return Fatto(messaggio.quando, "messaggio", testo, messaggio.da, messaggio.testo)


def _tell_resolved(c: Conversazione, nomi: Nomi) -> Fatto:
    testo = f"ha segnato come risolta la domanda su «{label_of(c.oggetto, nomi)}»."
    return Fatto(cast("datetime", c.risolta_il), "risolta", testo, c.risolta_da)


def _tell_reminder(s: Sollecito, _: Nomi) -> Fatto:
    a_chi = italiano.elenco(str(indirizzo) for indirizzo in s.destinatari)
    return Fatto(s.quando, "sollecito", f"ha mandato un sollecito a {a_chi}.", s.da, s.oggetto)


def _tell_opening(f: Finestra, _: Nomi) -> Fatto:
    testo = f"Si è aperta la raccolta dei dati, fino {italiano.scadenza('al', f.al)}."
    return Fatto(f.dal, "apertura", testo, citato=f.motivo)


def _tell_closing(f: Finestra, _: Nomi) -> Fatto:
    return Fatto(f.al, "chiusura", "Si è chiusa la raccolta dei dati.")


def _tell_registered(evento: Evento, _: Nomi) -> Fatto:
    return Fatto(evento.quando, "evento", tell_event(evento, altrove=False), evento.chi, evento.dettaglio)


FONTI: Final[Mapping[str, Fonte]] = {
    "salvataggio": Fonte(_load_saves, _tell_save, lambda gruppo: (modifica.cella for modifica in gruppo)),
    "certificazione": Fonte(_load_certifications, _tell_certification),
    "rinvio": Fonte(_by_key(Rinvio), _tell_sending_back, lambda rinvio: rinvio.celle),
    "conferma": Fonte(_by_key(Riporto), _tell_confirmation),
    "messaggio": Fonte(_load_messages, _tell_message, lambda detto: [detto[0].conversazione.oggetto]),
    "risolta": Fonte(_by_key(Conversazione), _tell_resolved, lambda conversazione: [conversazione.oggetto]),
    "sollecito": Fonte(_by_key(Sollecito), _tell_reminder),
    "apertura": Fonte(_by_key(Finestra), _tell_opening),
    "chiusura": Fonte(_by_key(Finestra), _tell_closing),
    "evento": Fonte(_load_events, _tell_registered),
}
"""Source → how it is told; the same names as in ``_sources``."""
