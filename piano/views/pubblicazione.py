"""Pages that anybody reads without a login: a published plan and its versions, its files, its data, the catalogues."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from lessico.congelamento import fingerprint
from piano.models import Versione
from piano.pubblicazione import catalogo as cataloghi
from piano.pubblicazione.consegna import serve_file, serve_page
from piano.pubblicazione.dati import build_dictionary
from piano.pubblicazione.dcat import Catalogo, build_graph
from piano.pubblicazione.elenco import build_home, build_of_ambito
from piano.pubblicazione.file import GENERI, list_files, read_bytes
from piano.pubblicazione.pagina import build_page, state_of, state_of_all
from piano.pubblicazione.versioni import load_published, of_plan

SCHEMA: Final = Path(__file__).resolve().parents[2] / "docs" / "snapshot.schema.json"
Contesto = Callable[[], dict[str, object]]


def show_published(request: Richiesta, versione: Versione, versioni: list[Versione]) -> HttpResponse:
    """The page of a published version."""
    contesto = partial(build_page, request, versione, versioni)
    return _page(request, "piano/pubblicazione/piano.html", contesto, *state_of(versione, versioni))


def send_published(request: HttpRequest, versione: Versione, nome: str, *, fisso: bool) -> HttpResponse:
    """A file of a published version."""
    if (file := list_files(versione).get(nome)) is None:
        raise Http404
    ambito, anno = versione.piano.ricognizione.ambito.slug, versione.piano.ricognizione.anno
    base = f"piano-{ambito}-{anno}-v{versione.numero}"
    come = f"{base}.{GENERI[nome].estensione}" if nome in GENERI else f"{base}-{nome}"
    return serve_file(request, file.impronta, partial(read_bytes, file), nome=come, mime=file.mime, fisso=fisso)


@login_not_required
@require_safe
def versione(request: Richiesta, ambito: str, anno: int, numero: int) -> HttpResponse:
    """A published version at its own address, for good; it says which one came after."""
    questa, tutte = _find(ambito, anno, numero)
    return show_published(request, questa, tutte)


@login_not_required
@require_safe
def versione_file(request: HttpRequest, ambito: str, anno: int, numero: int, nome: str) -> HttpResponse:
    """A file of a published version, or one of its tables, at its own address for good."""
    return send_published(request, _find(ambito, anno, numero)[0], nome, fisso=True)


@login_not_required
@require_safe
def dati(request: HttpRequest, ambito: str, anno: int) -> HttpResponse:
    """What the open data of a plan hold, table by table and column by column."""
    ultima, *_ = versioni = _all(ambito, anno)
    contesto = partial(build_dictionary, request, ultima)
    return _page(request, "piano/pubblicazione/dati.html", contesto, *state_of(ultima, versioni))


@login_not_required
@require_safe
def schema_json(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the data of a plan."""
    scritto = SCHEMA.read_bytes()
    mime = "application/schema+json"
    return serve_file(request, fingerprint(scritto), lambda: scritto, nome="piano.schema.json", mime=mime, fisso=False)


@login_not_required
@require_safe
def catalogo_piano(request: HttpRequest, ambito: str, anno: int, forma: str) -> HttpResponse:
    """The plan as a dataset, in DCAT-AP_IT."""
    versioni = _all(ambito, anno)
    codici = cataloghi.load_codes()
    catalogo = partial(cataloghi.build_of_plan, versioni, codici, request.build_absolute_uri)
    return _catalogue(request, catalogo, forma, versioni, codici)


@login_not_required
@require_safe
def catalogo_sito(request: HttpRequest, forma: str) -> HttpResponse:
    """All the published plans as datasets, in DCAT-AP_IT; the invented ones are not among them."""
    if not (versioni := load_published(piano__ricognizione__ambito__dimostrazione=False)):
        raise Http404
    codici, gestore = cataloghi.load_codes(), cataloghi.Gestore(settings.GESTORE, settings.GESTORE_IPA)
    catalogo = partial(cataloghi.build_of_site, versioni, gestore, codici, request.build_absolute_uri)
    return _catalogue(request, catalogo, forma, versioni, codici)


@login_not_required
@require_safe
def ambito_piani(request: HttpRequest, ambito: str) -> HttpResponse:
    """The published plans of an ambito, year by year."""
    if not (contesto := build_of_ambito(ambito)):
        raise Http404
    return render(request, "piano/pubblicazione/ambito.html", contesto)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The published plans by ambito and year, found by the name of an ambito or of a comune."""
    return render(request, "piano/home.html", build_home(request.GET.get("cerca", "")))


def _page(request: HttpRequest, template: str, contesto: Contesto, *stato: str) -> HttpResponse:
    return serve_page(request, template, *stato, render=lambda: render(request, template, contesto()))


def _catalogue(
    request: HttpRequest, build: Callable[[], Catalogo], forma: str, versioni: list[Versione], codici: cataloghi.Codici
) -> HttpResponse:
    mime, write = cataloghi.FORME[forma]

    def scrivi() -> HttpResponse:
        return HttpResponse(write(build_graph(build())), content_type=mime)

    return serve_page(request, forma, *state_of_all(versioni), str(codici), render=scrivi, mime=mime)


def _all(ambito: str, anno: int) -> list[Versione]:
    """The published versions of a plan; 404 for anybody where there are none: what is public asks nobody for a name."""
    if not (versioni := of_plan(ambito, anno)):
        raise Http404
    return versioni


def _find(ambito: str, anno: int, numero: int) -> tuple[Versione, list[Versione]]:
    """A published version and all those of its plan; a formal step that was never published does not exist."""
    versioni = _all(ambito, anno)
    questa = next((v for v in versioni if v.numero == numero), None)
    if questa is None:
        raise Http404
    return questa, versioni
