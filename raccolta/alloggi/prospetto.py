"""The dwellings by state and type: a drawing, and the table that says the same."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.grafici.barre import stacked
from lessico.grafici.righe import Riga
from patrimonio.alloggi.conti import RegistroContato
from patrimonio.models import StatoUnita, TipoUnita

DOMANDA: Final = "Quanti alloggi in ogni stato, e di che tipo?"
_PER_ESTESO: Final = ("SAP, servizi abitativi pubblici", "SAS, servizi abitativi sociali", "Altro uso abitativo")


class Prospetto(Struct, frozen=True):
    """``righe``: a state and its dwellings by type."""

    righe: tuple[Riga, ...]
    disegni: tuple[str, ...]
    domanda: str = DOMANDA

    @property
    def tabella(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """State → its dwellings by type, and all of them."""
        return tuple((riga.nome, (*riga.valori, sum(riga.valori))) for riga in self.righe)

    @property
    def totale(self) -> tuple[int, ...]:
        """All the states together, by type, and all of them."""
        return tuple(sum(numeri) for numeri in zip(*(valori for _, valori in self.tabella), strict=True))


def build_prospetto(contati: RegistroContato) -> Prospetto:
    """Every state in its order: in the drawing those that have dwellings."""
    righe = tuple(_rows(contati))
    disegnate = [riga for riga in righe if any(riga.valori)]
    disegni = stacked(DOMANDA, disegnate, _PER_ESTESO, tuple(TipoUnita.labels)) if disegnate else ()
    return Prospetto(righe, disegni)


def _rows(contati: RegistroContato) -> Iterator[Riga]:
    conti = contati.by_state()
    for stato in StatoUnita:
        numeri = tuple(conti.get((stato.value, tipo.value), 0) for tipo in TipoUnita)
        tipi = [f"{italiano.numero(n)} {tipo.label}" for n, tipo in zip(numeri, TipoUnita, strict=True) if n]
        quanti = italiano.conta(sum(numeri), "alloggio", "alloggi")
        yield Riga(stato.label, numeri, f"{quanti}, di cui {italiano.elenco(tipi)}")
