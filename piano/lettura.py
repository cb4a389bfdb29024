"""How a plan is read: a stored version as it was stored, a draft from its data."""

from django.urls import reverse
from msgspec import Struct

from lessico.congelamento import freeze, thaw
from piano.html import TITOLI, cut, render_html
from piano.models import Piano, Versione
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot


class Lettura(Struct, frozen=True):
    """A document to be read; ``pdf`` is empty when it is not stored."""

    documento: str
    bozza: bool
    pdf: bytes = b""

    def articolo(self) -> str:
        """The ``<article>`` of the document."""
        return cut(self.documento, "article")

    def indice(self) -> str:
        """The ``<nav>`` with its contents."""
        return cut(self.documento, "nav")


def describe(piano: Piano) -> dict[str, object]:
    """What a page says of a plan before one opens it. Wants ``ricognizione__ambito`` loaded."""
    ricognizione = piano.ricognizione
    return {
        "ambito_nome": f"Ambito {ricognizione.ambito.nome}",
        "anno": ricognizione.anno,
        "titolo": TITOLI[piano.tipo],
        "stato_etichetta": piano.get_stato_display(),
        "dimostrazione": ricognizione.ambito.dimostrazione,
        "url": reverse("piano:piano_detail", args=[ricognizione.ambito.slug, ricognizione.anno]),
    }


def read(piano: Piano) -> Lettura:
    """The last stored version of a plan that is approved; otherwise the draft as its data are now."""
    versione = Versione.objects.for_system().filter(piano=piano).order_by("-numero").first()
    if piano.stato != "raccolta" and versione:
        return Lettura(bytes(versione.html).decode(), bozza=False, pdf=bytes(versione.pdf))
    contenuto = freeze(build_snapshot(piano))
    return Lettura(render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto)), bozza=True)
