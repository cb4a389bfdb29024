"""Reminders: who owes what, the letter that says it, on which days, and the sending that leaves a trace."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from msgspec import Struct

from enti.calendario import (
    day_of,
    first_working_day_of_week,
    is_working_day,
    last_day,
    next_working_day,
    time_left,
    working_days_between,
)
from enti.models import Ambito, Attore, AttoreSistema
from lessico import italiano
from patrimonio.models import Ricognizione
from raccolta.conduzione import posta
from raccolta.conduzione.organico import Persona
from raccolta.conduzione.riga import Riga
from raccolta.lettura import parole
from raccolta.models import Sollecito
from raccolta.quadri import Quadro
from raccolta.situazione import Situazione

PRIMA: Final = (15, 10, 5, 2, 1)
"""How many working days before the closing a reminder is sent.

Three weeks before there is time to find who compiles; ten days are those of GOV-05; then a week, and the last two days.
Of a closing on a Sunday the last working day is not among them: the day before it is.
"""

RIEPILOGO_DOPO: Final = 30
"""For how many days after the last closing the capofila still gets the summary of the week."""

_OGGETTO: Final = 200


class Nomi(Struct, frozen=True):
    """What a letter names: whose scheda, of which survey, whom to ask, where the site is (no slash at the end)."""

    ente: str
    scheda: int
    ambito: str
    anno: int
    sito: str
    contatto: str = ""

    @property
    def indirizzo(self) -> str:
        """The absolute address of the scheda."""
        return f"{self.sito}{reverse('raccolta:scheda_detail', args=[self.scheda])}"


class Lettera(Struct, frozen=True):
    """A subject and a text."""

    oggetto: str
    testo: str


class Dovuta(Struct, frozen=True):
    """A reminder that can be sent: whose scheda, to whom, with which words."""

    riga: Riga
    destinatari: tuple[Persona, ...]
    lettera: Lettera


class Invio(Struct, frozen=True):
    """What became of a reminder: the addresses it was sent to, and those it was not."""

    nome: str
    mandati: tuple[str, ...] = ()
    non_mandati: tuple[str, ...] = ()


# letters


def write_letter(s: Situazione, nomi: Nomi) -> Lettera:
    """The reminder for who works on a scheda: what is missing, by when, where, whom to ask."""
    cosa = _REVISIONE if s.rinvio else (_COMPILAZIONE if parole.open_quadri(s) else _CERTIFICAZIONE)
    parti = [
        f"{nomi.ente}, raccolta dei dati {nomi.anno} per il piano dell’ambito {nomi.ambito}.",
        *_what_is_missing(s, cosa),
        _by_when(s),
        f"La scheda è qui:\n{nomi.indirizzo}",
        *([f"A chi chiedere: {nomi.contatto}"] if nomi.contatto else []),
        "Questo messaggio lo manda Pianocasa a chi ha un incarico per questa scheda.",
    ]
    return Lettera(_subject(f"{nomi.ente}, dati {nomi.anno}: {cosa}{_how_long(s)}"), "\n\n".join(parti) + "\n")


_COMPILAZIONE, _CERTIFICAZIONE, _REVISIONE = "scheda da completare", "scheda da certificare", "valori da rivedere"


def _what_is_missing(s: Situazione, cosa: str) -> Iterable[str]:
    if s.rinvio:
        nomi = italiano.elenco(dict.fromkeys(parole.name_of(cella) for cella in s.rinvio.celle))
        yield f"Il capofila ha chiesto di rivedere {nomi}: «{s.rinvio.motivo}». Poi la scheda va certificata di nuovo."
    elif cosa == _CERTIFICAZIONE:
        yield "La scheda è completa. Manca la certificazione: senza, il piano non può riportare i suoi dati."
    if righe := [_page(s, quadro) for quadro in parole.open_quadri(s)]:
        yield "\n".join(["Nella scheda mancano:", *righe])


def _page(s: Situazione, quadro: Quadro) -> str:
    voci = italiano.elenco(parole.open_voci(s, quadro)) or "qualcosa da correggere"
    return f"- {quadro.titolo}: {voci}"


def _by_when(s: Situazione) -> str:
    if s.open_until:
        return f"C’è tempo fino {italiano.scadenza('al', s.open_until)}: {time_left(s.open_until, s.adesso)}."
    if s.rinvio:
        return "Ciò che il capofila ha indicato si può cambiare da subito, anche se la raccolta è chiusa."
    if s.next_opening:
        return f"La raccolta si riapre {italiano.momento('il', s.next_opening)}."
    chiusa = f" {italiano.scadenza('il', s.last_closing)}" if s.last_closing else ""
    return f"La raccolta si è chiusa{chiusa}. Per completare la scheda occorre una proroga, che si chiede al capofila."


def _how_long(s: Situazione) -> str:
    termine = s.open_until or (None if s.rinvio else s.last_closing)
    return f", {time_left(termine, s.adesso)}" if termine else ""


def _subject(testo: str) -> str:
    """One line, as long as it can be kept."""
    return " ".join(testo.split())[:_OGGETTO]


def write_contact(ambito: Ambito) -> str:
    """Whom to ask: office, telephone, address."""
    telefono = f"tel. {ambito.telefono}" if ambito.telefono else ""
    return ", ".join(filter(None, (ambito.ufficio, telefono, ambito.email)))


def write_digest(righe: Sequence[Riga], situazione: Situazione, ricognizione: Ricognizione, sito: str) -> Lettera:
    """The summary of the week for the capofila: who owes what. Wants ``ambito`` loaded."""
    anno, indirizzo = (
        ricognizione.anno,
        reverse("raccolta:cruscotto", args=[ricognizione.ambito.slug, ricognizione.anno]),
    )
    dovute = [riga for riga in righe if riga.da_sollecitare]
    quante = italiano.conta(len(dovute), "scheda aspetta", "schede aspettano")
    parti = [
        f"Raccolta dei dati {anno}, ambito {ricognizione.ambito}: {quante} ancora la certificazione, su {len(righe)}.",
        _by_when(situazione),
        "\n".join(_line(riga) for riga in dovute),
        f"Il cruscotto è qui:\n{sito}{indirizzo}",
        "Questo messaggio lo manda Pianocasa ogni settimana all’ufficio del capofila.",
    ]
    return Lettera(_subject(f"Dati {anno}: {quante} la certificazione"), "\n\n".join(parti) + "\n")


def _line(riga: Riga) -> str:
    altro = [riga.organico.manca, "in ritardo" if riga.in_ritardo else ""]
    return f"- {riga.nome}: {'; '.join(filter(None, [riga.stato, *altro]))}"


# on which days


def prepare(riga: Riga, ricognizione: Ricognizione, sito: str) -> Dovuta:
    """The reminder for a row of the board, not yet sent. Wants ``ambito`` loaded."""
    ambito = ricognizione.ambito
    nomi = Nomi(riga.nome, riga.scheda, str(ambito), ricognizione.anno, sito, write_contact(ambito))
    return Dovuta(riga, riga.destinatari, write_letter(riga.situazione, nomi))


def is_reminder_day(s: Situazione, giorno: date) -> bool:
    """Whether on this day who owes something is reminded: see ``PRIMA``, and the working day after the closing."""
    if not is_working_day(giorno):
        return False
    if s.open_until:
        return working_days_between(giorno, last_day(s.open_until)) in PRIMA
    return s.last_closing is not None and giorno == next_working_day(last_day(s.last_closing))


def is_digest_day(s: Situazione, giorno: date) -> bool:
    """Whether the capofila gets the summary: on Mondays, and for some weeks after the closing."""
    recente = s.last_closing and (giorno - last_day(s.last_closing)).days <= RIEPILOGO_DOPO
    return giorno == first_working_day_of_week(giorno) and bool(s.open_until or recente)


def prepare_digest(
    righe: Sequence[Riga], situazione: Situazione, ricognizione: Ricognizione, sito: str
) -> list[Dovuta]:
    """The summary, kept as the reminder of the day of the scheda d'ambito: the same people read both."""
    ambito = [riga for riga in righe if riga.situazione.d_ambito and not riga.sollecitata_oggi and riga.organico.tutti]
    if not any(riga.da_sollecitare for riga in righe):
        return []
    lettera = write_digest(righe, situazione, ricognizione, sito)
    return [Dovuta(riga, riga.organico.tutti, lettera) for riga in ambito]


# sending


def send_reminders(dovute: Iterable[Dovuta], *, by: Attore, quando: datetime) -> tuple[Invio, ...]:
    """One message to each person; what was sent is kept, what was not leaves no trace.

    A scheda that was reminded today, by another click or another process, is left out.
    """
    dovute = tuple(dovute)
    try:
        with posta.connect() as server:
            invii = [_send(dovuta, server, by=by, quando=quando) for dovuta in dovute]
    except OSError:  # the mail server does not answer: nothing has been kept yet
        return tuple(Invio(dovuta.riga.nome, (), _addresses(dovuta)) for dovuta in dovute)
    return tuple(invio for invio in invii if invio)


def _send(dovuta: Dovuta, server: BaseEmailBackend, *, by: Attore, quando: datetime) -> Invio | None:
    """The row comes first: of two who send at once the second finds it, and sends nothing."""
    sollecito = _reserve(dovuta, by=by, quando=quando)
    if sollecito is None:
        return None
    tutti = _addresses(dovuta)
    mancati = posta.send(tutti, dovuta.lettera.oggetto, dovuta.lettera.testo, server=server)
    mandati = tuple(indirizzo for indirizzo in tutti if indirizzo not in mancati)
    righe = Sollecito.objects.for_system().filter(pk=sollecito.pk)
    if not mandati:
        righe.delete()
    elif mancati:
        righe.update(destinatari=mandati)
    return Invio(dovuta.riga.nome, mandati, mancati)


def _reserve(dovuta: Dovuta, *, by: Attore, quando: datetime) -> Sollecito | None:
    try:
        with transaction.atomic():
            return Sollecito.objects.create(
                scheda_id=dovuta.riga.scheda,
                giorno=day_of(quando),
                destinatari=_addresses(dovuta),
                oggetto=dovuta.lettera.oggetto,
                testo=dovuta.lettera.testo,
                da=by.nome if isinstance(by, AttoreSistema) else str(by.utente),
                quando=quando,
            )
    except IntegrityError:
        return None


def _addresses(dovuta: Dovuta) -> tuple[str, ...]:
    return tuple(persona.email for persona in dovuta.destinatari)


def write_outcome(invii: Sequence[Invio], chiesti: int) -> Iterable[tuple[str, str]]:
    """What became of the reminders, for who sent them: level of the message (SUCCESS, WARNING, ERROR) and sentence."""
    mandati = [invio for invio in invii if invio.mandati]
    if mandati:
        messaggi = italiano.conta(sum(len(invio.mandati) for invio in mandati), "messaggio", "messaggi")
        yield "SUCCESS", f"Mandati {messaggi} per {italiano.elenco(invio.nome for invio in mandati)}."
    if mancati := [invio for invio in invii if invio.non_mandati]:
        chi = italiano.elenco(f"{invio.nome} ({italiano.elenco(invio.non_mandati)})" for invio in mancati)
        yield "ERROR", f"Il server di posta non ha preso i messaggi per {chi}: non risultano mandati."
    if len(invii) < chiesti:
        yield "WARNING", "Chi era già stato sollecitato oggi non ha ricevuto altri messaggi."
