"""Opinions given on other contenuti than those one reads now (GOV-04): every page of the plan tells of them."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from msgspec import Struct

from lessico.congelamento import fingerprint, freeze
from piano.models import IN_BOZZA, Parere, Piano, Versione
from piano.snapshot import build_snapshot


class Superato(Struct, frozen=True):
    """An ALER that was heard on other contenuti, and where the difference is read; empty when they were not stored."""

    aler: str
    url: str


def find_outdated(piano: Piano) -> tuple[Superato, ...]:
    """One query where nobody has been heard. Wants ``ricognizione__ambito``."""
    sentiti = Parere.objects.for_system().filter(piano=piano).exclude(impronta_contenuti="").select_related("aler")
    return tuple(_outdated(piano, list(sentiti)))


def _outdated(piano: Piano, sentiti: list[Parere]) -> Iterator[Superato]:
    if not sentiti:
        return
    righe = Versione.objects.for_system().filter(piano=piano).order_by("numero")
    versioni = {impronta: numero for numero, impronta in righe.values_list("numero", "impronta_contenuti")}
    in_bozza = piano.stato in IN_BOZZA or not versioni
    attuale = _now(piano) if in_bozza else max(versioni, key=lambda impronta: versioni[impronta])
    verso = "bozza" if in_bozza else str(max(versioni.values()))
    for parere in sentiti:
        if parere.impronta_contenuti != attuale:
            esaminata = versioni.get(parere.impronta_contenuti)
            yield Superato(str(parere.aler), _difference(piano, esaminata, verso) if esaminata else "")


def _now(piano: Piano) -> str:
    return fingerprint(freeze(build_snapshot(piano).contenuti))


def _difference(piano: Piano, da: int, a: str) -> str:
    dove = [piano.ricognizione.ambito.slug, piano.ricognizione.anno]
    return f"{reverse('piano:confronto', args=dove)}?{urlencode({'da': da, 'a': a})}"
