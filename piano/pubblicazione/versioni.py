"""Which versions of a plan are published, and what one says of the others: newest first, without their bytes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from msgspec import Struct

from lessico import italiano
from piano.models import Rettifica, Versione
from piano.testata import ROMA

LEGGERA = ("numero", "impronta", "impronta_contenuti", "piano__tipo", "piano__stato", "piano__ricognizione__anno")
AMBITO = tuple(f"piano__ricognizione__ambito__{nome}" for nome in ("slug", "nome", "dimostrazione"))
RIVOLGERSI = tuple(f"piano__ricognizione__ambito__{nome}" for nome in ("ufficio", "telefono", "email"))


class Edizione(Struct, frozen=True):
    """A published version as the list of the versions names it."""

    numero: int
    pubblicata_il: str
    motivo: str
    indirizzo: str
    impronta: str


def published(versioni: QuerySet[Versione]) -> QuerySet[Versione]:
    """Those of ``versioni`` that were published, newest first, without their bytes."""
    campi = (*LEGGERA, *AMBITO, *RIVOLGERSI, "pubblicazione__quando")
    return (
        versioni.filter(pubblicazione__isnull=False)
        .select_related("piano__ricognizione__ambito", "pubblicazione")
        .only(*campi)
        .order_by("-numero")
    )


def of_plan(versioni: QuerySet[Versione], ambito: str, anno: int) -> list[Versione]:
    """The published versions of a plan, newest first; none where nothing was published."""
    del_piano = versioni.filter(piano__ricognizione__ambito__slug=ambito, piano__ricognizione__anno=anno)
    return list(published(del_piano))


def last_ones(versioni: Iterable[Versione]) -> Iterator[Versione]:
    """Of each plan the newest version, in the order in which the plans come."""
    visti: set[int] = set()
    for versione in versioni:
        if versione.piano_id not in visti:
            visti.add(versione.piano_id)
            yield versione


def published_on(versione: Versione) -> date:
    """The day a version came out, in Italy."""
    return versione.pubblicazione.quando.astimezone(ROMA).date()


def list_editions(versioni: Sequence[Versione]) -> list[Edizione]:
    """What the changelog says, of all the published versions of a plan, newest first."""
    motivi = _reasons(versioni)
    return [
        Edizione(
            numero=versione.numero,
            pubblicata_il=italiano.data(published_on(versione)),
            motivo=motivi.get(versione.numero, ""),
            indirizzo=address_of(versione),
            impronta=versione.impronta,
        )
        for versione in versioni
    ]


def _reasons(versioni: Sequence[Versione]) -> dict[int, str]:
    """By number, why there is a new version: what was corrected since the published one before it."""
    chiuse = Rettifica.objects.for_system().filter(piano=versioni[0].piano_id, versione__isnull=False)
    motivi: dict[int, str] = {}
    for corretta, motivo in chiuse.order_by("versione__numero").values_list("versione__numero", "motivo"):
        uscita = min((v.numero for v in versioni if v.numero >= corretta), default=0)
        motivi[uscita] = f"{motivi[uscita]} {motivo}" if uscita in motivi else motivo
    return motivi


def address_of(versione: Versione) -> str:
    """Where a version stays for good."""
    return reverse("piano:versione", args=[*keys_of(versione), versione.numero])


def keys_of(versione: Versione) -> tuple[str, int]:
    """The ambito and the year that name the plan of a version."""
    ricognizione = versione.piano.ricognizione
    return ricognizione.ambito.slug, ricognizione.anno
