"""The celle of a frozen scheda: where the rows of each table are, every value by its address, what differs."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA
from lessico.voce import Tabella
from patrimonio.voci import DICHIARAZIONE
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

_RIGHE: Final[Mapping[str, Callable[[SchedaCongelata], tuple[Struct, ...]]]] = {
    "patrimonio.VoceDichiarata": lambda scheda: scheda.voci,
    "patrimonio.Consistenza": lambda scheda: scheda.consistenza,
    "patrimonio.Disponibilita": lambda scheda: scheda.disponibilita,
    "assegnazioni.Assegnabile": lambda scheda: scheda.assegnabili,
    "assegnazioni.RigaPonte": lambda scheda: scheda.ponte,
    "assegnazioni.Riserva": lambda scheda: scheda.riserve,
    "assegnazioni.Avviso": lambda scheda: scheda.avvisi,
    "assegnazioni.Esito": lambda scheda: scheda.esiti,
    "misure.Misura": lambda scheda: scheda.misure,
    "misure.Massimale": lambda scheda: scheda.massimali,
    "misure.Risultato": lambda scheda: scheda.risultati,
    "misure.Indicatore": lambda scheda: scheda.indicatori,
}


def rows_of(scheda: SchedaCongelata, voce: str, tabella: Tabella) -> Iterator[Struct]:
    """The rows of a voce in a table; a table that serves one voce only does not name it in its rows."""
    for riga in _RIGHE[tabella.modello](scheda):
        if getattr(riga, "voce", voce) == voce:
            yield riga


def key_of(riga: Struct, tabella: Tabella) -> tuple[str | int | None, ...]:
    """The parts of the key of a row; None or an empty text where it is not split."""
    return tuple(getattr(riga, parte.campo.removesuffix("_id")) for parte in tabella.chiave)


@lru_cache(maxsize=128)
def values_of(scheda: SchedaCongelata) -> Mapping[str, object]:
    """Every value that there is, by the address of its cella, in the order of the quadri."""
    return MappingProxyType(dict(_walk(scheda)))


def _walk(scheda: SchedaCongelata) -> Iterator[tuple[str, object]]:
    """The addresses are written at once: a Cella for each would take as long as all the rest."""
    righe = _by_voce(scheda)
    for codice, voce in VOCI.items():
        for tabella in (DICHIARAZIONE, *voce.tabelle):
            for riga in righe.get((tabella.modello, codice)) or righe.get((tabella.modello, "")) or ():
                chiave = tabella.write_key(key_of(riga, tabella)) if tabella.chiave else NON_RIPARTITA
                for misura in tabella.misure:
                    if (valore := getattr(riga, misura)) not in (None, ""):
                        yield f"{codice}/{chiave}/{misura}", valore


def _by_voce(scheda: SchedaCongelata) -> Mapping[tuple[str, str], list[Struct]]:
    """(table, voce) → its rows, in one walk; no voce where the table does not name it: see rows_of."""
    trovate: defaultdict[tuple[str, str], list[Struct]] = defaultdict(list)
    for modello, find in _RIGHE.items():
        for riga in find(scheda):
            trovate[modello, getattr(riga, "voce", "")].append(riga)
    return trovate


def differences(prima: SchedaCongelata, dopo: SchedaCongelata) -> Mapping[str, tuple[object, object]]:
    """Address → what it was and what it is, for each value that is not the same; None is no value."""
    vecchi, nuovi = values_of(prima), values_of(dopo)
    indirizzi = [*vecchi, *(indirizzo for indirizzo in nuovi if indirizzo not in vecchi)]
    return {i: (vecchi.get(i), nuovi.get(i)) for i in indirizzi if vecchi.get(i) != nuovi.get(i)}
