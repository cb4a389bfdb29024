"""The board of the capofila: one row per scheda of a survey, what is missing and by when, in a dozen queries."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import Max, Min
from msgspec import Struct

from enti.calendario import day_of, last_day, working_days_between
from enti.domande import Domanda
from lessico import italiano
from lessico.origine import TipoOrigine
from patrimonio.models import Proroga, Ricognizione, Scheda
from raccolta.conduzione.finestre import load_windows, look_at, write_state
from raccolta.conduzione.organico import load_organici
from raccolta.conduzione.riga import Riga
from raccolta.lettura.parole import StatoLetto
from raccolta.models import Certificazione, Modifica, Sollecito
from raccolta.situazione import Situazione, build_situazioni

ALLARME: Final = 10
"""Working days before the closing from which an ente without people is a warning for the whole board (GOV-05)."""

SCHEDA_D_AMBITO: Final = "Scheda d’ambito"

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


_SCHEDE: Final = Domanda(
    lambda ricognizione: Scheda.objects.for_system().filter(ricognizione=ricognizione).select_related("ente")
)
_PRIME: Final = Domanda(
    lambda schede: (
        Certificazione.objects.for_system().filter(scheda__in=schede).values_list("scheda_id").annotate(Min("quando"))
    )
)
_MODIFICATE: Final = Domanda(  # what nobody wrote is no change
    lambda schede: (
        Modifica.objects.for_system()
        .exclude(origine=TipoOrigine.RIPORTO)
        .filter(scheda__in=schede)
        .values_list("scheda_id")
        .annotate(Max("quando"))
    )
)
_SOLLECITATE: Final = Domanda(
    lambda schede: (
        Sollecito.objects.for_system().filter(scheda__in=schede).values_list("scheda_id").annotate(Max("giorno"))
    )
)
_PROROGHE: Final = Domanda(
    lambda schede: Proroga.objects.for_system().filter(scheda__in=schede).values_list("scheda_id").annotate(Max("al"))
)


def build_cruscotto(ricognizione: Ricognizione, adesso: datetime) -> Cruscotto:
    """The board at a moment. Wants ``ambito`` loaded."""
    schede = tuple(load_schede(ricognizione))
    situazioni = build_situazioni(schede, adesso)
    organici = load_organici(schede, day_of(adesso))
    chiavi = [scheda.pk for scheda in schede]
    prime, modificate = dict(_PRIME.ask(chiavi)), dict(_MODIFICATE.ask(chiavi))
    sollecitate, proroghe = dict(_SOLLECITATE.ask(chiavi)), dict(_PROROGHE.ask(chiavi))
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
    for scheda in _SCHEDE.ask(ricognizione.pk):
        scheda.ricognizione = ricognizione  # one for all: as many surveys and ambiti as schede cost more than the query
        yield scheda


def name_of(scheda: Scheda) -> str:
    """Whose scheda it is."""
    return italiano.tipografico(str(scheda.ente)) if scheda.ente else SCHEDA_D_AMBITO


def _order(riga: Riga) -> tuple[bool, str]:
    return reading_order(riga.nome, d_ambito=riga.situazione.d_ambito)


def reading_order(nome: str, *, d_ambito: bool) -> tuple[bool, str]:
    """By name as Italian sorts it, accents apart; the scheda d'ambito after the enti."""
    return d_ambito, unicodedata.normalize("NFKD", nome).encode("ascii", "ignore").decode().casefold()
