"""The lists of published plans: that of the home, by ambito and found by name, and that of one ambito."""

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from enti.models import Ambito
from lessico import italiano
from piano.html import BREVI
from piano.lettura import cards
from piano.models import Piano, Versione
from piano.pubblicazione.versioni import find_published
from piano.testata import ROMA

POCHI: Final = 6
"""Ambiti among which one finds one's own without searching."""


class PianoPubblicato(Struct, frozen=True):
    """A plan in a list: its year, when its last version came out, which one that is."""

    anno: int
    titolo: str
    pubblicato_il: str
    versione: int
    url: str


class AmbitoPubblicato(Struct, frozen=True):
    """An ambito with its published plans, the last year first."""

    slug: str
    nome: str
    url: str
    dimostrazione: bool
    piani: tuple[PianoPubblicato, ...]

    @property
    def ultimo(self) -> PianoPubblicato:
        """The plan of the last year."""
        return self.piani[0]

    @property
    def precedenti(self) -> tuple[PianoPubblicato, ...]:
        """The plans of the years before."""
        return self.piani[1:]


def build_home(cerca: str) -> dict[str, object]:
    """The context of the home: the published plans, what was looked for, and apart from them the demonstration."""
    ambiti = list_ambiti(find_published())
    veri = [ambito for ambito in ambiti if not ambito.dimostrazione]
    trovati = _search(veri, cerca.strip())
    dimostrazioni = Piano.objects.published().filter(ricognizione__ambito__dimostrazione=True)
    return {
        "ambiti": trovati,
        "quanti": len(veri),
        "cerca": cerca.strip(),
        "si_cerca": len(veri) > POCHI or bool(cerca.strip()),
        "dimostrazioni": cards(dimostrazioni.select_related("ricognizione__ambito")),
        "da_cominciare": not Ambito.objects.for_system().exists(),
    }


def build_of_ambito(slug: str) -> dict[str, object]:
    """The context of the page of an ambito; empty where it has published nothing."""
    if not (ambiti := list_ambiti(find_published().filter(piano__ricognizione__ambito__slug=slug))):
        return {}
    ambito = Ambito.objects.for_system().get(slug=slug)
    return {"ambito": ambito, "dimostrazione": ambito.dimostrazione, "pubblicato": ambiti[0]}


class _Riga(NamedTuple):
    """A published version, as one row."""

    slug: str
    nome: str
    dimostrazione: bool
    anno: int
    tipo: str
    numero: int
    quando: datetime


_AMBITO: Final = "piano__ricognizione__ambito"
_CAMPI: Final = (
    *(f"{_AMBITO}__{nome}" for nome in ("slug", "nome", "dimostrazione")),
    "piano__ricognizione__anno",
    "piano__tipo",
    "numero",
    "pubblicazione__quando",
)


def list_ambiti(versioni: QuerySet[Versione]) -> list[AmbitoPubblicato]:
    """The ambiti by name, each with its plans, the last year first; one query, whatever their number."""
    righe = versioni.order_by("numero").values_list(*_CAMPI)
    ultime = {(riga.slug, riga.anno): riga for riga in map(_Riga._make, righe)}
    per_ambito: dict[str, list[_Riga]] = {}
    for _, riga in sorted(ultime.items(), reverse=True):
        per_ambito.setdefault(riga.slug, []).append(riga)
    return sorted(map(_ambito, per_ambito.values()), key=lambda ambito: ambito.nome.casefold())


def _ambito(righe: list[_Riga]) -> AmbitoPubblicato:
    slug, nome, dimostrazione, *_ = righe[0]
    return AmbitoPubblicato(
        slug=slug,
        nome=italiano.tipografico(nome),
        url=reverse("piano:ambito_piani", args=[slug]),
        dimostrazione=dimostrazione,
        piani=tuple(map(_plan, righe)),
    )


def _plan(riga: _Riga) -> PianoPubblicato:
    return PianoPubblicato(
        anno=riga.anno,
        titolo=BREVI[riga.tipo],
        pubblicato_il=italiano.data(riga.quando.astimezone(ROMA).date()),
        versione=riga.numero,
        url=reverse("piano:piano_detail", args=[riga.slug, riga.anno]),
    )


def _search(ambiti: list[AmbitoPubblicato], cerca: str) -> list[AmbitoPubblicato]:
    """Those whose name holds these letters, or that have a comune whose name does."""
    if not cerca:
        return ambiti
    di_nome = Q(nome__icontains=cerca) | Q(adesioni__ente__nome__icontains=cerca)
    slug = set(Ambito.objects.for_system().filter(di_nome).values_list("slug", flat=True))
    return [ambito for ambito in ambiti if ambito.slug in slug]
