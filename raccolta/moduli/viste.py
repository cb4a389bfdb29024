"""What the templates of a quadro show: sections, grids, rows and celle as values, with every sum already done."""

from msgspec import Struct

from raccolta.moduli.accanto import RilievoAccanto
from raccolta.moduli.forma import Forma
from raccolta.moduli.visti import CampoVisto
from raccolta.quote import Quota


class Contesa(Struct, frozen=True):
    """Two have written in the same cella: what each wrote, and which one stays."""

    qui: str
    altrui: str
    da: str
    ora: str
    scelta: str


class CellaVista(Struct, frozen=True, kw_only=True):
    """A value: its field where it can be written, its text where it cannot; ``segno``: what a rule found weighs."""

    nome: str
    misura: str
    etichetta: str
    di_che: str
    campo: CampoVisto | None
    testo: str
    prima: str
    numero: bool
    ufficio: bool
    contesa: Contesa | None
    storia: str
    segno: str = ""


class RigaVista(Struct, frozen=True, kw_only=True):
    """A row, with the grids that hang from it (``rami``); of one that was taken away, its names and its texts."""

    nome: str
    titolo: str
    principali: tuple[CellaVista, ...] = ()
    dettagli: tuple[CellaVista, ...] = ()
    aperta: bool = False
    scrivibile: bool = False
    si_toglie: bool = False
    tolta: bool = False
    tolte: tuple[str, ...] = ()
    fuoco: bool = False
    tolti: tuple[tuple[str, str], ...] = ()
    totale: str | None = None
    rami: tuple["GrigliaVista", ...] = ()

    @property
    def tutte(self) -> tuple[CellaVista, ...]:
        """All its values."""
        return (*self.principali, *self.dettagli)


class Colonna(Struct, frozen=True):
    """A measure at the head of a column; ``totale`` is None where it does not add up."""

    misura: str
    etichetta: str
    numero: bool
    totale: str | None


class GrigliaVista(Struct, frozen=True, kw_only=True):
    """The rows of a table; ``aggiungi`` is the button's value where a row is added without asking anything."""

    voce: str
    titolo: str
    forma: Forma
    colonne: tuple[Colonna, ...]
    righe: tuple[RigaVista, ...]
    con_totale: bool = False
    totale: str | None = None
    aggiungi: str = ""

    @property
    def larghezza(self) -> int:
        """How many columns come after the first."""
        return len(self.colonne) + (self.totale is not None)

    @property
    def colonne_in_tutto(self) -> int:
        """How many columns there are."""
        return self.larghezza + 1


class NuovaVista(Struct, frozen=True):
    """What is asked to add a row; ``errori``: what is wrong with the row as a whole."""

    campi: tuple[CampoVisto, ...]
    errori: tuple[str, ...] = ()


class SezioneVista(Struct, frozen=True, kw_only=True):
    """A voce: its help, its state, its grids, and the parts by which it can be filled in instead.

    ``rilievi`` and ``conti``: what the rules found, how the quotas come out; ``ponte``: the address of the bridge.
    """

    codice: str
    nome: str
    guida: str
    norma: str
    limite: str
    segno: str
    stato: CellaVista
    causa: CellaVista
    totale: CellaVista
    griglie: tuple[GrigliaVista, ...]
    nuova: NuovaVista | None
    aggiungi: str
    aggiungi_aperto: bool
    conferma: str
    confermata: bool
    anno: str
    parti: tuple["SezioneVista", ...] = ()
    parti_aperte: bool = False
    rilievi: tuple[RilievoAccanto, ...] = ()
    conti: tuple[Quota, ...] = ()
    ponte: str = ""
