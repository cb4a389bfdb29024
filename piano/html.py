"""Snapshot → HTML: no database, no clock, no request, no settings. The page and the PDF are made of the same pieces."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.template import Context
from django.template.engine import Engine
from msgspec import Struct

from lessico.italiano import maiuscola, tipografico
from piano.capitoli import render_chapter, render_tokens
from piano.elenchi import called
from piano.numeratore import Numeratore
from piano.sezioni import find_for
from piano.valori import Impronte, PianoSnapshot, RigaCongelata

RADICE: Final = Path(__file__).resolve().parent.parent
TITOLI: Final = {
    "annuale": "Piano annuale dell’offerta dei servizi abitativi pubblici e sociali",
    "triennale": "Piano triennale dell’offerta dei servizi abitativi pubblici e sociali",
    "unico": "Piano triennale e piano annuale dell’offerta dei servizi abitativi pubblici e sociali",
}


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """A template engine of its own: what a plan looks like does not depend on the site's settings."""
    return Engine(
        dirs=[str(RADICE / "templates")],
        libraries={"italiano": "piano.templatetags.italiano"},
        builtins=[*Engine.default_builtins, "piano.templatetags.italiano"],
    )


class Parte(Struct, frozen=True):
    """A rendered line of the schema."""

    codice: str
    lettera: str
    titolo: str
    html: str


def period(snapshot: PianoSnapshot) -> str:
    """The years a plan covers: «2026», «2026–2028», «2026–2028 e 2026»."""
    anno = snapshot.contenuti.testata.anno
    triennio = f"{anno}–{anno + 2}"
    return {"annuale": f"{anno}", "triennale": triennio}.get(snapshot.contenuti.testata.tipo, f"{triennio} e {anno}")


def title(snapshot: PianoSnapshot) -> str:
    """The title of the document, without the ambito."""
    return TITOLI[snapshot.contenuti.testata.tipo]


def render_section(snapshot: PianoSnapshot, riga: RigaCongelata, numera: Numeratore) -> Parte:
    """One line of the schema as HTML; raises PianoNonComponibile."""
    sezione = find_for(riga)
    capitolo = next((c.testo for c in snapshot.contenuti.capitoli if c.codice == riga.codice), "")
    titolo = maiuscola(render_tokens(riga.titolo, snapshot, codice=riga.codice))
    comune = {
        "riga": riga,
        "titolo": titolo,
        "capitolo": render_chapter(capitolo, snapshot, codice=riga.codice),
        "anno": snapshot.contenuti.testata.anno,
        "numera": numera,
    }
    html = _render(sezione.template, {**comune, **sezione.context(snapshot, riga)})
    return Parte(riga.codice, riga.lettera, titolo, html)


def render_parts(snapshot: PianoSnapshot) -> tuple[Parte, ...]:
    """All the lines of the schema, in their order, with tables numbered throughout."""
    numera = Numeratore()
    return tuple(render_section(snapshot, riga, numera) for riga in snapshot.contenuti.schema)


def render_html(snapshot: PianoSnapshot, impronte: Impronte) -> str:
    """The plan as a whole document with its print style inside: what the PDF is made from, and what is kept."""
    stile = (RADICE / "static" / "css" / "documento.css").read_text(encoding="utf-8")
    return _render("piano/documento.html", {**_document(snapshot, impronte), "stile": stile})


def cut(documento: str, elemento: str) -> str:
    """The first ``<nav>`` or the ``<article>`` of a whole document, for showing it inside a page of the site."""
    inizio = documento.index(f"<{elemento} ")
    fine = documento.index(f"</{elemento}>", inizio) + len(f"</{elemento}>")
    return documento[inizio:fine]


def _document(snapshot: PianoSnapshot, impronte: Impronte) -> Mapping[str, object]:
    testata = snapshot.contenuti.testata
    capofila = next((d for d in testata.designazioni if d.ruolo == "capofila"), None)
    return {
        "snapshot": snapshot,
        "testata": testata,
        "titolo": title(snapshot),
        "periodo": period(snapshot),
        "ambito_nome": tipografico(testata.ambito_nome),
        "capofila": next((called(e) for e in testata.enti if capofila and e.slug == capofila.ente), ""),
        "approvazioni": snapshot.busta.approvazioni,
        "parti": render_parts(snapshot),
        "impronte": impronte,
    }


def _render(template: str, contesto: Mapping[str, object]) -> str:
    return _engine().get_template(template).render(Context(dict(contesto), use_l10n=False, use_tz=False))
