"""Frozen values of measures and indicators, and the query that builds them."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from misure.models import Indicatore, Massimale, Misura, Risultato
from patrimonio.valori import load_rows


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


class MisureCongelate(Struct, frozen=True):
    """What this app contributes to a scheda."""

    misure: tuple[MisuraCongelata, ...]
    massimali: tuple[MassimaleCongelato, ...]
    risultati: tuple[RisultatoCongelato, ...]
    indicatori: tuple[IndicatoreCongelato, ...]


def load(schede: Collection[int]) -> Mapping[int, MisureCongelate]:
    """Measures and indicators of many schede, in four queries."""
    misure = load_rows(Misura, MisuraCongelata, schede)
    massimali = load_rows(Massimale, MassimaleCongelato, schede)
    risultati = load_rows(Risultato, RisultatoCongelato, schede)
    indicatori = load_rows(Indicatore, IndicatoreCongelato, schede)
    return {
        pk: MisureCongelate(misure.get(pk, ()), massimali.get(pk, ()), risultati.get(pk, ()), indicatori.get(pk, ()))
        for pk in schede
    }
