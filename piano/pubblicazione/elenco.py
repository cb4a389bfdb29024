"""The lists of published plans: that of the home, by ambito and found by name, and that of one ambito."""

from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from enti.models import Ambito
from lessico import italiano
from piano.html import BREVI
from piano.lettura import cards
from piano.models import Piano, Versione
from piano.pubblicazione.versioni import keys_of, last_ones, published, published_on

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
    ambiti = list_ambiti(Versione.objects.published())
    veri = [ambito for ambito in ambiti if not ambito.dimostrazione]
    trovati = _search(veri, cerca.strip())
    return {
        "ambiti": trovati,
        "quanti": len(veri),
        "cerca": cerca.strip(),
        "si_cerca": len(veri) > POCHI or bool(cerca.strip()),
        "dimostrazioni": cards(Piano.objects.published().filter(ricognizione__ambito__dimostrazione=True)),
        "da_cominciare": not Ambito.objects.for_system().exists(),
    }


def build_of_ambito(slug: str) -> dict[str, object]:
    """The context of the page of an ambito; empty where it has published nothing."""
    versioni = Versione.objects.published().filter(piano__ricognizione__ambito__slug=slug)
    if not (ambiti := list_ambiti(versioni)):
        return {}
    ambito = Ambito.objects.for_system().get(slug=slug)
    return {"ambito": ambito, "dimostrazione": ambito.dimostrazione, "pubblicato": ambiti[0]}


def list_ambiti(versioni: QuerySet[Versione]) -> list[AmbitoPubblicato]:
    """The ambiti by name, each with its plans; one query, whatever their number."""
    per_ambito: dict[str, list[Versione]] = {}
    for versione in last_ones(published(versioni)):
        per_ambito.setdefault(keys_of(versione)[0], []).append(versione)
    return sorted((_ambito(ultime) for ultime in per_ambito.values()), key=lambda ambito: ambito.nome.casefold())


def _ambito(ultime: list[Versione]) -> AmbitoPubblicato:
    ambito = ultime[0].piano.ricognizione.ambito
    per_anno = sorted(ultime, key=lambda versione: -keys_of(versione)[1])
    return AmbitoPubblicato(
        slug=ambito.slug,
        nome=italiano.tipografico(ambito.nome),
        url=reverse("piano:ambito_piani", args=[ambito.slug]),
        dimostrazione=ambito.dimostrazione,
        piani=tuple(map(_plan, per_anno)),
    )


def _plan(versione: Versione) -> PianoPubblicato:
    return PianoPubblicato(
        anno=keys_of(versione)[1],
        titolo=BREVI[versione.piano.tipo],
        pubblicato_il=italiano.data(published_on(versione)),
        versione=versione.numero,
        url=reverse("piano:piano_detail", args=keys_of(versione)),
    )


def _search(ambiti: list[AmbitoPubblicato], cerca: str) -> list[AmbitoPubblicato]:
    """Those whose name holds these letters, or that have a comune whose name does."""
    if not cerca:
        return ambiti
    di_nome = Q(nome__icontains=cerca) | Q(adesioni__ente__nome__icontains=cerca)
    slug = set(Ambito.objects.for_system().filter(di_nome).values_list("slug", flat=True))
    return [ambito for ambito in ambiti if ambito.slug in slug]
