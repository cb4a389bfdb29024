"""The rows of a file that came, numbered as a spreadsheet numbers them, and what its columns were confirmed to be."""

from collections.abc import Iterator

from raccolta.alloggi.campi import PER_CODICE
from raccolta.alloggi.esame import Colonna
from raccolta.alloggi.modelli import Importazione
from raccolta.alloggi.sorgente import Riga, read_rows


def read_numbered(importazione: Importazione) -> Iterator[tuple[int, list[tuple[int, Riga]]]]:
    """How many rows there are, and some of them with their numbers, from one; raises FoglioRifiutato."""
    numero, contenuto = 1, bytes(importazione.contenuto or b"")
    for quante, blocco in read_rows(importazione.nome, contenuto, importazione.foglio):
        yield quante, list(enumerate(blocco, start=numero))
        numero += len(blocco)


def below(importazione: Importazione, blocco: list[tuple[int, Riga]]) -> list[tuple[int, Riga]]:
    """Those that are under the headings."""
    return [riga for riga in blocco if riga[0] > importazione.intestazione] if blocco else []


def columns_of(importazione: Importazione) -> list[Colonna]:
    """The columns that were confirmed, and what is the same for all."""
    dal_file = [Colonna(campo, posto=posto) for posto, campo in enumerate(importazione.colonne) if campo in PER_CODICE]
    return [*dal_file, *(Colonna(campo, fisso=valore) for campo, valore in importazione.fissi.items())]
