"""The files in which a published version goes out: made once, kept with their impronta, never made again.

So what the catalogue says of a file (bytes, SHA-256) stays true whatever program comes later. The PDF and the frozen
data are the version's own: here stands only what is said of them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct

from lessico.congelamento import fingerprint
from piano.esportazioni import csv
from piano.esportazioni.archivio import pack
from piano.esportazioni.formati import FORMATI, thaw_plan
from piano.models import FilePubblicato, Versione
from piano.pubblicazione.pacchetto import Pacchetto, read_package

PDF, JSON = "pdf", "json"
DELLA_VERSIONE: Final[Mapping[str, str]] = {PDF: "pdf", JSON: "contenuto"}
"""The files that are fields of the version."""


class Genere(Struct, frozen=True):
    """A kind of file: what it is for, its word in the European list of file types, its end, its media type."""

    titolo: str
    formato: str
    estensione: str
    mime: str


GENERI: Final[Mapping[str, Genere]] = {
    PDF: Genere("Il piano intero", "PDF", "pdf", "application/pdf"),
    "docx": Genere("Documento da modificare", "DOCX", "docx", FORMATI["docx"].mime),
    "xlsx": Genere("Tabelle in un foglio di calcolo", "XLSX", "xlsx", FORMATI["xlsx"].mime),
    "csv": Genere("Dati aperti: tutte le tabelle con i loro schemi", "CSV", "zip", FORMATI["csv"].mime),
    JSON: Genere("Tutti i dati del piano", "JSON", "json", FORMATI["json"].mime),
}
"""What is offered of a plan, the most asked for first."""


class Scritto(Struct, frozen=True):
    """A file that was made."""

    nome: str
    titolo: str
    mime: str
    byte: bytes


def write_files(contenuto: bytes, pdf: bytes) -> tuple[Scritto, ...]:
    """Every file of a version, from what is kept of it; raises PianoNonComponibile."""
    tabelle = csv.export_files(*thaw_plan(contenuto))
    interi = {
        PDF: pdf,
        JSON: contenuto,
        "csv": pack(tabelle.items()),
        **{nome: FORMATI[nome].export(contenuto) for nome in ("docx", "xlsx")},
    }
    titoli = _titles(read_package(tabelle[csv.PACCHETTO]))
    return (
        *(Scritto(nome, genere.titolo, genere.mime, interi[nome]) for nome, genere in GENERI.items()),
        *(Scritto(nome, titoli[nome], _mime(nome), scritto) for nome, scritto in tabelle.items()),
    )


def _titles(pacchetto: Pacchetto) -> dict[str, str]:
    titoli = {csv.PACCHETTO: "Descrizione dei dati aperti"}
    for risorsa in pacchetto.resources:
        titoli |= {risorsa.path: risorsa.title, risorsa.schema: f"Schema: {risorsa.title}"}
    return titoli


def _mime(nome: str) -> str:
    return "text/csv" if nome.endswith(".csv") else "application/json"


def prepare(versione: Versione) -> None:
    """Make and keep the files of a version; who finds them kept leaves them. Raises PianoNonComponibile."""
    if not FilePubblicato.objects.for_system().filter(versione=versione).exists():
        keep(versione, write_files(bytes(versione.contenuto), bytes(versione.pdf)))


def keep(versione: Versione, scritti: Iterable[Scritto]) -> None:
    """Keep the files of a version; of two who do so at once, the first."""
    righe = [
        FilePubblicato(
            versione=versione,
            nome=scritto.nome,
            titolo=scritto.titolo,
            mime=scritto.mime,
            contenuto=b"" if scritto.nome in DELLA_VERSIONE else scritto.byte,
            dimensione=len(scritto.byte),
            impronta=fingerprint(scritto.byte),
        )
        for scritto in scritti
    ]
    FilePubblicato.objects.bulk_create(righe, ignore_conflicts=True)


def list_files(versione: Versione) -> dict[str, FilePubblicato]:
    """What is said of the files of a version, by name, without their bytes; those that are missing are made first."""
    if not (trovati := _said_of(versione)):
        prepare(versione)
        trovati = _said_of(versione)
    return trovati


def _said_of(versione: Versione) -> dict[str, FilePubblicato]:
    righe = FilePubblicato.objects.for_system().filter(versione=versione).defer("contenuto").order_by("pk")
    return {riga.nome: riga for riga in righe}


def read_bytes(file: FilePubblicato) -> bytes:
    """The bytes of a file; of the PDF and of the data, those of the version."""
    if campo := DELLA_VERSIONE.get(file.nome):
        versioni = Versione.objects.for_system().filter(pk=file.versione_id)
        return bytes(versioni.values_list(campo, flat=True).get())
    return bytes(FilePubblicato.objects.for_system().filter(pk=file.pk).values_list("contenuto", flat=True).get())


def read_small(versione: Versione) -> dict[str, bytes]:
    """The bytes of what describes the tables: the package and the schemas, by name."""
    righe = FilePubblicato.objects.for_system().filter(versione=versione, nome__endswith=".json")
    return {nome: bytes(contenuto) for nome, contenuto in righe.values_list("nome", "contenuto")}


def list_many(versioni: Collection[Versione]) -> dict[int, tuple[dict[str, FilePubblicato], bytes]]:
    """By version, what is said of its files in ``GENERI`` and the bytes of its package: two queries for them all."""
    for versione in missing(versioni):
        prepare(versione)
    righe = FilePubblicato.objects.for_system().filter(versione__in=versioni)
    detti: dict[int, dict[str, FilePubblicato]] = {}
    for riga in righe.filter(nome__in=GENERI).defer("contenuto"):
        detti.setdefault(riga.versione_id, {})[riga.nome] = riga
    pacchetti = dict(righe.filter(nome=csv.PACCHETTO).values_list("versione", "contenuto"))
    return {versione.pk: (detti[versione.pk], bytes(pacchetti[versione.pk])) for versione in versioni}


def missing(versioni: Iterable[Versione]) -> list[Versione]:
    """Those whose files are still to be made."""
    pronte = set(FilePubblicato.objects.for_system().filter(nome=PDF).values_list("versione", flat=True))
    return [versione for versione in versioni if versione.pk not in pronte]


def read_cover(versione: Versione) -> Pacchetto:
    """What the version says of itself, made ready by ``list_files``."""
    righe = FilePubblicato.objects.for_system().filter(versione=versione, nome=csv.PACCHETTO)
    return read_package(bytes(righe.values_list("contenuto", flat=True).get()))
