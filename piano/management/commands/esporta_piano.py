"""``manage.py esporta_piano``: a plan out of the product: document, open data, workbook."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from lessico.congelamento import freeze, thaw
from piano.composizione import compose
from piano.errori import PianoNonComponibile
from piano.esportazioni import csv
from piano.esportazioni.formati import FORMATI, thaw_plan
from piano.esportazioni.scrittura import EsportazioneImpossibile, write_folder, write_whole
from piano.html import render_html
from piano.models import Piano
from piano.snapshot import build_snapshot, fingerprints
from piano.valori import PianoSnapshot

CARTELLA: Final = "csv"
"""The format that is a folder of files."""


def export_html(contenuto: bytes) -> bytes:
    """The whole document."""
    return render_html(thaw(contenuto, PianoSnapshot), fingerprints(contenuto)).encode()


def export_pdf(contenuto: bytes) -> bytes:
    """The PDF, with its data."""
    return compose(contenuto).pdf


SCRITTORI: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "pdf": export_pdf,
    "html": export_html,
    **{nome: formato.export for nome, formato in FORMATI.items() if nome != CARTELLA},
}


class Command(BaseCommand):
    """Writes the file whole or not at all; what is wrong is one sentence on standard error and exit code 2."""

    help = "Scrive il piano di un ambito e di un anno in un file; in formato csv, in una cartella."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which plan, how, where."""
        parser.add_argument("ambito")
        parser.add_argument("anno")
        parser.add_argument("--formato", default="pdf", help=f"uno tra: {', '.join((*SCRITTORI, CARTELLA))}")
        parser.add_argument("--output", required=True, type=Path, help="il file da scrivere; per csv, la cartella")

    def handle(self, *args: Any, **opzioni: Any) -> None:
        """Find, render, write."""
        try:
            scrivi = find_format(opzioni["formato"])
            piano = find_plan(opzioni["ambito"], opzioni["anno"])
            scrivi(opzioni["output"], freeze(build_snapshot(piano)))
        except (EsportazioneImpossibile, PianoNonComponibile) as errore:
            self.stderr.write(str(errore))
            sys.exit(2)
        self.stdout.write(f"Scritto {opzioni['output']}.")


def find_format(nome: str) -> Callable[[Path, bytes], None]:
    """What writes the frozen bytes in a format at a path; raises EsportazioneImpossibile."""
    if nome == CARTELLA:
        return lambda percorso, contenuto: write_folder(percorso, csv.export_files(*thaw_plan(contenuto)))
    if nome not in SCRITTORI:
        scelte = ", ".join((*SCRITTORI, CARTELLA))
        raise EsportazioneImpossibile(f"Il formato «{nome}» non c’è: si può scegliere tra {scelte}.")
    esporta = SCRITTORI[nome]
    return lambda percorso, contenuto: write_whole(percorso, esporta(contenuto))


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
