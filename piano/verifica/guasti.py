"""What must be true of what is kept: pure functions on rows as they were read, from the database or from an archive."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from enti import registro
from lessico.congelamento import ContenutoIllegibile, fingerprint, freeze, thaw
from piano.models import AttoDiVersione
from piano.services import seal
from piano.valori import PianoSnapshot
from raccolta.valori import SchedaCongelata

Chiave = int | None


class Guasto(Struct, frozen=True):
    """What is no longer as it was kept: the table, the row in words, the field, why."""

    tabella: str
    riga: str
    campo: str
    perche: str

    def __str__(self) -> str:
        return f"{self.tabella}, {self.riga}, {self.campo}: {self.perche}"


class EventoLetto(Struct, frozen=True):
    """A line of the registro; ``chiave`` and ``precedente`` are how its reader knows its lines."""

    chiave: int
    precedente: Chiave
    catena: str
    atto: str
    oggetto: str
    dettaglio: str
    impronta: str
    quando: datetime
    chi: str
    sigillo: str

    def seal_after(self, prima: str) -> str:
        """The seal it must have, after the seal of the line before."""
        return registro.seal(
            prima,
            catena=self.catena,
            atto=self.atto,
            oggetto=self.oggetto,
            dettaglio=self.dettaglio,
            impronta=self.impronta,
            quando=self.quando,
            chi=self.chi,
        )


class VersioneLetta(Struct, frozen=True):
    """A stored version with its line of the registro, and the plan it hangs from."""

    nome: str
    ambito: str
    anno: int
    numero: int
    atto: str
    quando: datetime
    chi: str
    impronta_contenuti: str
    impronta: str
    impronta_html: str
    impronta_pdf: str
    contenuto: bytes
    html: bytes
    pdf: bytes
    precedente: tuple[str, int, int, str] | None
    """Ambito, year, number and impronta of the version before."""
    evento: EventoLetto | None
    pubblicata: tuple[datetime, str] | None = None


class CertificazioneLetta(Struct, frozen=True):
    """A certification, and the lines of the registro that have its impronta."""

    nome_riga: str
    ente: str
    numero: int
    contenuto: bytes
    impronta: str
    testo_versione: str
    nome: str
    ruolo: str
    quando: datetime
    eventi: tuple[EventoLetto, ...] = ()


EVENTO, VERSIONE, CERTIFICAZIONE, ALLEGATO = "enti_evento", "piano_versione", "raccolta_certificazione", "enti_allegato"
_COPERTI: Final = "catena, atto, oggetto, dettaglio, impronta, quando, chi o sigillo"


def check_chain(eventi: Iterable[EventoLetto]) -> Iterator[Guasto]:
    """The lines of one chain, in the order in which they were written: each seals the one before."""
    sigilli: dict[int, set[str]] = {}
    seguiti: set[Chiave] = set()
    for posto, evento in enumerate(eventi, start=1):
        riga = f"riga {posto} del registro «{evento.catena}» ({evento.atto}: {evento.oggetto})"
        if evento.precedente in seguiti or (evento.precedente is not None and evento.precedente not in sigilli):
            yield Guasto(EVENTO, riga, "precedente", "non segue la riga che la precede nella catena.")
        seguiti.add(evento.precedente)
        attesi = {evento.seal_after(prima) for prima in sigilli.get(evento.precedente or 0, {""})}
        sigilli[evento.chiave] = attesi | {evento.sigillo}
        if evento.sigillo not in attesi:
            yield Guasto(EVENTO, riga, _COPERTI, "il sigillo non corrisponde a ciò che la riga dice.")


def check_version(v: VersioneLetta) -> Iterator[Guasto]:
    """The three things that are kept, their impronte, the seal in the registro, the place in the chain."""
    yield from _check_bytes(v)
    yield from _check_place(v)
    if v.evento is None:
        yield Guasto(VERSIONE, v.nome, "evento", "la versione non ha la sua riga nel registro.")
        return
    detto = {
        "numero": v.evento.oggetto.endswith(f", versione {v.numero}"),
        "atto": v.evento.dettaglio.startswith(f"{AttoDiVersione(v.atto).label}: ") if v.atto in _ATTI else False,
        "quando": v.evento.quando == v.quando,
        "chi": v.evento.chi == v.chi,
    }
    for campo, vero in detto.items():
        if not vero:
            yield Guasto(VERSIONE, v.nome, campo, "non è ciò che ne dice il registro.")
    if v.pubblicata and v.atto == AttoDiVersione.PUBBLICAZIONE and v.pubblicata != (v.quando, v.chi):
        yield Guasto("piano_pubblicazione", v.nome, "quando, chi", "non è ciò che ne dice la versione pubblicata.")


_ATTI: Final = tuple(AttoDiVersione.values)


def _check_bytes(v: VersioneLetta) -> Iterator[Guasto]:
    """Of a pair that does not agree, the seal in the registro tells which of the two was changed."""
    scritte = {"contenuto": v.impronta, "html": v.impronta_html, "pdf": v.impronta_pdf}
    contate = {nome: fingerprint(getattr(v, nome)) for nome in scritte}
    nomi = {"contenuto": "impronta", "html": "impronta_html", "pdf": "impronta_pdf"}
    sigillo = v.evento.impronta if v.evento else ""
    for nome, contata in contate.items():
        if contata != scritte[nome]:
            corrette = {**scritte, nome: contata}
            giusti = sigillo == seal(corrette["contenuto"], corrette["html"], corrette["pdf"])
            yield Guasto(VERSIONE, v.nome, nomi[nome] if giusti else nome, "i byte non hanno più la loro impronta.")
    if contate == scritte and sigillo and sigillo != seal(*scritte.values()):
        yield Guasto(VERSIONE, v.nome, "contenuto, html, pdf", "le impronte non sono quelle sigillate nel registro.")


def _check_place(v: VersioneLetta) -> Iterator[Guasto]:
    try:
        snapshot = thaw(v.contenuto, PianoSnapshot)
    except ContenutoIllegibile:
        yield Guasto(VERSIONE, v.nome, "contenuto", "i dati non si leggono.")
        return
    if v.impronta_contenuti != fingerprint(freeze(snapshot.contenuti)):
        yield Guasto(VERSIONE, v.nome, "impronta_contenuti", "non è quella dei suoi contenuti.")
    if (snapshot.contenuti.testata.ambito, snapshot.contenuti.testata.anno) != (v.ambito, v.anno):
        yield Guasto(VERSIONE, v.nome, "piano", "i suoi dati sono di un altro piano.")
    prima = v.precedente
    attesa = snapshot.busta.versione_precedente
    if (prima[3] if prima else "") != attesa or (prima and prima[:3] != (v.ambito, v.anno, v.numero - 1)):
        yield Guasto(VERSIONE, v.nome, "precedente", "non è la versione da cui dice di venire.")


def check_certification(c: CertificazioneLetta) -> Iterator[Guasto]:
    """The certified bytes and their impronta; who certified, when and in which role, where the registro says it."""
    contata = fingerprint(c.contenuto)
    if contata != c.impronta:
        yield Guasto(CERTIFICAZIONE, c.nome_riga, _which(c, contata), "i byte non hanno più la loro impronta.")
    elif _owner(c.contenuto) != c.ente:
        yield Guasto(CERTIFICAZIONE, c.nome_riga, "scheda", "il contenuto è di un’altra scheda.")
    dettaglio = f"certificazione {c.numero}, attestazione {c.testo_versione}, {c.ruolo}"
    detto: Mapping[str, object] = {
        "numero, testo_versione o ruolo": dettaglio,
        "nome": c.nome,
        "quando": c.quando,
    }
    eventi = [(e.dettaglio, e.chi, e.quando) for e in c.eventi]
    if eventi and (dettaglio, c.nome, c.quando) not in eventi:
        vicino = max(eventi, key=lambda e: sum(a == b for a, b in zip(e, detto.values(), strict=True)))
        for (campo, vero), registrato in zip(detto.items(), vicino, strict=True):
            if vero != registrato:
                yield Guasto(CERTIFICAZIONE, c.nome_riga, campo, "non è ciò che ne dice il registro.")


def _which(c: CertificazioneLetta, contata: str) -> str:
    """Of the two that do not agree, the one of which the registro says otherwise; both when it says nothing."""
    registrate = {evento.impronta for evento in c.eventi}
    if contata in registrate:
        return "impronta"
    return "contenuto" if c.impronta in registrate else "contenuto o impronta"


def _owner(contenuto: bytes) -> str | None:
    try:
        return thaw(contenuto, SchedaCongelata).ente
    except ContenutoIllegibile:
        return None


def check_plan(nome: str, conservata: PianoSnapshot, viva: PianoSnapshot, *, sentito: bool) -> Iterator[Guasto]:
    """What a proposed plan is made of, against its last version; ``sentito``: after the opinions were closed."""
    busta = conservata.busta
    diversi = {
        "piano_capitolo": conservata.contenuti.capitoli != viva.contenuti.capitoli,
        "piano_deroga": sentito and busta.deroghe != viva.busta.deroghe,
        "piano_parere": sentito and busta.pareri != viva.busta.pareri,
        "piano_approvazione": not {*busta.approvazioni} <= {*viva.busta.approvazioni},
    }
    for tabella, diverso in diversi.items():
        if diverso:
            yield Guasto(tabella, nome, "righe", "non sono quelle dell’ultima versione conservata.")


def check_file(riga: str, contenuto: bytes, impronta: str, dimensione: int) -> Iterator[Guasto]:
    """A file that somebody attached."""
    if fingerprint(contenuto) != impronta:
        yield Guasto(ALLEGATO, riga, "contenuto o impronta", "i byte non hanno più la loro impronta.")
    if len(contenuto) != dimensione:
        yield Guasto(ALLEGATO, riga, "dimensione", "non è quella del file.")
