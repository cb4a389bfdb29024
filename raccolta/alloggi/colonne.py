"""Which column of a file is which field: guessed from the headings, and from what was confirmed the last time."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from patrimonio.alloggi.regole import FISCALE
from raccolta.alloggi.campi import CAMPI, is_personal
from raccolta.alloggi.celle import simplify, to_text
from raccolta.alloggi.sorgente import Assaggio, Riga

_TITOLI: Final[Mapping[str, str]] = {
    titolo: campo.codice for campo in CAMPI for titolo in (*campo.titoli, simplify(campo.nome))
}
_PRIME: Final = 20
"""Rows among which the headings are looked for."""
ESEMPI: Final = 3
ABBREVIATA: Final = 3
"""The letters that a word keeps at least."""
TOLTO: Final = "[tolto]"
"""Instead of a codice fiscale."""


class ColonnaDelFile(Struct, frozen=True):
    """``posto`` from zero; ``campo``: what it seems to be, or nothing; one about people has no examples."""

    posto: int
    titolo: str
    esempi: tuple[str, ...]
    campo: str
    personale: bool


class Tabella(Struct, frozen=True):
    """Where the dwellings stand in a file: the sheet, the row of the headings (from one), the columns."""

    foglio: str
    intestazione: int
    colonne: tuple[ColonnaDelFile, ...]

    @property
    def trovate(self) -> int:
        """Columns that seem to be a field."""
        return sum(bool(colonna.campo) for colonna in self.colonne)


def find_table(assaggi: Sequence[Assaggio], ricordate: Mapping[str, str]) -> Tabella:
    """The sheet and the row that have most headings among those that are known."""
    return max(
        (read_table(assaggio, _heading_of(assaggio.righe, ricordate), ricordate) for assaggio in assaggi),
        key=lambda tabella: tabella.trovate,
    )


def read_table(assaggio: Assaggio, intestazione: int, ricordate: Mapping[str, str]) -> Tabella:
    """The columns of a sheet, whose headings are in a row (from one)."""
    titoli = _texts(assaggio.righe[intestazione - 1]) if intestazione <= len(assaggio.righe) else []
    sotto = [_texts(riga) for riga in assaggio.righe[intestazione:]]
    larghezza = max((len(riga) for riga in (titoli, *sotto)), default=0)
    campi = guess([*titoli, *[""] * (larghezza - len(titoli))], ricordate)
    colonne = []
    for posto, campo in enumerate(campi):
        titolo = titoli[posto] if posto < len(titoli) else ""
        scritti = dict.fromkeys(riga[posto] for riga in sotto if posto < len(riga) and riga[posto])
        personale = is_personal(titolo)
        if titolo or scritti:
            esempi = () if personale else tuple(FISCALE.sub(TOLTO, testo)[:40] for testo in scritti)[:ESEMPI]
            colonne.append(ColonnaDelFile(posto, titolo[:100], esempi, campo, personale))
    return Tabella(assaggio.foglio, intestazione, tuple(colonne))


def guess(titoli: Sequence[str], ricordate: Mapping[str, str]) -> list[str]:
    """Heading by heading, the field; each field once, a heading about people never."""
    presi: set[str] = set()
    campi = []
    for titolo in titoli:
        semplice = simplify(titolo)
        campo = ricordate.get(semplice, _TITOLI.get(semplice) or _unabridge(semplice))
        if campo in presi or is_personal(titolo):
            campo = ""
        presi.add(campo)
        campi.append(campo)
    return campi


def _unabridge(titolo: str) -> str:
    """«stato occupaz» is «stato occupazione»: each word is the one that is meant, or its beginning."""
    parole = titolo.split()
    trovati = {campo for intero, campo in _TITOLI.items() if _is_short_for(parole, intero.split())}
    return trovati.pop() if len(trovati) == 1 else ""


def _is_short_for(parole: list[str], intere: list[str]) -> bool:
    return len(parole) == len(intere) and all(
        parola == intera or (len(parola) >= ABBREVIATA and intera.startswith(parola))
        for parola, intera in zip(parole, intere, strict=True)
    )


def _heading_of(righe: Sequence[Riga], ricordate: Mapping[str, str]) -> int:
    """The row, from one, with most known headings; of those alike, the first."""
    punti = [sum(bool(campo) for campo in guess(_texts(riga), ricordate)) for riga in righe[:_PRIME]]
    return punti.index(max(punti)) + 1 if punti else 1


def _texts(riga: Riga) -> list[str]:
    return [to_text(cella) for cella in riga]
