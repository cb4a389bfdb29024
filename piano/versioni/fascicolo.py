"""The dossier for the Assembly: one zip, always the same for the same plan, with an index of what is in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.congelamento import thaw
from piano.elenchi import called, find_ente
from piano.esportazioni import docx
from piano.esportazioni.archivio import pack
from piano.esportazioni.descrizione import describe
from piano.html import RADICE, render_template
from piano.lettura import read_frozen, read_pdf
from piano.models import Parere, Piano, Versione
from piano.sezioni import fonti, motivazioni
from piano.sezioni.percorso import write_story
from piano.snapshot import fingerprints
from piano.valori import Impronte, PianoSnapshot, RigaCongelata
from piano.versioni.confronto import compare
from piano.versioni.delibera import write_resolution
from piano.versioni.esiti import FRASI, Esito, Sfondo, find_outcomes, rules_in_force
from piano.versioni.lati import find_before, load_background


class Documento(Struct, frozen=True):
    """A file of the dossier: its name, what it is, why it is there."""

    nome: str
    titolo: str
    perche: str


CONTENUTO: Final = (
    Documento("01-piano.pdf", "Il piano", "È il testo che si vota, con l’impronta in ultima pagina."),
    Documento("02-piano.docx", "Il piano in Word", "Lo stesso testo, per chi deve citarne una parte."),
    Documento("03-differenze.html", "Che cosa cambia dall’anno precedente", "Per non rileggere ciò che è uguale."),
    Documento("04-pareri.html", "I pareri delle ALER", "L’Assemblea li tiene in conto: esito, condizioni, protocollo."),
    Documento(
        "05-controlli.html", "Il rapporto dei controlli", "Ogni regola con il suo esito, anche dove va tutto bene."
    ),
    Documento(
        "06-motivazioni.html", "Le motivazioni scritte", "Come gli enti spiegano ciò che è fuori dall’ordinario."
    ),
    Documento("07-certificazioni.html", "Il registro delle certificazioni", "Chi risponde di ogni dato, e da quando."),
    Documento(
        "08-schema-di-delibera.docx", "Lo schema di delibera", "Un testo da adattare, con numero e data in bianco."
    ),
    Documento("09-piano.json", "I dati del piano", "Ciò su cui è calcolata l’impronta: chi vuole, la rifà."),
)
"""What is always in the dossier; the files of the opinions and the index come beside."""

INDICE: Final = "00-indice.html"
IMPRONTE: Final = "impronte.txt"
_PAGINE: Final = (
    "piano/fascicolo/differenze.html",
    "piano/fascicolo/pareri.html",
    "piano/fascicolo/controlli.html",
    "piano/fascicolo/prospetto.html",
    "piano/fascicolo/prospetto.html",
)
"""What each of the written pages is made with, in the order of ``CONTENUTO``."""
_RIGA: Final = RigaCongelata("", "", "", "", ())


class Materia(Struct, frozen=True, kw_only=True):
    """All that the dossier is made from: frozen bytes, and the files that were handed in with the opinions."""

    contenuto: bytes
    pdf: bytes
    bozza: bool
    prima: bytes | None = None
    sfondo: Sfondo = Sfondo()
    pareri: tuple[tuple[str, bytes], ...] = ()


def build_dossier(piano: Piano) -> bytes:
    """The dossier of what is read of a plan now: its last stored version, or its draft. Raises PianoNonComponibile."""
    return pack_dossier(load_material(piano))


def load_material(piano: Piano) -> Materia:
    """What the database gives to the dossier. Wants ``ricognizione__ambito`` loaded."""
    contenuto, bozza = read_frozen(piano)
    precedente = find_before(piano)
    prima = None
    if precedente:
        prima = bytes(Versione.objects.for_system().only("contenuto").get(pk=precedente.pk).contenuto)
    snapshot = thaw(contenuto, PianoSnapshot)
    altri = [thaw(prima, PianoSnapshot)] if prima else []
    return Materia(
        contenuto=contenuto,
        pdf=read_pdf(piano)[0],
        bozza=bozza,
        prima=prima,
        sfondo=load_background(piano.ricognizione.ambito, snapshot, *altri),
        pareri=tuple(_attached(piano)),
    )


def _attached(piano: Piano) -> Iterator[tuple[str, bytes]]:
    """The file of each opinion, as it was handed in."""
    pareri = Parere.objects.for_system().filter(piano=piano, allegato__isnull=False).select_related("allegato")
    for parere in sorted(pareri, key=lambda p: p.aler_id):
        if parere.allegato:
            estensione = parere.allegato.nome.rpartition(".")[2].lower() or "pdf"
            yield f"04-parere-{parere.aler_id}.{estensione}", bytes(parere.allegato.contenuto)


def name_dossier(piano: Piano) -> str:
    """«fascicolo-oglio-ovest-2026.zip»."""
    return f"fascicolo-{piano.ricognizione.ambito.slug}-{piano.ricognizione.anno}.zip"


def pack_dossier(materia: Materia) -> bytes:
    """The zip; no clock, no order that depends on the machine."""
    documenti = sorted((*_documents(materia), *materia.pareri))
    indice = (INDICE, _index(materia, documenti))
    righe = (f"{sha256(contenuto).hexdigest()}  {nome}\n" for nome, contenuto in (indice, *documenti))
    return pack((indice, *documenti, (IMPRONTE, "".join(righe).encode())))


def _documents(materia: Materia) -> Iterator[tuple[str, bytes]]:
    snapshot, impronte = thaw(materia.contenuto, PianoSnapshot), fingerprints(materia.contenuto)
    pagine = _pages(materia, snapshot)
    yield CONTENUTO[0].nome, materia.pdf
    yield CONTENUTO[1].nome, docx.export(snapshot, impronte)
    for documento, pagina, contesto in zip(CONTENUTO[2:7], _PAGINE, pagine, strict=True):
        yield documento.nome, _render(documento, snapshot, impronte, {"pagina": pagina, **contesto})
    yield CONTENUTO[7].nome, write_resolution(snapshot, impronte)
    yield CONTENUTO[8].nome, materia.contenuto


def _pages(materia: Materia, snapshot: PianoSnapshot) -> Iterator[Mapping[str, object]]:
    """What each of the written pages says, in the order of ``CONTENUTO``."""
    prima = thaw(materia.prima, PianoSnapshot) if materia.prima else None
    anno = snapshot.contenuti.testata.anno
    yield {
        "confronto": compare(prima, snapshot, materia.sfondo) if prima else None,
        "da": f"il piano del {anno - 1}",
        "a": f"il piano del {anno}",
        "senza": f"Nessun dato: il piano del {anno - 1} non è conservato in Pianocasa.",
    }
    yield {"pareri": _opinions(snapshot), "allegati": [nome for nome, _ in materia.pareri]}
    yield {"controlli": check_all(find_outcomes(snapshot, materia.sfondo), rules_in_force(snapshot))}
    yield {"prospetto": motivazioni.context(snapshot, _RIGA)["prospetto"], "vuoto": "Nessuna motivazione."}
    yield {"prospetto": fonti.tabulate_sources(snapshot), "vuoto": "Nessuna scheda."}


class Controllo(Struct, frozen=True):
    """A rule with what it found, which may be nothing."""

    codice: str
    frase: str
    esiti: tuple[Esito, ...]
    in_vigore: bool = True

    @property
    def esito(self) -> str:
        """In a word or two."""
        if not self.esiti:
            return "nessun rilievo" if self.in_vigore else "non si applica a questo piano"
        aperti = sum(1 for e in self.esiti if e.segnalazione.ferma and not e.motivazione)
        quanti = italiano.conta(len(self.esiti), "rilievo", "rilievi")
        return f"{quanti}, {italiano.numero(aperti)} da risolvere" if aperti else quanti


def check_all(esiti: Iterable[Esito], in_vigore: Collection[str] = tuple(FRASI)) -> tuple[Controllo, ...]:
    """Every rule of the registry, in reading order: those that found nothing, or do not apply, too."""
    trovati = tuple(esiti)
    return tuple(
        Controllo(codice, frase, tuple(e for e in trovati if e.segnalazione.regola == codice), codice in in_vigore)
        for codice, frase in FRASI.items()
    )


class ParereDetto(Struct, frozen=True):
    """An opinion in words, and whether it was given on these contenuti."""

    di: str
    testo: str
    sentita: str


def _opinions(snapshot: PianoSnapshot) -> tuple[ParereDetto, ...]:
    dati = {parere.aler: parere.impronta_contenuti for parere in snapshot.busta.pareri}
    return tuple(
        ParereDetto(called(find_ente(snapshot, frase.ente)), frase.testo, dati.get(frase.ente, ""))
        for frase in write_story(snapshot)["pareri"]
    )


def _render(documento: Documento, snapshot: PianoSnapshot, impronte: Impronte, contesto: Mapping[str, object]) -> bytes:
    """A page that stands by itself: its style is inside."""
    stile = (RADICE / "static" / "css" / "fascicolo.css").read_text(encoding="utf-8")
    tutto = {
        "documento": documento,
        "descrizione": describe(snapshot, impronte),
        "impronte": impronte,
        "stile": stile,
        **contesto,
    }
    return render_template("piano/fascicolo/pagina.html", tutto).encode()


def _index(materia: Materia, documenti: Iterable[tuple[str, bytes]]) -> bytes:
    """What is in the dossier, why, and the impronta of every file."""
    snapshot, impronte = thaw(materia.contenuto, PianoSnapshot), fingerprints(materia.contenuto)
    noti = {documento.nome: documento for documento in CONTENUTO}
    altro = "File consegnato con il parere", "Come è arrivato."
    voci = [
        (noti.get(nome) or Documento(nome, *altro), sha256(contenuto).hexdigest(), len(contenuto))
        for nome, contenuto in documenti
    ]
    indice = Documento(INDICE, "Fascicolo per l’Assemblea", "")
    return _render(
        indice, snapshot, impronte, {"pagina": "piano/fascicolo/indice.html", "voci": voci, "bozza": materia.bozza}
    )
