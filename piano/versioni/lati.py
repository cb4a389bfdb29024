"""The two sides of a comparison: a stored version, the plan as it is now, that of the year before."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from msgspec import Struct

from enti.models import Ambito
from lessico import italiano
from lessico.congelamento import thaw
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot
from piano.valori import PianoSnapshot
from piano.versioni.confronto import compare
from piano.versioni.esiti import Sfondo
from piano.versioni.valori import Confronto
from raccolta.models import Certificazione
from raccolta.regime import load_unverified
from raccolta.valori import SchedaCongelata

ADESSO: Final = "bozza"
ANNO_PRIMA: Final = "anno-prima"
PESANTI: Final = ("contenuto", "html", "pdf")
"""What a list of versions does not read."""


class Lato(Struct, frozen=True):
    """A side that can be chosen: the word in the address, and its name."""

    codice: str
    nome: str


def find_versions(piano: Piano) -> QuerySet[Versione]:
    """The stored versions of a plan, the newest first, without their bytes."""
    return Versione.objects.for_system().filter(piano=piano).defer(*PESANTI).order_by("-numero")


def find_before(piano: Piano) -> Versione | None:
    """The last stored version of the plan of the year before, without its bytes; a mere draft is nobody's plan."""
    ricognizione = piano.ricognizione
    versioni = Versione.objects.for_system().filter(
        piano__ricognizione__ambito=ricognizione.ambito_id, piano__ricognizione__anno=ricognizione.anno - 1
    )
    return versioni.defer(*PESANTI).order_by("-numero").first()


def list_sides(piano: Piano, versioni: list[Versione], *, bozza: bool) -> tuple[Lato, ...]:
    """What can be compared, the newest first; ``bozza``: whether who asks may read the plan as it is now."""
    return tuple(_sides(piano, versioni, bozza=bozza))


def _sides(piano: Piano, versioni: list[Versione], *, bozza: bool) -> Iterator[Lato]:
    if bozza:
        yield Lato(ADESSO, "Il piano com’è adesso")
    for versione in versioni:
        yield Lato(str(versione.numero), describe_version(versione))
    if find_before(piano):
        yield Lato(ANNO_PRIMA, f"Il piano del {piano.ricognizione.anno - 1}")


def describe_version(versione: Versione) -> str:
    """«Versione 2, approvazione, 3 marzo 2026»."""
    quando = italiano.data(versione.quando.astimezone(italiano.ROMA).date())
    return f"Versione {versione.numero}, {italiano.minuscola(versione.get_atto_display())}, {quando}"


def load_side(piano: Piano, codice: str) -> PianoSnapshot:
    """One of the sides of ``list_sides``."""
    if codice == ADESSO:
        return build_snapshot(piano)
    prima = find_before(piano) if codice == ANNO_PRIMA else None
    quale = {"pk": prima.pk} if prima else {"piano": piano, "numero": int(codice)}
    return thaw(bytes(Versione.objects.for_system().only("contenuto").get(**quale).contenuto), PianoSnapshot)


def compare_sides(piano: Piano, da: str, a: str) -> Confronto:
    """Two sides, and what the rules need besides: a few queries, whatever the number of enti."""
    prima, dopo = load_side(piano, da), load_side(piano, a)
    return compare(prima, dopo, load_background(piano.ricognizione.ambito, prima, dopo))


def load_background(ambito: Ambito, *piani: PianoSnapshot) -> Sfondo:
    """What was certified the year before each of the plans, and the numbers of the law that nobody has verified."""
    anni = {piano.contenuti.testata.anno - 1 for piano in piani}
    righe = (
        Certificazione.objects.for_system()
        .filter(scheda__ricognizione__ambito=ambito, scheda__ricognizione__anno__in=anni)
        .order_by("numero")
        .values_list("scheda__ricognizione__anno", "scheda__ente", "contenuto")
    )
    ultime = {(anno, ente or ""): contenuto for anno, ente, contenuto in righe}
    per_anno: defaultdict[int, dict[str, SchedaCongelata]] = defaultdict(dict)
    for (anno, ente), contenuto in ultime.items():
        per_anno[anno][ente] = thaw(bytes(contenuto), SchedaCongelata)
    incerti = [load_unverified(piano.contenuti.regime.al) for piano in piani]
    return Sfondo(per_anno, frozenset().union(*incerti))
