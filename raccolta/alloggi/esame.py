"""Goes through the rows of a file once: what each says of a dwelling, packed; what is wrong, grouped and bounded."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from msgspec import Struct

from patrimonio.alloggi.regole import CON_LO_STATO, PERSONA, contradictions
from raccolta.alloggi.campi import PER_CODICE
from raccolta.alloggi.celle import CellaErrata, Lettura, simplify, to_text, why_broken
from raccolta.alloggi.luoghi import Luoghi
from raccolta.alloggi.segni import Segni
from raccolta.alloggi.sorgente import Riga
from raccolta.fogli.cartella import name_cell

MOSTRATI: Final = 5
"""The cells that are named for each error."""
TENUTI: Final = 5_000
"""The errors that are kept one by one, to be downloaded: the others are counted."""
_MEMORIA: Final = 20_000
"""The cells of a column that are remembered, for they come again."""

_MANCA: Final = "Manca: ogni riga del file deve averlo."
_DOPPIO: Final = "Questo codice è già in un’altra riga del file: ne va lasciata una sola."

_TOTALE: Final = "Sembra la riga di un totale, non un alloggio: non si legge, e si può lasciare dov’è."
_TOTALI: Final = {"totale", "totali", "tot", "totale alloggi", "totale generale"}

_IGNOTO: Final = object()

encode: Final = msgspec.msgpack.Encoder().encode


class Colonna(Struct, frozen=True):
    """A field, and where it is: in which column, from zero, or the same for all."""

    campo: str
    posto: int | None = None
    fisso: str | int | None = None


class Errore(Struct, frozen=True, array_like=True):
    """``cella`` is empty where the whole row is meant."""

    riga: int
    cella: str
    campo: str
    valore: str
    frase: str


class Gruppo(Struct):
    """Equal errors."""

    campo: str
    frase: str
    quanti: int = 0
    posti: list[str] = msgspec.field(default_factory=list)


class Esame:
    """``righe``: code → (row of the file, what it says, packed in the order of ``campi``)."""

    def __init__(self, colonne: Sequence[Colonna], luoghi: Luoghi, segni: Segni | None = None) -> None:
        """``colonne``: those that are read, the compulsory ones among them; ``segni``: takes every error, if asked."""
        self.segni = segni
        ordine = list(PER_CODICE)
        in_colonna = sorted(
            (c for c in colonne if c.posto is not None), key=lambda colonna: ordine.index(colonna.campo)
        )
        lette = [colonna for colonna in in_colonna if not PER_CODICE[colonna.campo].accanto]
        self.accanto = [
            (colonna, PER_CODICE[colonna.campo].lettura(luoghi)) for colonna in in_colonna if colonna not in lette
        ]
        self.colonne = (*lette, *(c for c in colonne if c.posto is None))
        self.campi = tuple(colonna.campo for colonna in self.colonne)
        self.dove = {campo: posto for posto, campo in enumerate(self.campi)}
        self.dei_lavori = [self.dove[campo] for campo in CON_LO_STATO if campo in self.dove]
        self.letture: list[tuple[int, dict[Any, Any], Colonna, Lettura]] = [
            (colonna.posto or 0, {}, colonna, PER_CODICE[colonna.campo].lettura(luoghi)) for colonna in lette
        ]
        self.fissi = [colonna.fisso for colonna in self.colonne if colonna.posto is None]
        self.righe: dict[str, tuple[int, bytes]] = {}
        self.scartati: set[str] = set()
        self.gruppi: dict[tuple[str, str], Gruppo] = {}
        self.errori: list[Errore] = []
        self.lette = self.errate = 0

    def read(self, righe: Iterable[tuple[int, Riga]]) -> None:
        """Rows with their numbers, from one; those with nothing in them are passed over."""
        for numero, riga in righe:
            if riga.count("") < len(riga):
                self.lette += 1
                if self._is_total(riga):
                    self._discard(None, [Errore(numero, self._name(numero, self.colonne[0]), "codice", "", _TOTALE)])
                else:
                    self._read_row(numero, riga)

    def _read_row(self, numero: int, riga: Riga) -> None:
        sbagli: list[Errore] = []
        valori: list[Any] = []
        for posto, memoria, colonna, leggi in self.letture:
            try:
                valore = memoria.get(riga[posto], _IGNOTO)
            except (IndexError, TypeError):  # a row that ends before, a day
                valore = _IGNOTO
            valori.append(
                self._read_cell(numero, riga, colonna, leggi, memoria, sbagli) if valore is _IGNOTO else valore
            )
        valori.extend(self.fissi)
        self._join(numero, riga, valori, sbagli)
        codice = valori[0]
        if not sbagli and any(valori[posto] for posto in self.dei_lavori):
            sbagli.extend(self._contradictions(numero, valori))
        if codice in self.righe or codice in self.scartati:
            sbagli.append(self._double(numero, codice))
        if sbagli:
            self._discard(codice, sbagli)
        else:
            self.righe[codice] = (numero, encode(valori))

    def _is_total(self, riga: Riga) -> bool:
        """A row under the table that sums it up: its code says so."""
        posto = self.colonne[0].posto or 0
        codice = riga[posto] if posto < len(riga) else ""
        return isinstance(codice, str) and codice.strip()[:3].lower() == "tot" and simplify(codice) in _TOTALI

    def _read_cell(
        self, numero: int, riga: Riga, colonna: Colonna, leggi: Lettura, memoria: dict[Any, Any], sbagli: list[Errore]
    ) -> Any:
        """The value of a cell, remembered; an error is added to ``sbagli``."""
        posto = colonna.posto or 0
        cella = riga[posto] if posto < len(riga) else ""
        valore, frase = _judge(colonna.campo, cella, leggi)
        if frase:
            scritto = "" if frase == PERSONA else to_text(cella)[:80]
            sbagli.append(Errore(numero, self._name(numero, colonna), colonna.campo, scritto, frase))
        elif len(memoria) < _MEMORIA and not isinstance(cella, list):
            memoria[cella] = valore
        return valore

    def _join(self, numero: int, riga: Riga, valori: list[Any], sbagli: list[Errore]) -> None:
        """What stands in a column of its own and is a part of another value: the number of a street."""
        for colonna, leggi in self.accanto:
            dove = self.dove[PER_CODICE[colonna.campo].accanto]
            if parte := self._read_cell(numero, riga, colonna, leggi, {}, sbagli):
                valori[dove] = f"{valori[dove]}, {parte}"

    def _double(self, numero: int, codice: str) -> Errore:
        """A code that comes again: neither row is right, for nobody knows which one is meant."""
        if prima := self.righe.pop(codice, None):
            self._discard(codice, [Errore(prima[0], self._name(prima[0], self.colonne[0]), "codice", codice, _DOPPIO)])
        return Errore(numero, self._name(numero, self.colonne[0]), "codice", codice, _DOPPIO)

    def _discard(self, codice: str | None, sbagli: list[Errore]) -> None:
        self.errate += 1
        if codice:
            self.scartati.add(codice)
        for errore in sbagli:
            self._note(errore)

    def _contradictions(self, numero: int, valori: list[Any]) -> Iterator[Errore]:
        """What cannot be true together."""
        presenti = {campo: valori[posto] for campo, posto in self.dove.items()}
        for campo, frase in contradictions(presenti["stato"], presenti.get):
            colonna = self.colonne[self.dove[campo]]
            yield Errore(numero, self._name(numero, colonna), campo, _show(presenti[campo])[:80], frase)

    def _name(self, numero: int, colonna: Colonna) -> str:
        return "" if colonna.posto is None else name_cell(numero, colonna.posto + 1)

    def _note(self, errore: Errore) -> None:
        chiave = (errore.campo, errore.frase)
        gruppo = self.gruppi.setdefault(chiave, Gruppo(*chiave))
        gruppo.quanti += 1
        if len(gruppo.posti) < MOSTRATI:
            detto = f" «{errore.valore}»" if errore.valore else ""
            gruppo.posti.append(f"{errore.cella or f'riga {errore.riga}'}{detto}")
        if len(self.errori) < TENUTI:
            self.errori.append(errore)
        if self.segni is not None:
            self.segni.add(errore.riga, errore.campo, errore.frase)

    @property
    def nel_file(self) -> set[str]:
        """The codes that the file names, also those of rows that are wrong."""
        return {*self.righe, *self.scartati}


def _show(valore: Any) -> str:
    return f"{valore:%d/%m/%Y}" if isinstance(valore, date) else str(valore)


def _judge(codice: str, cella: Any, leggi: Lettura) -> tuple[Any, str]:
    """A value and no sentence, or a sentence."""
    campo = PER_CODICE[codice]
    if frase := why_broken(cella):
        return None, frase
    if not isinstance(cella, list) and to_text(cella) == "":
        return campo.vuoto, _MANCA if campo.obbligatorio else ""
    try:
        return leggi(cella), ""
    except CellaErrata as errore:
        return None, str(errore)
