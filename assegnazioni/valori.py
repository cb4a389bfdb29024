"""Frozen values of units available, reserves, notices and outcomes, and the tables that keep them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from assegnazioni.models import Assegnabile, Avviso, Esito, RigaPonte, Riserva
from patrimonio.righe import Deposito


class AssegnabileCongelata(Struct, frozen=True):
    """Units declared available for assignment."""

    ubicazione: str | None
    tipo: str
    unita: int | None


class RigaPonteCongelata(Struct, frozen=True):
    """A line of the bridge, in units; an adjustment may be negative."""

    riga: str
    unita: int | None
    motivo: str


class RiservaCongelata(Struct, frozen=True):
    """A reserve or quota: percentages out of 100, ``unita`` whole units."""

    voce: str
    ubicazione: str | None
    categoria: str
    percentuale: Decimal | None
    base: str
    unita: int | None
    ripartizione: Decimal | None
    descrizione: str
    motivo: str


class AvvisoCongelato(Struct, frozen=True):
    """A notice of the ambito."""

    slug: str
    anno: int | None
    tipo: str
    numero: str
    dal: date | None
    al: date | None
    prorogato_al: date | None
    atto: str
    graduatoria: str


class EsitoCongelato(Struct, frozen=True):
    """The outcome of a notice for a location, in units; ``domande`` in applications."""

    avviso: str
    ubicazione: str | None
    offerte: int | None
    domande: int | None
    in_corso: int | None
    assegnate: int | None


DEPOSITI: Final[Mapping[str, Deposito]] = MappingProxyType(
    {
        "assegnabili": Deposito(Assegnabile, AssegnabileCongelata),
        "ponte": Deposito(RigaPonte, RigaPonteCongelata),
        "riserve": Deposito(Riserva, RiservaCongelata),
        "avvisi": Deposito(Avviso, AvvisoCongelato),
        "esiti": Deposito(Esito, EsitoCongelato),
    }
)
"""What this app contributes to a scheda: field of the value → where its rows are kept."""
