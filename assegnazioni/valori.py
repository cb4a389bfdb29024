"""Frozen values of units available, reserves, notices and outcomes, and the query that builds them."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from assegnazioni.models import Assegnabile, Avviso, Esito, RigaPonte, Riserva
from patrimonio.valori import load_rows


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


class AssegnazioniCongelate(Struct, frozen=True):
    """What this app contributes to a scheda."""

    assegnabili: tuple[AssegnabileCongelata, ...]
    ponte: tuple[RigaPonteCongelata, ...]
    riserve: tuple[RiservaCongelata, ...]
    avvisi: tuple[AvvisoCongelato, ...]
    esiti: tuple[EsitoCongelato, ...]


def load(schede: Collection[int]) -> Mapping[int, AssegnazioniCongelate]:
    """Assignments and reserves of many schede, in five queries."""
    assegnabili = load_rows(Assegnabile, AssegnabileCongelata, schede)
    ponte = load_rows(RigaPonte, RigaPonteCongelata, schede)
    riserve = load_rows(Riserva, RiservaCongelata, schede)
    avvisi = load_rows(Avviso, AvvisoCongelato, schede)
    esiti = load_rows(Esito, EsitoCongelato, schede)
    return {
        pk: AssegnazioniCongelate(
            assegnabili.get(pk, ()), ponte.get(pk, ()), riserve.get(pk, ()), avvisi.get(pk, ()), esiti.get(pk, ())
        )
        for pk in schede
    }
