"""The board of the capofila: one row per scheda of a survey, what is missing and by when, in a dozen queries."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Max, Min, QuerySet
from msgspec import Struct

from enti.calendario import day_of, last_day, time_left, working_days_between
from lessico import italiano
from lessico.origine import TipoOrigine
from lessico.regola import Gravita
from patrimonio.models import Proroga, Ricognizione, Scheda, StatoScheda
from raccolta.conduzione.finestre import load_windows, look_at, write_state
from raccolta.conduzione.organico import Organico, Persona, load_organici
from raccolta.lettura import parole
from raccolta.lettura.parole import StatoLetto
from raccolta.models import Certificazione, Modifica, Sollecito
from raccolta.situazione import Situazione, build_situazioni

ALLARME: Final = 10
"""Working days before the closing from which an ente without people is a warning for the whole board (GOV-05)."""

SCHEDA_D_AMBITO: Final = "Scheda d’ambito"

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


FILTRI: Final[Mapping[str, tuple[str, Callable[[Riga], bool]]]] = MappingProxyType(
    {
        "tutte": ("Tutte", lambda _: True),
        "da-sollecitare": ("Da sollecitare", lambda riga: riga.da_sollecitare),
        "in-ritardo": ("In ritardo", lambda riga: riga.in_ritardo),
        "certificate": ("Certificate", lambda riga: riga.certificata),
    }
)
"""Word in the address → name and rows."""

_CONTEGGI: Final[Mapping[StatoLetto, str]] = MappingProxyType(
    {
        StatoLetto.NON_INIZIATA: "Non iniziate",
        StatoLetto.IN_COMPILAZIONE: "In compilazione",
        StatoLetto.COMPLETA: "Complete, da certificare",
        StatoLetto.RINVIATA: "In attesa dell’ente",
        StatoLetto.UFFICIO: "D’ufficio",
        StatoLetto.CERTIFICATA: "Certificate",
    }
)


class Conteggio(Struct, frozen=True):
    """How many rows are in a state."""

    stato: str
    nome: str
    quante: int


class Cruscotto(Struct, frozen=True):
    """The rows of a survey and the situazione of the survey itself."""

    situazione: Situazione
    righe: tuple[Riga, ...]

    @property
    def frase(self) -> str:
        """How many are certified, until when, how many days are left."""
        certificate, tutte = sum(riga.certificata for riga in self.righe), len(self.righe)
        if tutte and certificate == tutte:
            return f"Tutte le schede sono certificate: {italiano.numero(tutte)} su {italiano.numero(tutte)}."
        return f"{_how_many(certificate, tutte)} {write_state(self.situazione)}"

    @property
    def conteggi(self) -> tuple[Conteggio, ...]:
        """How many rows in each state: together they are all."""
        stati = [riga.letto for riga in self.righe]
        return tuple(Conteggio(stato, nome, stati.count(stato)) for stato, nome in _CONTEGGI.items())

    @property
    def senza_persone(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Of the schede that are not certified, those that lack people: whom they lack, and which they are."""
        mancanti = [(riga.organico.manca, riga.nome) for riga in self.righe if not riga.certificata]
        che = dict.fromkeys(manca for manca, _ in mancanti if manca)
        return tuple((manca, tuple(nome for altra, nome in mancanti if altra == manca)) for manca in che)

    @property
    def intatta(self) -> bool:
        """Nobody has begun anything: the year can still be undone, and made again."""
        return bool(self.righe) and not any(riga.toccata for riga in self.righe)

    @property
    def allarme(self) -> str:
        """GOV-05: the closing is near, and somebody has not the people. Nothing when all have them or there is time."""
        fine = self.situazione.open_until
        if not fine or not self.senza_persone:
            return ""
        giorni = working_days_between(day_of(self.situazione.adesso), last_day(fine))
        if giorni > ALLARME:
            return ""
        quanti = italiano.conta(giorni, "giorno lavorativo", "giorni lavorativi")
        return (
            f"{'Manca' if giorni == 1 else 'Mancano'} {quanti} alla chiusura, e qualcuno non ha chi può fare il lavoro."
        )

    def only(self, filtro: str) -> tuple[Riga, ...]:
        """The rows of one of ``FILTRI``."""
        return tuple(riga for riga in self.righe if FILTRI[filtro][1](riga))


def _how_many(certificate: int, tutte: int) -> str:
    su = italiano.numero(tutte)
    if certificate == 0:
        return f"Delle {su} schede nessuna è certificata." if tutte > 1 else "Nessuna scheda è certificata."
    quante = italiano.conta(certificate, "scheda", "schede")
    return f"{quante} su {su} {'è certificata' if certificate == 1 else 'sono certificate'}."


def build_cruscotto(ricognizione: Ricognizione, adesso: datetime) -> Cruscotto:
    """The board at a moment. Wants ``ambito`` loaded."""
    schede = tuple(load_schede(ricognizione))
    situazioni = build_situazioni(schede, adesso)
    organici = load_organici(schede, day_of(adesso))
    chiavi = [scheda.pk for scheda in schede]
    prime = _by_scheda(Certificazione.objects.for_system(), Min("quando"), chiavi)
    scritte = Modifica.objects.for_system().exclude(origine=TipoOrigine.RIPORTO)  # what nobody wrote is no change
    modificate = _by_scheda(scritte, Max("quando"), chiavi)
    sollecitate = _by_scheda(Sollecito.objects.for_system(), Max("giorno"), chiavi)
    proroghe = _by_scheda(Proroga.objects.for_system(), Max("al"), chiavi)
    righe = (
        Riga(
            scheda=scheda.pk,
            nome=name_of(scheda),
            situazione=situazioni[scheda.pk],
            organico=organici[scheda.pk],
            prima_certificazione=prime.get(scheda.pk),
            proroga_al=proroghe.get(scheda.pk),
            modificata_il=modificate.get(scheda.pk),
            sollecitata_il=sollecitate.get(scheda.pk),
        )
        for scheda in schede
    )
    return Cruscotto(look_at(load_windows(ricognizione, adesso), adesso), tuple(sorted(righe, key=_order)))


def load_schede(ricognizione: Ricognizione) -> Iterator[Scheda]:
    """The schede of a survey with their ente, in one query."""
    for scheda in Scheda.objects.for_system().filter(ricognizione=ricognizione).select_related("ente"):
        scheda.ricognizione = ricognizione  # one for all: as many surveys and ambiti as schede cost more than the query
        yield scheda


def name_of(scheda: Scheda) -> str:
    """Whose scheda it is."""
    return italiano.tipografico(str(scheda.ente)) if scheda.ente else SCHEDA_D_AMBITO


def _by_scheda(righe: QuerySet[Any], quale: Max | Min, chiavi: Iterable[int]) -> Mapping[int, Any]:
    """One value per scheda, in one query."""
    valori = righe.filter(scheda__in=chiavi).values("scheda_id").annotate(valore=quale)
    return dict(valori.values_list("scheda_id", "valore"))


def _order(riga: Riga) -> tuple[bool, str]:
    return reading_order(riga.nome, d_ambito=riga.situazione.d_ambito)


def reading_order(nome: str, *, d_ambito: bool) -> tuple[bool, str]:
    """By name as Italian sorts it, accents apart; the scheda d'ambito after the enti."""
    return d_ambito, unicodedata.normalize("NFKD", nome).encode("ascii", "ignore").decode().casefold()
