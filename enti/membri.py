"""The members of an ambito, whom to ask there, and which enti have one clerk only."""

from datetime import date, datetime

from django.db import transaction
from msgspec import Struct

from enti import registro
from enti.incarichi import in_force
from enti.models import Adesione, Ambito, Attore, Designazione, Ente
from enti.models.ambito import RuoloDesignazione
from lessico import italiano
from lessico.flusso import AttoNonConsentito


class Membro(Struct, frozen=True):
    """A line of the list of members."""

    slug: str
    nome: str
    tipo: str
    dal: str
    al: str
    capofila: bool
    unico_addetto: bool


def find_capofila(ambito: Ambito, al: date) -> Designazione | None:
    """The designation of the capofila that holds on a day: the last one."""
    designate = Designazione.objects.filter(ambito=ambito, ruolo=RuoloDesignazione.CAPOFILA, data__lte=al)
    return designate.exclude(al__lt=al).select_related("ente").order_by("-data").first()


def list_members(ambito: Ambito, capofila: Designazione | None) -> list[Membro]:
    """All who belong or have belonged to an ambito, by name."""
    adesioni = Adesione.objects.filter(ambito=ambito).select_related("ente").order_by("dal")
    di_chi = capofila.ente_id if capofila else None
    righe = [
        Membro(
            slug=adesione.ente_id,
            nome=str(adesione.ente),
            tipo=adesione.ente.get_tipo_display(),
            dal=italiano.data(adesione.dal),
            al=italiano.data(adesione.al) if adesione.al else "",
            capofila=adesione.ente_id == di_chi,
            unico_addetto=adesione.ente.unico_addetto,
        )
        for adesione in adesioni
    ]
    return sorted(righe, key=lambda membro: membro.nome.casefold())


def find_member(ambito: Ambito, ente: str, al: date) -> Ente | None:
    """A member of an ambito on a day."""
    return Ente.objects.filter(pk=ente, pk__in=_members(ambito, al)).first()


def _members(ambito: Ambito, al: date) -> list[str]:
    return list(Adesione.objects.filter(in_force(al), ambito=ambito).values_list("ente_id", flat=True))


@transaction.atomic
def update_office(ambito: Ambito, *, ufficio: str, telefono: str, email: str, by: Attore, quando: datetime) -> None:
    """Whom to ask in the ambito: printed on all its pages."""
    Ambito.objects.for_system().filter(pk=ambito.pk).update(ufficio=ufficio, telefono=telefono, email=email)
    scritto = ", ".join(filter(None, (ufficio, telefono, email))) or "nessuno"
    registro.append(
        "a chi rivolgersi", catena=ambito.catena, oggetto=str(ambito), by=by, quando=quando, dettaglio=scritto
    )


@transaction.atomic
def mark_unico_addetto(ente: Ente, *, unico: bool, motivo: str, ambito: Ambito, by: Attore, quando: datetime) -> None:
    """Whether in an ente who compiles may also certify, and why. Raises AttoNonConsentito when it is so already."""
    if not Ente.objects.filter(pk=ente.pk, unico_addetto=not unico).update(unico_addetto=unico):
        raise AttoNonConsentito("Era già segnato così.")
    atto = "unico addetto" if unico else "non più unico addetto"
    registro.append(atto, catena=ambito.catena, oggetto=str(ente), by=by, quando=quando, dettaglio=motivo)
