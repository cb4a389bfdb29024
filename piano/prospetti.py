"""Prospetto: a table of the plan as a value: columns, rows, cells with their address, the total last."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico.voce import StatoVoce
from piano.elenchi import NESSUN_DATO, NON_APPLICABILE, add, write
from raccolta.valori import SchedaCongelata

Numero = int | Decimal

TOTALE: Final = "totale"
"""What stands for the ente in the last row."""
PARTE: Final = "parte"
"""The kind of a row that is already counted in that of its ente."""


class Colonna(Struct, frozen=True):
    """A column: the measure it prints and its heading; ``numerica`` aligns it to the right."""

    misura: str
    titolo: str
    numerica: bool = True


class Casella(Struct, frozen=True):
    """A cell, already written in Italian, and the number it writes with its unit («euro», «%», none when it counts).

    With no ``valore`` it is a text, or there is no number: the text says whether it is missing or not applicable.
    """

    misura: str
    testo: str
    numerica: bool = True
    valore: Numero | None = None
    unita: str = ""


class RigaProspetto(Struct, frozen=True):
    """A row: whose it is, its heading, its cells. ``chiave`` is that of a part («di cui …»), or of a row."""

    ente: str
    nome: str
    caselle: tuple[Casella, ...]
    chiave: str = ""
    genere: str = "ente"


class Prospetto(Struct, frozen=True):
    """A table. ``prima`` is the heading of the column of names; ``codice`` tells it from the others of its section."""

    didascalia: str
    prima: str
    colonne: tuple[Colonna, ...]
    righe: tuple[RigaProspetto, ...]
    codice: str = ""


class Conteggio(Struct, frozen=True):
    """A row of numbers still to be written; a part is not summed. ``assenti`` says what stands for a missing number."""

    ente: str
    nome: str
    valori: Mapping[str, int | None]
    assenti: Mapping[str, str] = {}
    chiave: str = ""


def absences(scheda: SchedaCongelata, voci: Mapping[str, str]) -> Mapping[str, str]:
    """What a missing number means for each measure, given the voce it comes from: not declared, or not applicable."""
    return {
        misura: NON_APPLICABILE if scheda.stato(voce) is StatoVoce.NON_APPLICABILE else NESSUN_DATO
        for misura, voce in voci.items()
    }


def tabulate(
    didascalia: str, prima: str, colonne: tuple[Colonna, ...], conteggi: Iterable[Conteggio], codice: str = ""
) -> Prospetto:
    """A table of numbers with the total of what is known as its last row; with no rows there is no total."""
    contati = tuple(conteggi)
    interi = [c for c in contati if not c.chiave]
    totale = Conteggio(TOTALE, "Totale", {c.misura: add(i.valori[c.misura] for i in interi) for c in colonne})
    righe = [_row(conteggio, colonne, PARTE if conteggio.chiave else "ente") for conteggio in contati]
    return Prospetto(didascalia, prima, colonne, (*righe, _row(totale, colonne, TOTALE)) if righe else (), codice)


def _row(conteggio: Conteggio, colonne: tuple[Colonna, ...], genere: str) -> RigaProspetto:
    caselle = []
    for colonna in colonne:
        valore = conteggio.valori[colonna.misura]
        assente = conteggio.assenti.get(colonna.misura, NESSUN_DATO)
        caselle.append(Casella(colonna.misura, assente if valore is None else write(valore), valore=valore))
    return RigaProspetto(conteggio.ente, conteggio.nome, tuple(caselle), conteggio.chiave, genere)


def texts(
    ente: str, nome: str, colonne: tuple[Colonna, ...], scritte: Iterable[str], chiave: str = ""
) -> RigaProspetto:
    """A row of texts, one for each column."""
    caselle = (Casella(c.misura, t, c.numerica) for c, t in zip(colonne, scritte, strict=True))
    return RigaProspetto(ente, nome, tuple(caselle), chiave)


def quantify(riga: RigaProspetto, misura: str, valore: Numero | None, unita: str = "") -> RigaProspetto:
    """The row with the number that one of its texts writes."""
    caselle = (replace(c, valore=valore, unita=unita) if c.misura == misura else c for c in riga.caselle)
    return replace(riga, caselle=tuple(caselle))
