"""Origine: where a value came from when it entered a scheda."""

from enum import StrEnum

from msgspec import Struct


class TipoOrigine(StrEnum):
    """The ways a value may come in."""

    DIGITATA = "digitata"
    RIPORTO = "riporto"
    UFFICIO = "ufficio"
    CARICATA = "caricata"
    FOGLIO = "foglio"


class Origine(Struct, frozen=True):
    """The way in and, in words, the source: «piano 2026, dati dalla piattaforma regionale»."""

    tipo: TipoOrigine
    dettaglio: str = ""
