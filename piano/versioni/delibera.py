"""The draft of the resolution, in our own words: a Word file to be corrected, with blanks for what the body adds."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano
from piano.assemblea import ask
from piano.elenchi import called, find_ente
from piano.esportazioni.descrizione import describe
from piano.esportazioni.testo import CORSIVO, FORTE, NUMERO, PUNTO, Riga, write_text
from piano.html import period, title
from piano.organi import the_body
from piano.sezioni.percorso import write_story
from piano.valori import Impronte, PianoSnapshot

SPAZIO: Final = "________"
AVVERTENZA: Final = (
    "Schema da adattare: l’ufficio lo rilegge, lo corregge e lo completa secondo il regolamento dell’organo. "
    "Gli spazi vuoti si riempiono con ciò che il programma non conosce."
)


def write_resolution(snapshot: PianoSnapshot, impronte: Impronte) -> bytes:
    """The file; the same plan gives the same bytes."""
    descrizione = describe(snapshot, impronte)
    return write_text(f"Schema di deliberazione: {descrizione.titolo}", _lines(snapshot, impronte), descrizione)


def _lines(snapshot: PianoSnapshot, impronte: Impronte) -> Iterator[Riga]:
    testata = snapshot.contenuti.testata
    yield "titolo", f"Schema di deliberazione dell’ambito {italiano.tipografico(testata.ambito_nome)}"
    yield CORSIVO, AVVERTENZA
    yield "", f"Deliberazione n. {SPAZIO} del {SPAZIO}"
    yield FORTE, f"Oggetto: approvazione del {_named(snapshot)}."
    yield "", f"Presenti: {SPAZIO}   Assenti: {SPAZIO}   Presiede: {SPAZIO}   Verbalizza: {SPAZIO}"
    yield "sottotitolo", italiano.maiuscola(the_body(testata.organo))
    yield "sottotitolo", "Premesso che"
    yield from ((PUNTO, riga) for riga in _premises(snapshot))
    yield "sottotitolo", "Considerato che"
    yield from ((PUNTO, riga) for riga in _reasons(snapshot, impronte))
    yield "sottotitolo", "Delibera di"
    yield from ((NUMERO, riga) for riga in _decisions(snapshot, impronte))
    yield "", f"Votazione: presenti {SPAZIO}, favorevoli {SPAZIO}, contrari {SPAZIO}, astenuti {SPAZIO}."
    yield "", f"Luogo e data: {SPAZIO}"
    yield "", f"Chi presiede: {SPAZIO}        Chi verbalizza: {SPAZIO}"


def _named(snapshot: PianoSnapshot) -> str:
    nome = title(snapshot)
    return f"{nome[0].lower()}{nome[1:]} per il {period(snapshot)}"


def _premises(snapshot: PianoSnapshot) -> Iterator[str]:
    yield (
        "l’articolo 6 della legge regionale 8 luglio 2016, n. 16 e l’articolo 4 del regolamento regionale "
        "4 agosto 2017, n. 4 chiedono all’ambito un piano annuale dell’offerta abitativa, che il comune capofila "
        "prepara con i dati degli enti proprietari;"
    )
    storia = write_story(snapshot)
    for frase in storia["designazioni"]:
        yield _clause(frase.testo)
    finestre = italiano.elenco(italiano.periodo(f.dal, f.al) for f in snapshot.contenuti.testata.finestre)
    yield f"gli enti hanno trasmesso i propri dati {finestre};" if finestre else "periodo di raccolta: nessun dato;"
    yield _certified(snapshot)
    for frase in storia["pareri"]:
        yield _clause(frase.testo)


def _clause(frase: str) -> str:
    """A sentence inside a list: it begins small, but for a name, and does not end there."""
    piccola = (
        f"{frase[0].lower()}{frase[1:]}"
        if frase.startswith(("Il ", "L’", "La ", "Parere ", "Designazione "))
        else frase
    )
    return f"{piccola.rstrip('.')};"


def _certified(snapshot: PianoSnapshot) -> str:
    fonti = snapshot.busta.fonti
    senza = [f for f in fonti if f.certificazione is None]
    quante = italiano.conta(len(fonti) - len(senza), "scheda certificata", "schede certificate")
    nomi = italiano.elenco(called(find_ente(snapshot, f.ente)) if f.ente else "scheda d’ambito" for f in senza)
    mancano = f"; non sono certificate quelle di: {nomi}" if senza else ""
    return f"i dati vengono da {quante} su {italiano.numero(len(fonti))}{mancano};"


def _reasons(snapshot: PianoSnapshot, impronte: Impronte) -> Iterator[str]:
    yield "il piano è stato esaminato nella seduta odierna, con i documenti del fascicolo;"
    yield f"il testo esaminato è quello la cui impronta dei contenuti (SHA-256) è {impronte.contenuti};"
    motivate = len(snapshot.contenuti.motivazioni) + len(snapshot.busta.motivazioni)
    if motivate:
        yield f"gli enti hanno spiegato per iscritto {italiano.conta(motivate, 'dato', 'dati')} fuori dall’ordinario;"


def _decisions(snapshot: PianoSnapshot, impronte: Impronte) -> Iterator[str]:
    """What the summary asks, point by point; then what follows from it."""
    richieste = ask(snapshot) if snapshot.bozza else ("approvare il piano.",)
    for richiesta in richieste:
        yield f"{richiesta[0].lower()}{richiesta[1:].rstrip('.')};"
    yield f"(solo se l’organo cambia qualcosa) approvarlo con queste modifiche, parte per parte: {SPAZIO};"
    yield (
        f"dare atto che il piano esaminato è quello con impronta della versione (SHA-256) {impronte.versione}; se "
        "modificato, il comune capofila conserva il testo approvato con la sua impronta;"
    )
    yield "incaricare il comune capofila di pubblicare il piano e di trasmetterlo a Regione Lombardia."
