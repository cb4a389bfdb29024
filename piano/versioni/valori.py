"""What a comparison holds: every value that changed by its cella, texts word by word, outcomes of rules, facts."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from piano.versioni.parole import Brano


class Genere(StrEnum):
    """What became of a thing between the two plans."""

    NUOVO = "nuovo"
    TOLTO = "tolto"
    CAMBIATO = "cambiato"


class CellaCambiata(Struct, frozen=True):
    """A value that is not the same. ``cella`` begins with the ente; ``differenza`` is «+20», or nothing."""

    cella: str
    etichetta: str
    prima: str
    dopo: str
    differenza: str = ""
    numerica: bool = False


class RigaCambiata(Struct, frozen=True):
    """A row of a voce: it is new, it was taken out, or some of its values are others. «Consistenza, Rovato»."""

    etichetta: str
    genere: Genere
    celle: tuple[CellaCambiata, ...]


class SchedaCambiata(Struct, frozen=True):
    """What changed in the scheda of an ente, or of the ambito; it is new where the plan before did not have it."""

    ente: str
    nome: str
    genere: Genere
    righe: tuple[RigaCambiata, ...]

    @property
    def quante(self) -> int:
        """Values that are not the same."""
        return sum(len(riga.celle) for riga in self.righe)


class TestoCambiato(Struct, frozen=True):
    """A heading or a chapter, with its differences. ``riscritto``: it is written otherwise and reads the same."""

    codice: str
    titolo: str
    genere: Genere
    brani: tuple[Brano, ...]
    riscritto: bool = False


class EsitoCambiato(Struct, frozen=True):
    """A finding of a rule before and after; nothing where the rule found nothing."""

    regola: str
    frase: str
    di: str
    genere: Genere
    prima: str
    dopo: str


class FattoCambiato(Struct, frozen=True):
    """Something else that the plan says: who, when, which law; or, of the envelope, what happened to it."""

    gruppo: str
    etichetta: str
    prima: str
    dopo: str


class CifraCambiata(Struct, frozen=True):
    """A total of the plan before and after, whether or not it is the same."""

    nome: str
    prima: str
    dopo: str
    differenza: str


class Confronto(Struct, frozen=True, kw_only=True):
    """Two plans side by side. ``cifre`` are always there; the rest is only what is not the same."""

    cifre: tuple[CifraCambiata, ...]
    schede: tuple[SchedaCambiata, ...] = ()
    testi: tuple[TestoCambiato, ...] = ()
    titoli: tuple[TestoCambiato, ...] = ()
    dati: tuple[FattoCambiato, ...] = ()
    esiti: tuple[EsitoCambiato, ...] = ()
    fatti: tuple[FattoCambiato, ...] = ()

    @property
    def vuoto(self) -> bool:
        """The two plans are one and the same, envelope included."""
        return not (self.contenuti_diversi or self.esiti or self.fatti)

    @property
    def contenuti_diversi(self) -> bool:
        """Whether what the ALER hears and the Assembly votes is another."""
        return bool(self.schede or self.testi or self.titoli or self.dati)

    @property
    def quanti_testi(self) -> int:
        """Chapters and headings that are not the same."""
        return len(self.testi) + len(self.titoli)

    @property
    def celle(self) -> Iterator[CellaCambiata]:
        """Every value that changed, once."""
        return (cella for scheda in self.schede for riga in scheda.righe for cella in riga.celle)

    @property
    def quante_celle(self) -> int:
        """Values that changed."""
        return sum(scheda.quante for scheda in self.schede)
