"""The document of a draft as it was last composed: an unchanged plan is not rendered twice."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.db.models import QuerySet

from lessico.congelamento import fingerprint, freeze
from piano.composizione import compose
from piano.models import Composizione, Piano
from piano.snapshot import build_snapshot

RADICE: Final = Path(__file__).resolve().parent.parent
SORGENTI: Final = (
    *("lessico/**/*.py", "raccolta/**/*.py", "piano/**/*.py", "piano/**/*.typ", "templates/piano/**/*.html"),
    *("static/css/documento.css", "static/css/fascicolo.css"),
)
"""The files that decide how a document comes out: with other files it is composed anew."""


@cache
def programma() -> str:
    """The fingerprint of the program that composes; read once a process."""
    file = sorted(percorso for modello in SORGENTI for percorso in RADICE.glob(modello))
    return fingerprint(version("typst").encode() + b"".join(percorso.read_bytes() for percorso in file))


def find_composed(piano: Piano, contenuto: bytes) -> QuerySet[Composizione]:
    """The composition of exactly these bytes by exactly this program: one or none."""
    impronta = fingerprint(contenuto)
    return Composizione.objects.for_system().filter(piano=piano, impronta=impronta, programma=programma())


def ensure(piano: Piano) -> Composizione:
    """The composition of the plan as it is now, made when there is none. Raises PianoNonComponibile."""
    contenuto = freeze(build_snapshot(piano))
    if pronta := find_composed(piano, contenuto).defer("html").first():
        return pronta
    composto = compose(contenuto)
    pronta, _ = Composizione.objects.for_system().update_or_create(
        piano=piano,
        defaults={
            "impronta": composto.impronte.versione,
            "programma": programma(),
            "html": composto.html.encode(),
            "pdf": composto.pdf,
        },
    )
    return pronta
