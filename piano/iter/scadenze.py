"""The days that law or custom expects: they remind, and never stop anything. Also as a calendar to take away."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from enti.calendario import last_day
from lessico import italiano
from patrimonio.models import Finestra
from piano.models import APPROVANO, Approvazione, Parere, Piano, Pubblicazione

AVVISO: Final = timedelta(days=30)
"""From the approval to the notice (reported by local plans, to be verified)."""
ALBO: Final = timedelta(days=15)
"""A deliberation stays at the albo pretorio for fifteen days (l. 69/2009, art. 32; TUEL, art. 124)."""
BYTE_PER_RIGA: Final = 73
"""The norm's 75, less the space of a line that goes on and a margin."""
RISPOSTA: Final = timedelta(days=30)
"""Within how long the ALER usually answers: no norm says it."""


class Scadenza(Struct, frozen=True):
    """A day, what for, where it comes from; ``passata``: gone by, and nothing says that it was kept."""

    giorno: date
    titolo: str
    perche: str
    passata: bool

    @property
    def frase(self) -> str:
        """«entro il 31 dicembre 2026»."""
        return f"{'era ' if self.passata else ''}entro {italiano.giorno('il', self.giorno)}"


def find_deadlines(piano: Piano, oggi: date) -> tuple[Scadenza, ...]:
    """In the order of the days. Wants ``ricognizione__ambito``."""
    return tuple(sorted(_deadlines(piano, oggi), key=lambda s: (s.giorno, s.titolo)))


def _deadlines(piano: Piano, oggi: date) -> Iterator[Scadenza]:
    yield from _windows(piano, oggi)
    for parere in Parere.objects.for_system().filter(piano=piano, richiesto_il__isnull=False).select_related("aler"):
        if not parere.esito and parere.richiesto_il:
            giorno = parere.richiesto_il + RISPOSTA
            yield Scadenza(giorno, f"Parere di {parere.aler}", "nessuna norma dà un termine: è l’uso", giorno < oggi)
    fatte = Approvazione.objects.for_system().filter(piano=piano, tipo__in=APPROVANO)
    approvato = fatte.order_by("-data").values_list("data", flat=True).first()
    if approvato is None:
        fine = date(piano.ricognizione.anno - 1, 12, 31)
        yield Scadenza(fine, "Approvazione del piano", "termine riportato da più fonti, da verificare", fine < oggi)
        return
    avviso = approvato + AVVISO
    yield Scadenza(avviso, "Avviso pubblico del capofila", "30 giorni dall’approvazione, da verificare", avviso < oggi)
    pubblicate = Pubblicazione.objects.for_system().filter(versione__piano=piano).order_by("quando")
    if prima := pubblicate.values_list("quando", flat=True).first():
        albo = last_day(prima) + ALBO
        yield Scadenza(albo, "Fine della pubblicazione all’albo", "15 giorni (TUEL, art. 124)", albo < oggi)


def _windows(piano: Piano, oggi: date) -> Iterator[Scadenza]:
    for finestra in Finestra.objects.for_system().filter(ricognizione=piano.ricognizione):
        giorno = last_day(finestra.al)
        if giorno >= oggi:
            yield Scadenza(giorno, "Chiusura della raccolta dei dati", "finestra aperta dal capofila", passata=False)


def write_calendar(scadenze: Sequence[Scadenza], *, nome: str, chiave: str) -> str:
    """An iCalendar file (RFC 5545): one event of a day for each."""
    righe = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pianocasa//Scadenze//IT", f"X-WR-CALNAME:{_escape(nome)}"]
    for n, s in enumerate(scadenze, start=1):
        righe += ["BEGIN:VEVENT", f"UID:{chiave}-{n}@pianocasa", f"DTSTAMP:{s.giorno:%Y%m%d}T000000Z"]
        righe += [f"DTSTART;VALUE=DATE:{s.giorno:%Y%m%d}", f"SUMMARY:{_escape(s.titolo)}"]
        righe += [f"DESCRIPTION:{_escape(s.perche)}", "END:VEVENT"]
    return "".join(f"{_fold(riga)}\r\n" for riga in [*righe, "END:VCALENDAR"])


def _escape(testo: str) -> str:
    return testo.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(riga: str) -> str:
    """At most 75 bytes a line, the others indented."""
    pezzi, resto = [], riga
    while len(resto.encode()) > BYTE_PER_RIGA:
        taglio = next(n for n in range(len(resto), 0, -1) if len(resto[:n].encode()) <= BYTE_PER_RIGA)
        pezzi.append(resto[:taglio])
        resto = resto[taglio:]
    return "\r\n ".join([*pezzi, resto])
