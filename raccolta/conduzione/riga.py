"""A row of the board: a scheda as the capofila looks at it, in what state, on time or late, whom to remind."""

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from enti.calendario import day_of, time_left
from lessico import italiano
from lessico.regola import Gravita
from patrimonio.models import StatoScheda
from raccolta.conduzione.organico import Organico, Persona
from raccolta.lettura import parole
from raccolta.lettura.parole import StatoLetto
from raccolta.situazione import Situazione

_DA_RISOLVERE: Final = {Gravita.BLOCCANTE: "da correggere", Gravita.DA_MOTIVARE: "da spiegare"}


class Riga(Struct, frozen=True, kw_only=True):
    """A scheda, as the capofila looks at it."""

    scheda: int
    nome: str
    situazione: Situazione
    organico: Organico
    prima_certificazione: datetime | None = None
    proroga_al: datetime | None = None
    modificata_il: datetime | None = None
    sollecitata_il: date | None = None

    @property
    def letto(self) -> StatoLetto:
        """The state by which rows are counted; certified again is certified."""
        stato = parole.read_state(self.situazione)
        return StatoLetto.CERTIFICATA if stato is StatoLetto.CERTIFICATA_DI_NUOVO else stato

    @property
    def stato(self) -> str:
        """The state in words."""
        return parole.for_capofila(self.situazione)

    @property
    def certificata(self) -> bool:
        """Nothing more is asked of it."""
        return self.situazione.stato == StatoScheda.CERTIFICATA

    @property
    def controlli(self) -> str:
        """What the rules found that still stands in the way: «2 da correggere, 1 da spiegare»; nothing when nothing."""
        quanti = ((len(self.situazione.to_solve(gravita)), parola) for gravita, parola in _DA_RISOLVERE.items())
        return ", ".join(f"{italiano.numero(n)} {parola}" for n, parola in quanti if n)

    @property
    def quadri(self) -> int:
        """How many pages have voci to fill in."""
        return len(parole.asked_quadri(self.situazione))

    @property
    def quadri_completi(self) -> int:
        """How many of them are complete."""
        return self.quadri - len(parole.open_quadri(self.situazione))

    @property
    def in_ritardo(self) -> bool:
        """Its last window has closed, and it is not certified; what the capofila sent back is awaited, not late."""
        s = self.situazione
        chiusa = s.last_closing and not s.open_until and not s.next_opening
        return bool(chiusa and not s.rinvio and not self.certificata)

    @property
    def tempi(self) -> str:
        """On time, with the days left, or late, in words."""
        if self.situazione.rinvio:
            return f"Rinviata {italiano.giorno('il', day_of(self.situazione.rinvio.quando))}"
        if self.in_ritardo:
            return "In ritardo"
        return self._when_certified() if self.certificata else _time_there_is(self.situazione)

    def _when_certified(self) -> str:
        prima, ultima = self.prima_certificazione, _last_end(self.situazione)
        if not prima or not ultima:
            return "Certificata"
        return "Certificata in tempo" if prima < ultima else "Certificata dopo la chiusura"

    @property
    def proroga(self) -> str:
        """Until when its own extension lasts: «al 12 novembre 2026, ore 23:59»."""
        return italiano.scadenza("al", self.proroga_al) if self.proroga_al else ""

    @property
    def modificata(self) -> str:
        """The day of the last change."""
        return italiano.data(day_of(self.modificata_il)) if self.modificata_il else ""

    @property
    def toccata(self) -> bool:
        """Somebody did something about it: wrote, certified, reminded, granted more time, asked."""
        atti = (self.modificata_il, self.prima_certificazione, self.sollecitata_il, self.proroga_al)
        return any(atti) or bool(self.situazione.in_bozza or self.situazione.domande)

    @property
    def da_sollecitare(self) -> bool:
        """It owes something: the survey has begun, and it is not certified."""
        return owes(self.situazione)

    @property
    def sollecitata_oggi(self) -> bool:
        """It was reminded today: it cannot be again."""
        return self.sollecitata_il == day_of(self.situazione.adesso)

    @property
    def senza_nessuno(self) -> bool:
        """It owes something, and there is nobody to write to about it."""
        return self.da_sollecitare and not self.destinatari

    @property
    def sollecitabile(self) -> bool:
        """A reminder can be sent now."""
        return self.da_sollecitare and not self.sollecitata_oggi and bool(self.destinatari)

    @property
    def destinatari(self) -> tuple[Persona, ...]:
        """Who can do what is missing: who compiles, who certifies, or both when the capofila sent the scheda back."""
        if self.situazione.rinvio:
            return self.organico.tutti
        return self.organico.compila if parole.is_to_compile(self.situazione) else self.organico.certifica


def owes(s: Situazione) -> bool:
    """Whether something is asked of a scheda now: it was sent back, or its survey has begun and it is not certified."""
    iniziata = any(finestra.dal <= s.adesso for finestra in s.finestre)
    return s.stato != StatoScheda.CERTIFICATA and (iniziata or s.rinvio is not None)


def _time_there_is(s: Situazione) -> str:
    if s.open_until:
        return f"In tempo: {time_left(s.open_until, s.adesso)}"
    return "Si riapre" if s.last_closing else "Non ancora aperta"


def _last_end(s: Situazione) -> datetime | None:
    fini = [finestra.al for finestra in s.finestre]
    return max([*fini, s.proroga_al] if s.proroga_al else fini, default=None)
