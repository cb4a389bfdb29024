"""The first start of an ambito: how far it has come, and its first year."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from msgspec import Struct

from enti import registro
from enti.calendario import day_of, moment
from enti.incarichi import in_force
from enti.membri import find_capofila
from enti.models import Ambito, Attore, Incarico, Invito
from enti.persone import members
from lessico import italiano
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Finestra, Ricognizione
from piano import schema
from piano.anno import create, last_survey, propose
from piano.models import SchemaRiga


class PassoAvvio(Struct, frozen=True):
    """A step of the first start."""

    titolo: str
    fatto: bool
    detto: str
    url: str
    prossimo: bool = False


def list_steps(ambito: Ambito, oggi: date) -> list[PassoAvvio]:
    """The steps, in the order in which they are taken; they can be taken again at any time."""
    enti = members(ambito, oggi)
    comuni = sum(ente.comune_id is not None for ente in enti)
    altri = len(enti) - comuni
    capofila = find_capofila(ambito, oggi)
    incarichi = Incarico.objects.for_system().filter(in_force(oggi))
    persone = incarichi.filter(ambito=ambito).count() + incarichi.filter(ente__in=enti).count()
    inviti = Invito.objects.for_system().filter(usato_il=None, annullato_il=None)
    aperti = inviti.filter(ambito=ambito).count() + inviti.filter(ente__in=enti).count()
    ultima = last_survey(ambito)
    detti = (
        ("comuni", "I comuni", bool(comuni), italiano.conta(comuni, "comune", "comuni")),
        ("enti", "ALER, operatori, unioni", bool(altri), _others(altri)),
        ("capofila", "Il capofila", bool(capofila), str(capofila.ente) if capofila else "da designare"),
        (
            "persone",
            "Le persone",
            bool(persone or aperti),
            _people(persone, aperti),
        ),
        ("anno", "Il primo anno", bool(ultima), f"anno {ultima.anno}" if ultima else "da creare"),
    )
    prossimo = next((nome for nome, _, fatto, _ in detti if not fatto), "")
    return [
        PassoAvvio(titolo, fatto, detto, reverse(f"piano:avvio_{nome}", args=[ambito.slug]), nome == prossimo)
        for nome, titolo, fatto, detto in detti
    ]


def _others(enti: int) -> str:
    return italiano.conta(enti, "ente", "enti") if enti else "da aggiungere, dove ce ne sono"


def _people(incarichi: int, inviti: int) -> str:
    dati = italiano.conta(incarichi, "incarico", "incarichi")
    return f"{dati}, {italiano.conta(inviti, 'invito', 'inviti')} in attesa"


@transaction.atomic
def open_first_year(
    ambito: Ambito, anno: int, *, dal: date | None, al: date | None, by: Attore, quando: datetime
) -> Ricognizione:
    """The first survey with its plan, the default schema where there is none, and perhaps the first window.

    Raises AttoNonConsentito when there is a year already: the following ones are made from the one before.
    """
    if ultima := last_survey(ambito):
        raise AttoNonConsentito(f"C’è già il {ultima.anno}: gli anni dopo il primo li prepara il capofila.")
    if not SchemaRiga.objects.for_system().filter(ambito=ambito).exists():
        schema.update(ambito, 2018, schema.load_default())
    ricognizione = create(propose(ambito, anno), by=by, quando=quando)
    if dal and al:
        inizio, fine = moment(dal, time.min), moment(al + timedelta(days=1), time.min)
        Finestra.objects.create(ricognizione=ricognizione, dal=inizio, al=fine)
        giorni = italiano.periodo(day_of(inizio), al)
        registro.append(
            "apertura della finestra",
            catena=ricognizione.catena,
            oggetto=str(ricognizione),
            by=by,
            quando=quando,
            dettaglio=giorni,
        )
    return ricognizione
