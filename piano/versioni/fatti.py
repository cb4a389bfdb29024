"""What else two plans say: who takes part and how the data were collected, the law; of the envelope, what happened."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from enti.models.ente import FasciaPopolazione
from lessico import italiano
from lessico.regime import write_limit
from piano.elenchi import NESSUN_DATO, called, find_ente, write
from piano.html import TITOLI
from piano.models.piano import StatoPiano
from piano.sezioni.fonti import tabulate_sources
from piano.sezioni.percorso import write_story
from piano.valori import EnteCongelato, MotivazioneCongelata, PianoSnapshot
from piano.versioni.valori import FattoCambiato

NON_C_E: Final = "—"
_BREVE: Final = 12
"""Characters of an impronta that are enough to tell it from another."""


class Fatto(Struct, frozen=True):
    """Something that a plan says; ``chiave`` is what makes it the same fact in another plan."""

    gruppo: str
    chiave: str
    etichetta: str
    testo: str


def compare_data(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[FattoCambiato, ...]:
    """Of the contenuti, all but the schede and the texts."""
    return tuple(_differences(_data(prima), _data(dopo)))


def compare_envelopes(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[FattoCambiato, ...]:
    """State, certifications, opinions, approvals, reasons on the plan, the chain of the versions."""
    return tuple(_differences(_envelope(prima), _envelope(dopo)))


def _differences(era: Iterable[Fatto], ora: Iterable[Fatto]) -> Iterator[FattoCambiato]:
    vecchi, nuovi = ({(f.gruppo, f.chiave): f for f in fatti} for fatti in (era, ora))
    for chiave in dict.fromkeys((*nuovi, *vecchi)):
        prima, dopo = vecchi.get(chiave), nuovi.get(chiave)
        testi = tuple(fatto.testo if fatto else NON_C_E for fatto in (prima, dopo))
        if testi[0] != testi[1] and (fatto := dopo or prima):
            yield FattoCambiato(fatto.gruppo, fatto.etichetta, testi[0], testi[1])


def _data(piano: PianoSnapshot) -> Iterator[Fatto]:
    testata = piano.contenuti.testata
    yield Fatto("Il piano", "anno", "Anno", str(testata.anno))
    yield Fatto("Il piano", "tipo", "Tipo di piano", TITOLI[testata.tipo])
    yield Fatto("Il piano", "ambito", "Ambito", italiano.tipografico(testata.ambito_nome))
    yield Fatto("Il piano", "organo", "Organo che approva", italiano.tipografico(testata.organo))
    for ente in testata.enti:
        yield Fatto("Enti", ente.slug, called(ente), _describe(ente))
    for comune in testata.comuni:
        fascia = str(dict(FasciaPopolazione.choices).get(comune.fascia, NESSUN_DATO))
        abitanti = f" ({italiano.conta(comune.abitanti, 'abitante', 'abitanti')})" if comune.abitanti else ""
        yield Fatto("Popolazione", comune.istat, italiano.tipografico(comune.nome), f"{fascia}{abitanti}")
    yield from _sentences(piano, "Raccolta dei dati", _RACCOLTA)
    yield from _law(piano)
    yield from (_reason(piano, m, "Scheda d’ambito") for m in piano.contenuti.motivazioni)
    yield from _year_before(piano)


def _describe(ente: EnteCongelato) -> str:
    nomi = f"; altri nomi: {', '.join(ente.alias)}" if ente.alias else ""
    sede = f"; sede: {ente.sede}" if ente.sede else ""
    return f"nell’ambito{nomi}{sede}{'; unico addetto' if ente.unico_addetto else ''}"


_RACCOLTA: Final = ("designazioni", "finestre", "proroghe", "integrazioni", "usciti")
_SINGOLARI: Final = {
    "designazioni": "Designazione",
    "finestre": "Periodo di raccolta",
    "proroghe": "Proroga",
    "integrazioni": "Integrazione",
    "usciti": "Ente uscito",
    "pareri": "Parere",
    "approvazioni": "Atto sul piano",
}


def _sentences(piano: PianoSnapshot, gruppo: str, quali: Iterable[str]) -> Iterator[Fatto]:
    """What the section «percorso» prints, sentence by sentence."""
    storia = write_story(piano)
    for nome in quali:
        for posto, frase in enumerate(storia[nome], 1):
            chi = f", {called(find_ente(piano, frase.ente))}" if frase.ente else ""
            chiave = f"{nome}/{frase.ente or posto}"
            yield Fatto(gruppo, chiave, f"{_SINGOLARI[nome]}{chi or f' {posto}'}", frase.testo)


def _law(piano: PianoSnapshot) -> Iterator[Fatto]:
    regime = piano.contenuti.regime
    yield Fatto("Norme", "al", "In vigore", italiano.giorno("al", regime.al))
    for limite in regime.limiti:
        nome = limite.codice.replace("_", " ")
        base = f", su {limite.base}" if limite.base else ""
        come = f"{limite.arrotondamento.replace('_', ' ')}; {limite.norma}"
        testo = f"{write_limit(limite) or 'nessun numero'}{base} ({come})"
        yield Fatto("Norme", f"limite/{limite.codice}", f"Limite «{nome}»", testo)
    for c in regime.categorie:
        chi = f"{c.lettera}) {c.nome}: {c.definizione} ({c.norma})"
        yield Fatto("Norme", f"categoria/{c.gruppo}/{c.codice}", f"Categoria «{c.nome}»", chi)


def _reason(piano: PianoSnapshot, m: MotivazioneCongelata, senza_ente: str) -> Fatto:
    chi = called(find_ente(piano, m.ente)) if m.ente else senza_ente
    testo = f"{m.rilievo} «{m.testo}» ({m.autore}, {italiano.data(m.data)})"
    return Fatto("Motivazioni", f"{m.ente}/{m.regola}/{' '.join(m.celle)}", f"{chi}, {m.regola}", testo)


def _year_before(piano: PianoSnapshot) -> Iterator[Fatto]:
    if (precedente := piano.contenuti.precedente) is None:
        return
    for ente in precedente.enti:
        alloggi = f"SAP {write(ente.sap)}, SAS {write(ente.sas)}, altro {write(ente.altro)}"
        testo = f"{precedente.anno}: alloggi {alloggi}; unità disponibili {write(ente.assegnabili)}"
        yield Fatto("Anno precedente, per il confronto", ente.ente, italiano.tipografico(ente.nome), testo)


def _envelope(piano: PianoSnapshot) -> Iterator[Fatto]:
    busta = piano.busta
    yield Fatto("Stato", "stato", "Stato del piano", str(dict(StatoPiano.choices).get(busta.stato, busta.stato)))
    yield from _sentences(piano, "Pareri", ("pareri",))
    for parere in busta.pareri:
        sentito = f"impronta {parere.impronta_contenuti[:_BREVE]}…" if parere.impronta_contenuti else NESSUN_DATO
        chi = called(find_ente(piano, parere.aler))
        yield Fatto("Pareri", f"contenuti/{parere.aler}", f"Contenuti su cui si è espressa {chi}", sentito)
    yield from _sentences(piano, "Approvazioni", ("approvazioni",))
    yield from _certifications(piano)
    yield from (_reason(piano, m, "Piano") for m in busta.motivazioni)
    if busta.indirizzo_pubblico:
        yield Fatto("Documento", "indirizzo", "Indirizzo pubblico", busta.indirizzo_pubblico)
    if busta.versione_precedente:
        yield Fatto("Documento", "catena", "Versione che precede", f"impronta {busta.versione_precedente[:_BREVE]}…")


def _certifications(piano: PianoSnapshot) -> Iterator[Fatto]:
    """What the section «fonti» prints of each scheda, with the number of its certification."""
    numeri = {f.ente: f.certificazione for f in piano.busta.fonti}
    for riga in tabulate_sources(piano).righe:
        certificazione = numeri.get("" if riga.ente == "ambito" else riga.ente)
        numero = f"n. {certificazione.numero}, " if certificazione else ""
        certificata, completa, origini, _ = (casella.testo for casella in riga.caselle)
        testo = f"{certificata}; voci compilate: {completa}{f'; {origini}' if origini else ''}"
        yield Fatto("Certificazioni", riga.ente, riga.nome, f"{numero}{testo}")
