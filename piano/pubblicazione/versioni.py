"""Which versions of a plan are published, and what one says of the others: newest first, without their bytes."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from lessico import italiano
from piano.models import Versione

LEGGERA = ("numero", "impronta", "impronta_contenuti", "piano__tipo", "piano__ricognizione__anno")
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
    campi = (*LEGGERA, *AMBITO, *RIVOLGERSI, "pubblicazione__quando", "rettifica__motivo")
    return (
        versioni.filter(pubblicazione__isnull=False)
        .select_related("piano__ricognizione__ambito", "pubblicazione", "rettifica")
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
    return timezone.localtime(versione.pubblicazione.quando).date()


def list_editions(versioni: Iterable[Versione]) -> list[Edizione]:
    """What the changelog says."""
    return [
        Edizione(
            numero=versione.numero,
            pubblicata_il=italiano.data(published_on(versione)),
            motivo=_reason(versione),
            indirizzo=address_of(versione),
            impronta=versione.impronta,
        )
        for versione in versioni
    ]


def _reason(versione: Versione) -> str:
    """Why there is a new version: the reason of the rettifica that it closed."""
    rettifica = getattr(versione, "rettifica", None)
    return rettifica.motivo if rettifica else ""


def address_of(versione: Versione) -> str:
    """Where a version stays for good."""
    return reverse("piano:versione", args=[*keys_of(versione), versione.numero])


def keys_of(versione: Versione) -> tuple[str, int]:
    """The ambito and the year that name the plan of a version."""
    ricognizione = versione.piano.ricognizione
    return ricognizione.ambito.slug, ricognizione.anno
