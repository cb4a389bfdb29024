"""What differs between two contents of a scheda, in words: value by value, what it was and what it is."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA, Cella
from raccolta.celle import differences
from raccolta.lettura.etichette import Nomi, label_of, load_names, with_titles
from raccolta.lettura.testi import NESSUN_DATO, find_table, write_kept
from raccolta.valori import SchedaCongelata

BREVE: Final = 30
_STATO: Final = f"/{NON_RIPARTITA}/stato"


class Cambiamento(Struct, frozen=True):
    """One value that is not the same."""

    etichetta: str
    prima: str
    ora: str

    @property
    def breve(self) -> bool:
        """Numbers, dates and choices stand in a column; a text takes the room it needs."""
        return max(len(self.prima), len(self.ora)) <= BREVE


def find_changes(prima: SchedaCongelata, dopo: SchedaCongelata) -> Mapping[str, tuple[object, object]]:
    """As ``differences``, without the state of a voce where it only follows from the values that changed."""
    diverse = differences(prima, dopo)
    con_valori = {_voce(cella) for cella in diverse if not cella.endswith(_STATO)}
    return {c: valori for c, valori in diverse.items() if not (c.endswith(_STATO) and _voce(c) in con_valori)}


def describe_changes(prima: SchedaCongelata, dopo: SchedaCongelata) -> tuple[Cambiamento, ...]:
    """The changes in the order of the quadri; three queries for the names."""
    cambiati = find_changes(prima, dopo)
    nomi = with_titles(load_names(cambiati), prima, dopo)
    return tuple(
        Cambiamento(label_of(cella, nomi), write_cell(cella, era), write_cell(cella, ora))
        for cella, (era, ora) in cambiati.items()
    )


def describe_values(valori: Mapping[str, object], nomi: Nomi) -> Mapping[str, tuple[str, str]]:
    """Address → the name of the cella within its voce, and its value."""
    return {
        cella: (label_of(cella, nomi).removeprefix(f"{label_of(_voce(cella))}, "), write_cell(cella, valore))
        for cella, valore in valori.items()
    }


def write_cell(indirizzo: str, valore: object) -> str:
    """A value as it is read; a missing one is «nessun dato»."""
    tabella = find_table(cella := Cella.parse(indirizzo))
    return write_kept(tabella, cella.misura, valore) if tabella else str(valore or NESSUN_DATO)


def _voce(indirizzo: str) -> str:
    return indirizzo.split("/", maxsplit=1)[0]
