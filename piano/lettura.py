"""How a plan is read: a stored version as it was stored, a draft from its data."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from msgspec import Struct

from lessico.congelamento import freeze, thaw
from piano.deposito import ensure, find_composed
from piano.html import TITOLI, cut, render_html
from piano.models import IN_BOZZA, PROPOSTI, Piano, Versione
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot


class Lettura(Struct, frozen=True):
    """A document to be read: a stored version, or the draft."""

    documento: str
    bozza: bool

    def pieces(self) -> dict[str, str]:
        """The page for the mayors, the contents and the text, each as it stands in the document."""
        return {
            "sintesi": cut(self.documento, "section", "sintesi"),
            "indice": cut(self.documento, "nav"),
            "articolo": cut(self.documento, "article"),
        }


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


def cards(piani: Iterable[Piano]) -> list[dict[str, object]]:
    """What a page says of many plans: by ambito, the last year first. Wants ``ricognizione__ambito`` loaded."""
    ordinati = sorted(piani, key=lambda piano: (piano.ricognizione.ambito.nome, -piano.ricognizione.anno))
    return [describe(piano) for piano in ordinati]


def read(piano: Piano) -> Lettura:
    """The last stored version of a plan that is approved; otherwise the draft as its data are now."""
    if versione := _versions(piano).only("html").first():
        return Lettura(bytes(versione.html).decode(), bozza=piano.stato in PROPOSTI)
    contenuto = freeze(build_snapshot(piano))
    if composta := find_composed(piano, contenuto).only("html").first():
        return Lettura(bytes(composta.html).decode(), bozza=True)
    return Lettura(render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto)), bozza=True)


def read_pdf(piano: Piano) -> tuple[bytes, bool]:
    """The PDF of what ``read`` shows, and whether it is a draft's; a draft is composed when its data have changed."""
    if versione := _versions(piano).only("pdf").first():
        return bytes(versione.pdf), piano.stato in PROPOSTI
    return bytes(ensure(piano).pdf), True


def read_frozen(piano: Piano) -> tuple[bytes, bool]:
    """The frozen bytes of what ``read`` shows, and whether they are those of a draft."""
    if versione := _versions(piano).only("contenuto").first():
        return bytes(versione.contenuto), piano.stato in PROPOSTI
    return freeze(build_snapshot(piano)), True


def _versions(piano: Piano) -> QuerySet[Versione]:
    """The stored versions of a plan that nobody is writing any more, the last one first; none for a draft."""
    versioni = Versione.objects.for_system()
    return versioni.none() if piano.stato in IN_BOZZA else versioni.filter(piano=piano).order_by("-numero")
