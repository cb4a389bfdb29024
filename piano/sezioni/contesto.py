"""Section «contesto»: the enti of the ambito, its comuni by population, the figures of the territory."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from lessico import italiano
from piano.elenchi import AMBITO, find_comuni, of_kind
from piano.prospetti import Colonna, Prospetto, RigaProspetto, quantify, texts
from piano.sezioni.indicatori import tabulate_indicators
from piano.valori import ComuneCongelato, PianoSnapshot, RigaCongelata

FASCE: Final = {
    "fino_5000": "Meno di 5.000 abitanti",
    "5000_10000": "Tra 5.000 e 10.000 abitanti",
    "oltre_10000": "Più di 10.000 abitanti",
    "": "Popolazione: nessun dato",
}

_COLONNE: Final = (Colonna("comuni", "Numero"), Colonna("elenco", "Comuni", numerica=False))


class ComuneStampato(Struct, frozen=True):
    """A comune in the table: ``chiave`` is its ISTAT code, ``ente`` the member whose territory it is.

    ``provincia`` is empty where the whole ambito is in one.
    """

    chiave: str
    ente: str
    nome: str
    provincia: str
    abitanti: int | None

    @property
    def testo(self) -> str:
        """«Altra (ZZ, 19.123 abitanti)», with what is known."""
        abitanti = "" if self.abitanti is None else f"{italiano.numero(self.abitanti)} abitanti"
        note = ", ".join(parte for parte in (self.provincia, abitanti) if parte)
        return f"{self.nome} ({note})" if note else self.nome


class Fascia(Struct, frozen=True):
    """A band of population and its comuni."""

    codice: str
    nome: str
    comuni: tuple[ComuneStampato, ...]


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """The comuni are those of the members' territory; the other enti are named after them."""
    comuni = find_comuni(piano)
    fasce = _bands(piano, comuni)
    righe = tuple(_row(fascia) for fascia in fasce)
    return {
        "comuni": tuple(italiano.tipografico(comune.nome) for comune in comuni),
        "comuni_in_lettere": italiano.lettere(len(comuni)),
        "altri": tuple(italiano.ente(e.tipo, e.nome) for e in of_kind(piano, "unione", "aler", "operatore")),
        "fasce": fasce,
        "prospetto": Prospetto("Comuni per fascia di popolazione", "Fascia", _COLONNE, righe, "fasce"),
        "indicatori": tabulate_indicators(piano, {"contesto", riga.codice}),
    }


def _bands(piano: PianoSnapshot, comuni: tuple[ComuneCongelato, ...]) -> tuple[Fascia, ...]:
    membri = {istat: ente.slug for ente in piano.contenuti.testata.enti for istat in ente.comuni}
    interprovinciale = len({comune.provincia for comune in comuni}) > 1
    divisi: defaultdict[str, list[ComuneStampato]] = defaultdict(list)
    for comune in comuni:
        nome = italiano.tipografico(comune.nome)
        provincia = comune.provincia if interprovinciale else ""
        stampato = ComuneStampato(comune.istat, membri[comune.istat], nome, provincia, comune.abitanti)
        divisi[comune.fascia].append(stampato)
    return tuple(Fascia(codice, nome, tuple(divisi[codice])) for codice, nome in FASCE.items() if divisi[codice])


def _row(fascia: Fascia) -> RigaProspetto:
    quanti = len(fascia.comuni)
    scritte = (italiano.numero(quanti), ", ".join(comune.testo for comune in fascia.comuni))
    return quantify(texts(AMBITO, fascia.nome, _COLONNE, scritte, fascia.codice or "-"), "comuni", quanti)
