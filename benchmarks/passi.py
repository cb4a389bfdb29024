"""One step of the way from rows to PDF, measured in this process: the first time, then again."""

import io
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache

import django

django.setup()

from django.db import connection  # noqa: E402 - models need django.setup() first
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from benchmarks.composizione_typst import render_typst, to_typst  # noqa: E402
from benchmarks.soffice import render_libreoffice  # noqa: E402
from enti.models import Ambito, Utente  # noqa: E402
from lessico.congelamento import freeze, thaw  # noqa: E402
from piano.caricamento import FIXTURES, load_ambito  # noqa: E402
from piano.carta.stampa import render_pdf  # noqa: E402
from piano.composizione import bind  # noqa: E402
from piano.esportazioni.formati import FORMATI  # noqa: E402
from piano.html import render_html  # noqa: E402
from piano.management.commands.carica_dimostrazione import create_account  # noqa: E402
from piano.models import Piano  # noqa: E402
from piano.snapshot import build_snapshot, fingerprints  # noqa: E402
from piano.valori import PianoSnapshot  # noqa: E402
from piano.versioni.confronto import compare  # noqa: E402
from piano.versioni.fascicolo import Materia, pack_dossier  # noqa: E402
from piano.versioni.lati import load_background  # noqa: E402

RIPETIZIONI = 5
TEMPI: list[float] = []
"""What a step measures by itself, in place of the whole."""


def find(ambito: str, anno: int) -> Piano:
    """The plan to measure."""
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    return piani.get(ricognizione__ambito__slug=ambito, ricognizione__anno=anno)


def bare_table(html: str) -> str:
    """A document with as many cells as the plan's tables have, and nothing else."""
    celle = html.count("<td") + html.count("<th")
    righe = "".join(f"<tr>{'<td>1.234</td>' * 5}</tr>" for _ in range(celle // 5))
    testa = "<thead><tr>" + '<th scope="col">Unità</th>' * 5 + "</tr></thead>"
    tabella = f"<table>{testa}<tbody>{righe}</tbody></table>"
    return f'<html lang="it"><title>Tabella</title><body><h1>T</h1>{tabella}</body></html>'


def prepare_comparison(piano: Piano) -> tuple[Callable[[], object], str]:
    """With the plan of the year before; where there is none, with itself."""
    anno, ambito = piano.ricognizione.anno - 1, piano.ricognizione.ambito
    passati = Piano.objects.for_system().filter(ricognizione__ambito=ambito, ricognizione__anno=anno)
    prima, dopo = build_snapshot(passati.first() or piano), build_snapshot(piano)
    trovato = compare(prima, dopo)
    return lambda: compare(prima, dopo), f"{trovato.quante_celle} valori, {len(trovato.esiti)} esiti"


def prepare(passo: str, ambito: str, anno: int) -> tuple[Callable[[], object], str]:
    """What to time, and a note on its size."""
    piano = find(ambito, anno)
    if passo == "snapshot":
        with CaptureQueriesContext(connection) as interrogazioni:
            build_snapshot(piano)
        return lambda: build_snapshot(piano), f"{len(interrogazioni)} interrogazioni"
    if passo == "confronto":
        return prepare_comparison(piano)
    snapshot = build_snapshot(piano)
    contenuto = freeze(snapshot)
    if passo == "fascicolo":
        sfondo = load_background(piano.ricognizione.ambito, snapshot)
        materia = Materia(contenuto=contenuto, pdf=b"%PDF-1.7", bozza=True, sfondo=sfondo)
        return lambda: len(pack_dossier(materia)), f"{len(pack_dossier(materia)) // 1024} kB, senza il PDF"
    if passo == "congelamento":
        return lambda: fingerprints(freeze(snapshot)), f"{len(contenuto) // 1024} kB"
    impronte, letto = fingerprints(contenuto), thaw(contenuto, PianoSnapshot)
    if passo == "html":
        return lambda: render_html(letto, impronte), f"{len(render_html(letto, impronte)) // 1024} kB"
    return prepare_document(passo, piano, contenuto), ""


def prepare_document(passo: str, piano: Piano, contenuto: bytes) -> Callable[[], object]:
    """The steps that make a document."""
    html = render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto))
    if passo == "typst":
        sorgente = to_typst(html)
        return lambda: render_typst(sorgente)
    if passo == "libreoffice":
        docx = FORMATI["docx"].export(contenuto)
        return lambda: render_libreoffice(docx)
    if passo == "invariato":
        return lambda: ask(piano)
    if passo == "tabella":
        return lambda: render_pdf(bare_table(html))
    return lambda: bind(contenuto, html)


def ask(piano: Piano) -> bytes:
    """The PDF of the plan, as somebody who may read it receives it from the server."""
    ricognizione = piano.ricognizione
    cliente = enter(ricognizione.ambito)
    inizio = time.perf_counter()
    risposta = cliente.get(f"/piani/{ricognizione.ambito.slug}/{ricognizione.anno}/pdf/")
    TEMPI.append(time.perf_counter() - inizio)
    return bytes(risposta.content)


@cache
def enter(ambito: Ambito) -> Client:
    """Somebody of the capofila's office, at a server that has started: its middleware reads the static files once."""
    cliente = Client(SERVER_NAME="127.0.0.1")
    cliente.force_login(find_reader(ambito))
    return cliente


def find_reader(ambito: Ambito) -> Utente:
    """Somebody of the capofila's office."""
    return create_account(ambito, email=f"{ambito.slug}@example.org", nome="P", cognome="R", ruolo="capofila")


def main() -> None:
    """Time the step and print one line of JSON."""
    passo = sys.argv[1]
    if passo == "carica":
        for cartella in sorted(percorso.parent for percorso in FIXTURES.glob("*/ambito.toml")):
            load_ambito(cartella)
        return
    lavoro, note = prepare(passo, sys.argv[2], int(sys.argv[3]))
    tempi, esito = [], None
    for _ in range(RIPETIZIONI + 1):
        inizio = time.perf_counter()
        esito = lavoro()
        tempi.append(time.perf_counter() - inizio)
    tempi = TEMPI or tempi
    if isinstance(esito, bytes):
        note = f"{len(PdfReader(io.BytesIO(esito)).pages)} pagine, {len(esito) // 1024} kB"
    chi = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)  # a PDF is set by a program of its own
    memoria = sum(resource.getrusage(processo).ru_maxrss for processo in chi) / 1024
    misura = {
        "passo": passo,
        "freddo": tempi[0],
        "caldo": statistics.median(tempi[1:]),
        "memoria": memoria,
        "note": note,
    }
    print(json.dumps(misura))


if __name__ == "__main__":
    main()
