"""Questions and answers on a voce or on a cella: asked, answered, resolved, opened again by a new message."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.models.utente import Ruolo
from enti.permessi import Azione, find_incarico
from patrimonio.models import Scheda
from raccolta.lettura.etichette import label_of, load_names
from raccolta.models import Conversazione, Messaggio

LUNGHEZZA: Final = 4000
"""How long a message may be."""


class Discorso(Struct, frozen=True):
    """A conversation with the name of what it is on, and its messages in order."""

    conversazione: Conversazione
    etichetta: str
    messaggi: tuple[Messaggio, ...]

    @property
    def di_una_cella(self) -> bool:
        """Whether it is on one value, which has its own page."""
        return "/" in self.conversazione.oggetto


def find_talker(request: Richiesta, scheda: Scheda) -> Incarico | None:
    """The incarico by which one asks and answers on a scheda."""
    ambito = scheda.ricognizione.ambito_id
    return find_incarico(request.incarichi, Azione.DOMANDA, ambito=ambito, ente=scheda.ente_id)


def read_conversations(request: Richiesta, scheda: Scheda, oggetto: str = "") -> tuple[Discorso, ...]:
    """Those of a scheda, or of one of its voci or celle; the open ones first, then the newest; seven queries."""
    righe = Conversazione.objects.visible_to(request.incarichi).filter(scheda=scheda)
    return read(righe.filter(oggetto=oggetto) if oggetto else righe, scheda)


def read(righe: "QuerySet[Conversazione]", scheda: Scheda) -> tuple[Discorso, ...]:
    """Some conversations of a scheda, with their messages."""
    ordinate = righe.order_by(F("risolta_il").desc(nulls_first=True), "-pk")
    trovate = list(ordinate.prefetch_related(Prefetch("messaggi", Messaggio.objects.for_system().order_by("pk"))))
    nomi = load_names((conversazione.oggetto for conversazione in trovate), scheda)
    return tuple(Discorso(c, label_of(c.oggetto, nomi), tuple(c.messaggi.all())) for c in trovate)


@transaction.atomic
def ask(scheda: Scheda, *, oggetto: str, testo: str, by: Incarico, quando: datetime) -> Conversazione:
    """Open a conversation on a voce or a cella; a second click finds the one that the first opened."""
    Scheda.objects.for_system().select_for_update().get(pk=scheda.pk)
    aperte = Conversazione.objects.for_system().filter(scheda=scheda, oggetto=oggetto, risolta_il=None)
    for aperta in aperte.order_by("-pk")[:1]:
        if _is_last(aperta, testo, by):
            return aperta
    conversazione = Conversazione.objects.create(scheda=scheda, oggetto=oggetto)
    _write(conversazione, testo, by=by, quando=quando)
    return conversazione


@transaction.atomic
def reply(conversazione: Conversazione, *, testo: str, by: Incarico, quando: datetime) -> None:
    """Add a message; a resolved conversation is open again."""
    bloccata = _lock(conversazione)
    if _is_last(bloccata, testo, by):
        return
    _write(bloccata, testo, by=by, quando=quando)
    Conversazione.objects.for_system().filter(pk=bloccata.pk).update(risolta_il=None, risolta_da="")


@transaction.atomic
def resolve(conversazione: Conversazione, *, by: Incarico, quando: datetime) -> None:
    """Nothing else is to be said; one that is resolved stays as it is."""
    aperta = Conversazione.objects.for_system().filter(pk=_lock(conversazione).pk, risolta_il=None)
    aperta.update(risolta_il=quando, risolta_da=str(by.utente))


def _lock(conversazione: Conversazione) -> Conversazione:
    return Conversazione.objects.for_system().select_for_update().get(pk=conversazione.pk)


def _is_last(conversazione: Conversazione, testo: str, by: Incarico) -> bool:
    """The same words by the same person, and nothing after them."""
    ultimo = Messaggio.objects.for_system().filter(conversazione=conversazione).order_by("-pk").first()
    return bool(ultimo and ultimo.testo == testo and ultimo.da == str(by.utente))


def _write(conversazione: Conversazione, testo: str, *, by: Incarico, quando: datetime) -> None:
    Messaggio.objects.create(
        conversazione=conversazione,
        testo=testo,
        da=str(by.utente),
        dal_capofila=by.ruolo == Ruolo.CAPOFILA,
        quando=quando,
    )
