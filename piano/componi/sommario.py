"""The plan's lines in order, each with the state of its text: what is written, to read again, empty, to correct."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.regola import Segnalazione
from piano.componi.nomi import NOMI
from piano.componi.righe import PROSA, Righe
from piano.componi.testi import Citata, find_in_texts, find_quoted, text_of, write_heading
from piano.errori import PianoNonComponibile
from piano.models import Capitolo, Piano
from piano.sezioni import find_for
from piano.valori import PianoSnapshot, RigaCongelata


class StatoTesto(StrEnum):
    """Where a text is."""

    SCRITTO = "scritto"
    DA_RIVEDERE = "da_rivedere"
    VUOTO = "vuoto"
    SENZA_NOTA = "senza_nota"


ETICHETTE: Final[Mapping[StatoTesto, str]] = {
    StatoTesto.SCRITTO: "Scritto",
    StatoTesto.DA_RIVEDERE: "Da rivedere",
    StatoTesto.VUOTO: "Vuoto",
    StatoTesto.SENZA_NOTA: "Senza nota",
}
"""How each is read; a section of data needs no note."""


class Posto(Struct, frozen=True, kw_only=True):
    """A line of the plan that is printed."""

    codice: str
    titolo: str
    sezione: str
    prosa: bool
    stato: StatoTesto
    riportato_da: int | None
    segnalazioni: tuple[Segnalazione, ...]
    citate: tuple[Citata, ...]
    guasto: str = ""

    @property
    def etichetta(self) -> str:
        """The state in words."""
        return ETICHETTE[self.stato]

    @property
    def ignote(self) -> tuple[Citata, ...]:
        """The tokens that do not exist: with one of them the plan cannot be written."""
        return tuple(citata for citata in self.citate if citata.ignota)

    @property
    def senza_dato(self) -> tuple[Citata, ...]:
        """The tokens of which the plan will say «nessun dato»."""
        return tuple(citata for citata in self.citate if citata.senza_dato)

    @property
    def da_fare(self) -> bool:
        """Somebody has to open it before the plan is proposed."""
        return bool(self.ignote or self.guasto) or self.stato in (StatoTesto.VUOTO, StatoTesto.DA_RIVEDERE)


class SenzaPosto(Struct, frozen=True):
    """A text that no line prints: ``spenta`` where its line is there, switched off."""

    codice: str
    titolo: str
    testo: str
    spenta: bool


class Sommario(Struct, frozen=True):
    """The lines that are printed, and the texts that have no place among them."""

    posti: tuple[Posto, ...]
    senza_posto: tuple[SenzaPosto, ...] = ()

    @property
    def primo(self) -> Posto | None:
        """The first that somebody has to open."""
        return next((posto for posto in self.posti if posto.da_fare), None)

    @property
    def frase(self) -> str:
        """What is left to do, in a sentence."""
        stati = [posto.stato for posto in self.posti]
        pezzi = [
            (sum(1 for p in self.posti if p.ignote or p.guasto), "da correggere", "da correggere"),
            (stati.count(StatoTesto.DA_RIVEDERE), "da rivedere", "da rivedere"),
            (stati.count(StatoTesto.VUOTO), "capitolo vuoto", "capitoli vuoti"),
        ]
        restano = italiano.elenco([italiano.conta(n, uno, molti) for n, uno, molti in pezzi if n])
        return f"Restano: {restano}." if restano else "Tutti i testi sono scritti e riletti."

    def after(self, codice: str) -> Posto | None:
        """The line that comes after one."""
        codici = [posto.codice for posto in self.posti]
        posto = codici.index(codice) + 1 if codice in codici else len(codici)
        return self.posti[posto] if posto < len(codici) else None


def summarise_texts(piano: Piano, snapshot: PianoSnapshot, righe: Righe) -> Sommario:
    """The state of every line; ``righe``: those in force, with the ones switched off. One query."""
    capitoli = list(Capitolo.objects.for_system().filter(piano=piano).order_by("codice"))
    riportati = {capitolo.codice: capitolo.riportato_da for capitolo in capitoli}
    trovate, stampate = find_in_texts(snapshot), {riga.codice for riga in snapshot.contenuti.schema}
    titoli = {riga["codice"]: riga["titolo"] for riga in righe}
    return Sommario(
        tuple(_describe(r, snapshot, riportati, trovate.get(r.codice, ())) for r in snapshot.contenuti.schema),
        tuple(
            SenzaPosto(
                c.codice, titoli.get(c.codice, c.codice.replace("-", " ").capitalize()), c.testo, c.codice in titoli
            )
            for c in capitoli
            if c.codice not in stampate and c.testo
        ),
    )


def _describe(
    riga: RigaCongelata,
    snapshot: PianoSnapshot,
    riportati: Mapping[str, int | None],
    segnalazioni: Sequence[Segnalazione],
) -> Posto:
    testo, da = text_of(snapshot, riga.codice), riportati.get(riga.codice)
    return Posto(
        codice=riga.codice,
        titolo=write_heading(riga, snapshot),
        sezione=NOMI.get(riga.sezione, riga.sezione),
        prosa=riga.sezione == PROSA,
        stato=_state_of(testo, da, prosa=riga.sezione == PROSA),
        riportato_da=da,
        segnalazioni=tuple(segnalazioni),
        citate=find_quoted(f"{riga.titolo}\n{testo}", snapshot),
        guasto=_why_broken(riga),
    )


def _state_of(testo: str, riportato_da: int | None, *, prosa: bool) -> StatoTesto:
    if not testo.strip():
        return StatoTesto.VUOTO if prosa else StatoTesto.SENZA_NOTA
    return StatoTesto.DA_RIVEDERE if riportato_da else StatoTesto.SCRITTO


def _why_broken(riga: RigaCongelata) -> str:
    """Why a line of the schema cannot be printed; empty when it can."""
    try:
        find_for(riga)
    except PianoNonComponibile as errore:
        return str(errore)
    return ""
