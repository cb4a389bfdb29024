"""Frozen values of measures and indicators, and the tables that keep them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from misure.models import Indicatore, Massimale, Misura, Risultato
from patrimonio.righe import Deposito


class MisuraCongelata(Struct, frozen=True):
    """A measure; amounts in euro."""

    voce: str
    slug: str
    titolo: str
    livello: str
    anno: int | None
    atto: str
    fondi_nuovi: Decimal | None
    residui: Decimal | None
    gestione: Decimal | None
    destinatari: str
    copertura: str
    motivo: str
    dal: date | None
    al: date | None
    gestore: str
    delega: str
    nota: str


class MassimaleCongelato(Struct, frozen=True):
    """A cap of a measure; ``importo`` in euro, ``mesi`` of rent."""

    voce: str
    slug: str
    ordine: int
    importo: Decimal | None
    per: str
    mesi: int | None
    condizione: str


class RisultatoCongelato(Struct, frozen=True):
    """A count reached by a measure."""

    voce: str
    slug: str
    ordine: int
    quanti: int | None
    di_che: str


class IndicatoreCongelato(Struct, frozen=True):
    """A figure of context, in its unit of measure."""

    slug: str
    gruppo: str
    ordine: int | None
    nome: str
    periodo: str
    valore: Decimal | None
    unita: str
    base: str
    fonte: str


DEPOSITI: Final[Mapping[str, Deposito]] = MappingProxyType(
    {
        "misure": Deposito(Misura, MisuraCongelata),
        "massimali": Deposito(Massimale, MassimaleCongelato),
        "risultati": Deposito(Risultato, RisultatoCongelato),
        "indicatori": Deposito(Indicatore, IndicatoreCongelato),
    }
)
"""What this app contributes to a scheda: field of the value → where its rows are kept."""
