"""Origine: where a value came from when it entered a scheda."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class TipoOrigine(StrEnum):
    """The ways a value may come in."""

    DIGITATA = "digitata"
    RIPORTO = "riporto"
    UFFICIO = "ufficio"
    CARICATA = "caricata"
    FOGLIO = "foglio"
    REGISTRO = "registro"


class Origine(Struct, frozen=True):
    """The way in and, in words, the source: «piano 2026, dati dalla piattaforma regionale».

    ``posti``: where in the source, for the celle of which it is known: «Patrimonio, C9».
    """

    tipo: TipoOrigine
    dettaglio: str = ""
    posti: Mapping[str, str] = {}

    def detail_of(self, cella: str) -> str:
        """The source of one cella, with its place: «scheda di Rovato.xlsx, Patrimonio, C9»."""
        return ", ".join(filter(None, (self.dettaglio, self.posti.get(cella))))
