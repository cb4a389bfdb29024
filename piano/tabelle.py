"""All the tables of a plan as values, in the order and with the numbers they have in the document."""

from collections.abc import Iterator

from django.utils.text import slugify
from msgspec import Struct

from lessico.italiano import maiuscola
from piano.capitoli import render_tokens
from piano.prospetti import TOTALE, Prospetto
from piano.sezioni import find_for
from piano.valori import PianoSnapshot, RigaCongelata


class TabellaPiano(Struct, frozen=True):
    """A table of the document: its number, its name for a file, the letter and the heading it stands under."""

    numero: int
    nome: str
    lettera: str
    titolo: str
    prospetto: Prospetto

    @property
    def didascalia(self) -> str:
        """«Tabella 3. Patrimonio abitativo per ente proprietario», as in the document."""
        return f"Tabella {self.numero}. {self.prospetto.didascalia}"

    @property
    def intestazione(self) -> str:
        """The heading of its section with its letter."""
        return f"{self.lettera} {self.titolo}".strip()

    @property
    def sommata(self) -> bool:
        """Whether its last row is a total."""
        return any(riga.genere == TOTALE for riga in self.prospetto.righe)


def collect(snapshot: PianoSnapshot) -> tuple[TabellaPiano, ...]:
    """Every table that the document prints; raises PianoNonComponibile."""
    trovati = [(riga, p) for riga in snapshot.contenuti.schema for p in find_tables(snapshot, riga)]
    nomi: dict[str, None] = {}
    for riga, prospetto in trovati:
        nomi[_name(riga, prospetto, nomi)] = None
    return tuple(
        TabellaPiano(numero, nome, riga.lettera, _heading(snapshot, riga), prospetto)
        for numero, (nome, (riga, prospetto)) in enumerate(zip(nomi, trovati, strict=True), start=1)
    )


def find_tables(snapshot: PianoSnapshot, riga: RigaCongelata) -> Iterator[Prospetto]:
    """The tables of a line of the schema: those in the context of its section; one with no rows is not printed."""
    for valore in find_for(riga).context(snapshot, riga).values():
        for voce in valore if isinstance(valore, tuple) else (valore,):
            if isinstance(voce, Prospetto) and voce.righe:
                yield voce


def _heading(snapshot: PianoSnapshot, riga: RigaCongelata) -> str:
    return maiuscola(render_tokens(riga.titolo, snapshot, codice=riga.codice))


def _name(riga: RigaCongelata, prospetto: Prospetto, presi: dict[str, None]) -> str:
    """Letters, figures and hyphens: «contesto-fasce»; the same next year, whatever stands before it."""
    base = slugify("-".join(filter(None, (riga.codice, prospetto.codice)))) or "tabella"
    nome, volte = base, 1
    while nome in presi:
        volte += 1
        nome = f"{base}-{volte}"
    return nome


def istat_codes(snapshot: PianoSnapshot) -> dict[str, str]:
    """The ISTAT code of each ente that is one comune, to join a table with others."""
    testata = snapshot.contenuti.testata
    return {ente.slug: ente.comuni[0] for ente in (*testata.enti, *testata.altri_enti) if len(ente.comuni) == 1}
