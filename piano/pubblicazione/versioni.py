"""Which versions of a plan are published, and what one says of the others: newest first, without their bytes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from msgspec import Struct

from lessico import italiano
from piano.models import Rettifica, Versione
from piano.testata import ROMA

LEGGERA = ("numero", "piano__tipo", "piano__stato", "piano__ricognizione__anno")
IMPRONTE = ("impronta", "impronta_contenuti")
"""In the row they stand after the bytes, which SQLite walks through to reach them: not for lists."""
AMBITO = tuple(f"piano__ricognizione__ambito__{nome}" for nome in ("slug", "nome", "dimostrazione"))
RIVOLGERSI = tuple(f"piano__ricognizione__ambito__{nome}" for nome in ("ufficio", "telefono", "email"))


class Edizione(Struct, frozen=True):
    """A published version as the list of the versions names it."""

    numero: int
    pubblicata_il: str
    motivo: str
    indirizzo: str
    impronta: str


def find_published() -> QuerySet[Versione]:
    """Every version that was published: anybody may read them, so nobody is asked who they are.

    ``Versione.objects.published()`` would find them one by one, each in a row of a megabyte.
    """
    return Versione.objects.for_system().filter(pubblicazione__isnull=False)


def load_published(*altri: str, **filtri: object) -> list[Versione]:
    """Published versions, newest first, without their bytes; ``altri`` are more fields."""
    campi = (*altri, *LEGGERA, *AMBITO, *RIVOLGERSI, "pubblicazione__quando")
    versioni = find_published().filter(**filtri).select_related("piano__ricognizione__ambito", "pubblicazione")
    return list(versioni.only(*campi).order_by("-numero"))


def of_plan(ambito: str, anno: int) -> list[Versione]:
    """The published versions of a plan, newest first; none where nothing was published."""
    return load_published(*IMPRONTE, piano__ricognizione__ambito__slug=ambito, piano__ricognizione__anno=anno)


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
