"""What the body is asked to decide, and once it has decided who did and when: derived from the data, nothing added."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano
from lessico.regime import write_limit
from piano.elenchi import Proprietario, Risposte, add, answers, called, find_ente, of_kind, owners, write
from piano.organi import to_the_body
from piano.sezioni.percorso import write_approval
from piano.valori import PianoSnapshot
from raccolta.valori import SchedaCongelata

NOMINATI: Final = 3
"""Enti called by name; when they are more, how many they are."""

_RISERVE: Final = {
    "riserva_categorie": "Recepire la riserva per le categorie dell’articolo 14 proposta da",
    "forze_ordine": "Recepire la riserva per i corpi di polizia e di soccorso proposta da",
    "categoria_rilevanza": "Prendere atto dell’altra categoria di rilevanza sociale individuata da",
    "transitori": "Prendere atto della quota per i servizi abitativi transitori proposta da",
}
_ESITI: Final = {
    "positivo": "positivo",
    "condizionato": "positivo, con condizioni",
    "negativo": "negativo",
    "": "esito: nessun dato",
}
_APPROVARE: Final = {
    "annuale": "Approvare il piano annuale",
    "triennale": "Approvare il piano triennale",
    "unico": "Approvare il piano triennale e il piano annuale",
}


def ask_title(piano: PianoSnapshot) -> str:
    """The heading: what is asked, or who decided."""
    if not piano.bozza:
        return "Chi ha approvato il piano"
    return f"Che cosa si chiede {to_the_body(piano.contenuti.testata.organo)}"


def ask(piano: PianoSnapshot) -> tuple[str, ...]:
    """The points of the decision, in the order of the document; of an approved plan, its acts."""
    if not piano.bozza:
        return (*_acts(piano), *_opinions(piano, "Parere"))
    approvare = f"{_APPROVARE[piano.contenuti.testata.tipo]}."
    return (
        _survey(piano),
        *_reserves(piano),
        *_threshold(piano),
        *_opinions(piano, "Tenere conto del parere"),
        approvare,
    )


def _acts(piano: PianoSnapshot) -> Iterator[str]:
    """Who approved and when; those who took note, when they are many, are counted."""
    atti = piano.busta.approvazioni
    if not atti:
        yield "Atto di approvazione: nessun dato."
    prese = [atto for atto in atti if atto.tipo == "presa_atto"]
    for atto in atti:
        if atto not in prese or len(prese) <= NOMINATI:
            yield write_approval(atto).testo
    if len(prese) > NOMINATI:
        yield f"Ne hanno preso atto {italiano.conta(len(prese), 'organo', 'organi')}."


def _survey(piano: PianoSnapshot) -> str:
    tutti, anno = owners(piano), piano.contenuti.testata.anno
    alloggi = write(add(p.scheda.stock_total() for p in tutti))
    unita = write(add(p.scheda.units_assignable() for p in tutti))
    return f"Prendere atto della ricognizione: alloggi, {alloggi}; unità disponibili nel {anno}, {unita}."


def _reserves(piano: PianoSnapshot) -> Iterator[str]:
    for voce, richiesta in _RISERVE.items():
        chi = _who(_answers(piano, voce).con, voce)
        if chi and piano.contenuti.regime.limite(voce):
            yield f"{richiesta}: {chi}."


def _threshold(piano: PianoSnapshot) -> Iterator[str]:
    """The quota for the poorest: beyond the ordinary one, or as the law has it."""
    ordinaria, risposte = piano.contenuti.regime.limite("indigenza"), _answers(piano, "soglia_indigenza")
    quanto = f" del {write_limit(ordinaria)}" if ordinaria and write_limit(ordinaria) else ""
    if not piano.contenuti.regime.limite("soglia_indigenza"):
        return
    if chi := _who(risposte.con, "soglia_indigenza"):
        yield f"Prendere atto della soglia per l’indigenza oltre la quota ordinaria{quanto}, decisa da: {chi}."
    elif risposte.nulle:
        yield f"Confermare la quota ordinaria{quanto} per l’indigenza: {risposte.nobody('nessun Comune')} la supera."


def _answers(piano: PianoSnapshot, voce: str) -> Risposte:
    return answers(piano, voce, lambda scheda: _counts(scheda, voce))


def _counts(scheda: SchedaCongelata, voce: str) -> bool:
    """Whether a reserve is more than a nil written as a number."""
    numeri = ((riga.percentuale, riga.unita) for riga in scheda.reserves(voce))
    return any(any(coppia) or coppia == (None, None) for coppia in numeri)


def _who(proprietari: tuple[Proprietario, ...], voce: str) -> str:
    """«Comune di Chiari (20%)»; «14 enti»."""
    if len(proprietari) > NOMINATI:
        return italiano.conta(len(proprietari), "ente", "enti")
    return italiano.elenco(_one(proprietario, voce) for proprietario in proprietari)


def _one(proprietario: Proprietario, voce: str) -> str:
    quote = {riga.percentuale for riga in proprietario.scheda.reserves(voce) if riga.percentuale}
    quota = f" ({italiano.percento(quote.pop())})" if len(quote) == 1 else ""
    return f"{called(proprietario.ente)}{quota}"


def _opinions(piano: PianoSnapshot, inizio: str) -> Iterator[str]:
    """The opinion of each ALER of the ambito, or that there is none: yet, or because one goes ahead without."""
    pareri = {parere.aler: parere for parere in piano.busta.pareri}
    senza = {deroga.ente: deroga.motivo for deroga in piano.busta.deroghe if deroga.oggetto == "parere"}
    for slug, parere in pareri.items():
        if slug in senza and not parere.esito:
            yield f"Parere {_of(piano, slug)}: non acquisito. Si procede senza: «{senza[slug].rstrip('.')}»."
            continue
        quando = italiano.giorno("del", parere.data) if parere.data else "data: nessun dato"
        yield f"{inizio} {_of(piano, slug)}: {_ESITI[parere.esito]} ({quando})."
    mancano = [_of(piano, aler.slug) for aler in of_kind(piano, "aler") if aler.slug not in pareri]
    if mancano:
        yield f"Parere {italiano.elenco(mancano)}: nessun dato."


def _of(piano: PianoSnapshot, slug: str) -> str:
    ente = find_ente(piano, slug)
    return italiano.di_ente(ente.tipo, ente.nome)
