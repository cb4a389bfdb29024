"""``manage.py esporta_piano``: a plan out of the product, as PDF, HTML or JSON."""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from lessico.congelamento import freeze, thaw
from piano.errori import PianoNonComponibile
from piano.html import render_html
from piano.models import Piano
from piano.pdf import render_pdf
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot


def export_json(contenuto: bytes) -> bytes:
    """The frozen snapshot, as it is."""
    return contenuto


def export_html(contenuto: bytes) -> bytes:
    """The whole document."""
    return render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto)).encode()


def export_pdf(contenuto: bytes) -> bytes:
    """The PDF."""
    return render_pdf(export_html(contenuto).decode())


FORMATI: Final[Mapping[str, Callable[[bytes], bytes]]] = {"pdf": export_pdf, "html": export_html, "json": export_json}


class EsportazioneImpossibile(Exception):
    """A sentence that says why, for the terminal."""


class Command(BaseCommand):
    """Writes the file whole or not at all; what is wrong is one sentence on standard error and exit code 2."""

    help = "Scrive il piano di un ambito e di un anno in un file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which plan, how, where."""
        parser.add_argument("ambito")
        parser.add_argument("anno")
        parser.add_argument("--formato", default="pdf", help=f"uno tra: {', '.join(FORMATI)}")
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Find, render, write."""
        try:
            esporta = find_format(opzioni["formato"])
            piano = find_plan(opzioni["ambito"], opzioni["anno"])
            write_whole(opzioni["output"], esporta(freeze(build_snapshot(piano))))
        except (EsportazioneImpossibile, PianoNonComponibile) as errore:
            self.stderr.write(str(errore))
            sys.exit(2)
        self.stdout.write(f"Scritto {opzioni['output']}.")


def find_format(nome: str) -> Callable[[bytes], bytes]:
    """The exporter; raises EsportazioneImpossibile."""
    if nome not in FORMATI:
        raise EsportazioneImpossibile(f"Il formato «{nome}» non c’è: si può scegliere tra {', '.join(FORMATI)}.")
    return FORMATI[nome]


def find_plan(ambito: str, anno: str) -> Piano:
    """The plan; raises EsportazioneImpossibile."""
    piani = Piano.objects.for_system().select_related("ricognizione__ambito")
    ambiti = sorted(set(piani.values_list("ricognizione__ambito__slug", flat=True)))
    if ambito not in ambiti:
        raise EsportazioneImpossibile(f"L’ambito «{ambito}» non ha piani: ci sono {', '.join(ambiti) or 'nessuno'}.")
    anni = sorted(piani.filter(ricognizione__ambito__slug=ambito).values_list("ricognizione__anno", flat=True))
    if anno not in map(str, anni):
        raise EsportazioneImpossibile(
            f"L’ambito «{ambito}» non ha un piano del {anno}: ci sono {', '.join(map(str, anni))}."
        )
    return piani.get(ricognizione__ambito__slug=ambito, ricognizione__anno=int(anno))


def write_whole(percorso: Path, contenuto: bytes) -> None:
    """Write beside and rename: there is never half a file. Raises EsportazioneImpossibile."""
    provvisorio = ""
    try:
        percorso.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=percorso.parent, prefix=".", delete=False) as aperto:
            provvisorio = aperto.name
            aperto.write(contenuto)
        Path(provvisorio).chmod(0o644)
        os.replace(provvisorio, percorso)
    except OSError as errore:
        if provvisorio:
            Path(provvisorio).unlink(missing_ok=True)
        raise EsportazioneImpossibile(f"Non si può scrivere {percorso}: {errore.strerror}.") from errore
