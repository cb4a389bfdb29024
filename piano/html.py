"""Snapshot → HTML: no database, no clock, no request, no settings. The page and the PDF are made of the same pieces."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.template import Context
from django.template.engine import Engine
from msgspec import Struct

from lessico.grafici.segni import shorten
from lessico.italiano import di_ente, elenco, lettere, maiuscola, tipografico
from piano.capitoli import render_chapter, render_tokens
from piano.elenchi import called
from piano.grafici.codice import draw_code
from piano.grafici.orizzonte import skyline
from piano.numeratore import Numeratore
from piano.sezioni import find_for
from piano.sintesi import summarise
from piano.valori import Impronte, PianoSnapshot, RigaCongelata

RADICE: Final = Path(__file__).resolve().parent.parent
TITOLI: Final = {
    "annuale": "Piano annuale dell’offerta dei servizi abitativi pubblici e sociali",
    "triennale": "Piano triennale dell’offerta dei servizi abitativi pubblici e sociali",
    "unico": "Piano triennale e piano annuale dell’offerta dei servizi abitativi pubblici e sociali",
}
BREVI: Final = {"annuale": "Piano annuale", "triennale": "Piano triennale", "unico": "Piano triennale e annuale"}
_MOLTI: Final = {"comune": "Comuni", "unione": "Unioni di Comuni", "aler": "ALER", "operatore": "operatori accreditati"}
_PIEDE: Final = 220.0
"""Points that the name of the ambito may take at the foot of a page."""
_INSEPARABILI: Final = re.compile(r"(?<=\bn\.) (?=[\d<])|(?<=\d) (?=euro\b)|(?<=\bart\.) (?=\d)")
PAROLE_CORRENTI: Final = 5
"""A head longer than this is prose to a reader who does not see that it stands at the top of the page."""


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


def running_head(titolo: str) -> str:
    """A title short enough for the head of a page: up to its first pause, and no more than six words."""
    if len(titolo.split()) <= PAROLE_CORRENTI:
        return titolo
    parole = re.split(r"[,;:(]", titolo)[0].split()[:PAROLE_CORRENTI]
    while len(parole) > 1 and len(parole[-1]) <= len("per"):
        parole.pop()
    return f"{' '.join(parole)}…"


def document_date(snapshot: PianoSnapshot) -> date:
    """The day a document bears: that of its last approval, else the day whose limits it applies. Never the clock's."""
    return max((a.data for a in snapshot.busta.approvazioni), default=snapshot.contenuti.regime.al)


def render_section(snapshot: PianoSnapshot, riga: RigaCongelata, numera: Numeratore) -> Parte:
    """One line of the schema as HTML; raises PianoNonComponibile."""
    sezione = find_for(riga)
    capitolo = next((c.testo for c in snapshot.contenuti.capitoli if c.codice == riga.codice), "")
    titolo = maiuscola(render_tokens(riga.titolo, snapshot, codice=riga.codice))
    comune = {
        "riga": riga,
        "titolo": titolo,
        "corrente": running_head(f"{riga.lettera} {titolo}".strip()),
        "capitolo": render_chapter(capitolo, snapshot, codice=riga.codice),
        "anno": snapshot.contenuti.testata.anno,
        "numera": numera,
    }
    html = render_template(sezione.template, {**comune, **sezione.context(snapshot, riga)})
    return Parte(riga.codice, riga.lettera, titolo, html)


def render_parts(snapshot: PianoSnapshot, numera: Numeratore) -> tuple[Parte, ...]:
    """All the lines of the schema, in their order, with tables and figures numbered throughout."""
    return tuple(render_section(snapshot, riga, numera) for riga in snapshot.contenuti.schema)


def render_html(snapshot: PianoSnapshot, impronte: Impronte) -> str:
    """The plan as a whole document with its print style inside: what the PDF is made from, and what is kept."""
    stile = (RADICE / "static" / "css" / "documento.css").read_text(encoding="utf-8")
    testa, corpo, resto = render_template(
        "piano/documento.html", {**_document(snapshot, impronte), "stile": stile}
    ).partition("<body")
    return f"{testa}{corpo}{keep_together(resto)}"


def keep_together(html: str) -> str:
    """What a line must not part: «n. 5», «25.397 euro», «art. 13»."""
    return _INSEPARABILI.sub("\N{NO-BREAK SPACE}", html)


def cut(documento: str, elemento: str, classe: str = "") -> str:
    """The first ``<nav>``, ``<article>`` or ``<section>`` (of a class) of a document; nothing if there is none."""
    inizio = documento.find(f'<{elemento} class="{classe}"' if classe else f"<{elemento} ")
    if inizio < 0:
        return ""
    fine = documento.index(f"</{elemento}>", inizio) + len(f"</{elemento}>")
    return documento[inizio:fine]


def _document(snapshot: PianoSnapshot, impronte: Impronte) -> Mapping[str, object]:
    testata = snapshot.contenuti.testata
    capofila = next((d for d in testata.designazioni if d.ruolo == "capofila"), None)
    numera = Numeratore()
    sintesi = render_template("piano/sintesi.html", {"sintesi": summarise(snapshot), "numera": numera})
    parti = render_parts(snapshot, numera)
    indirizzo = snapshot.busta.indirizzo_pubblico
    return {
        "snapshot": snapshot,
        "testata": testata,
        "titolo": title(snapshot),
        "periodo": period(snapshot),
        "corrente": f"{shorten(tipografico(testata.ambito_nome), _PIEDE)} · {BREVI[testata.tipo]} {period(snapshot)}",
        "giorno": document_date(snapshot).isoformat(),
        "ambito_nome": tipografico(testata.ambito_nome),
        "capofila": next((called(e) for e in testata.enti if capofila and e.slug == capofila.ente), ""),
        "approvazioni": [a for a in snapshot.busta.approvazioni if a.tipo != "presa_atto"],
        "orizzonte": skyline(snapshot),
        "proprietari": _owners(snapshot),
        "sintesi": sintesi,
        "parti": parti,
        "voci_indice": len(parti) + len(numera.tabelle) + len(numera.figure),
        "tabelle": numera.tabelle,
        "figure": numera.figure,
        "codice_qr": draw_code(indirizzo) if indirizzo else "",
        "impronte": impronte,
    }


def _owners(snapshot: PianoSnapshot) -> str:
    """Whose dwellings the plan is about: «di undici Comuni e dell’ALER Brescia-Cremona-Mantova»."""
    enti = snapshot.contenuti.testata.enti
    gruppi = [[e for e in enti if e.tipo == tipo] for tipo in _MOLTI]
    return elenco(
        di_ente(gruppo[0].tipo, gruppo[0].nome)
        if len(gruppo) == 1
        else f"di {lettere(len(gruppo))} {_MOLTI[gruppo[0].tipo]}"
        for gruppo in gruppi
        if gruppo
    )


def render_template(template: str, contesto: Mapping[str, object]) -> str:
    """A template of ours, in the words and numbers of its context only: no language or time zone of the site."""
    return _engine().get_template(template).render(Context(dict(contesto), use_l10n=False, use_tz=False))
