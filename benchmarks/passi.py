"""One step of the way from rows to PDF, measured in this process: the first time, then again."""

import io
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402 - models need django.setup() first
from django.test.utils import CaptureQueriesContext  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from lessico.congelamento import freeze, thaw  # noqa: E402
from piano.caricamento import FIXTURES, load_ambito  # noqa: E402
from piano.html import render_html  # noqa: E402
from piano.models import Piano  # noqa: E402
from piano.pdf import render_pdf  # noqa: E402
from piano.snapshot import build_snapshot, fingerprints  # noqa: E402
from piano.valori import PianoSnapshot  # noqa: E402

RIPETIZIONI = 5


def find(ambito: str, anno: int) -> Piano:
    """The plan to measure."""
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    return piani.get(ricognizione__ambito__slug=ambito, ricognizione__anno=anno)


def bare_table(html: str) -> str:
    """A document with as many cells as the plan's tables have, and nothing else."""
    celle = html.count("<td") + html.count("<th")
    righe = "".join(f"<tr>{'<td>1.234</td>' * 5}</tr>" for _ in range(celle // 5))
    return f"<html lang=it><title>Tabella</title><table>{righe}</table></html>"


def prepare(passo: str, ambito: str, anno: int) -> tuple[Callable[[], object], str]:
    """What to time, and a note on its size."""
    piano = find(ambito, anno)
    if passo == "snapshot":
        with CaptureQueriesContext(connection) as interrogazioni:
            build_snapshot(piano)
        return lambda: build_snapshot(piano), f"{len(interrogazioni)} interrogazioni"
    snapshot = build_snapshot(piano)
    contenuto = freeze(snapshot)
    if passo == "congelamento":
        return lambda: fingerprints(freeze(snapshot)), f"{len(contenuto) // 1024} kB"
    impronte, letto = fingerprints(contenuto), thaw(contenuto, PianoSnapshot)
    if passo == "html":
        return lambda: render_html(letto, impronte), f"{len(render_html(letto, impronte)) // 1024} kB"
    html = render_html(letto, impronte)
    documento = bare_table(html) if passo == "tabella" else html
    return lambda: render_pdf(documento), ""


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
    if isinstance(esito, bytes):
        note = f"{len(PdfReader(io.BytesIO(esito)).pages)} pagine, {len(esito) // 1024} kB"
    memoria = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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
