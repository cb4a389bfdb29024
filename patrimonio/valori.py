"""Frozen values of stock and availability, and the query that builds the values of any table of a scheda."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet
from msgspec import Struct

from lessico.voce import StatoVoce
from patrimonio.models import Consistenza, Disponibilita, RigaScheda, VoceDichiarata


class VoceCongelata(Struct, frozen=True):
    """The state of a voce, as declared."""

    voce: str
    stato: StatoVoce
    causa: str
    totale_dichiarato: int | None
    nota: str


class ConsistenzaCongelata(Struct, frozen=True):
    """Dwellings by type; ``ubicazione`` is an ISTAT code, ``gestore`` the slug of an ente; None = not split."""

    ubicazione: str | None
    gestore: str | None
    sap: int | None
    sas: int | None
    altro: int | None

    @property
    def totale(self) -> int:
        """SAP + SAS + Altro; in a voce *valorizzata* what is not written is nil."""
        return (self.sap or 0) + (self.sas or 0) + (self.altro or 0)


class DisponibilitaCongelata(Struct, frozen=True):
    """Units available from a source; amounts in euro a unit, ``scomputo_mesi`` in months."""

    voce: str
    ubicazione: str | None
    tipo: str
    quando: str
    unita: int | None
    costo_massimo: Decimal | None
    scomputo_mesi: int | None


R = TypeVar("R", bound=Struct)


def load_rows(modello: type[RigaScheda], riga: type[R], schede: Collection[int]) -> Mapping[int, tuple[R, ...]]:
    """The rows of a table for many schede in one query: scheda → its rows, in an order that no engine decides."""
    trovate: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for scheda, *valori in sorted(_rows(modello, riga).filter(scheda__pk__in=schede), key=_order):
        trovate[scheda].append(dict(zip(riga.__struct_fields__, valori, strict=True)))
    return msgspec.convert(trovate, dict[int, tuple[riga, ...]])  # type: ignore[valid-type]


@cache
def _rows(modello: type[RigaScheda], riga: type[Struct]) -> QuerySet[RigaScheda, tuple[Any, ...]]:
    """The query of a table, its columns resolved once a process: the scheda, then the fields of the value."""
    colonne = (modello._meta.get_field(nome) for nome in riga.__struct_fields__)
    return modello.objects.for_system().values_list("scheda_id", *(getattr(c, "attname", c.name) for c in colonne))


def _order(riga: Iterable[Any]) -> list[tuple[Any, ...]]:
    """By value, field after field; what is missing comes first."""
    return [() if valore is None else (valore,) for valore in riga]


class PatrimonioCongelato(Struct, frozen=True):
    """What this app contributes to a scheda."""

    voci: tuple[VoceCongelata, ...]
    consistenza: tuple[ConsistenzaCongelata, ...]
    disponibilita: tuple[DisponibilitaCongelata, ...]


def load(schede: Collection[int]) -> Mapping[int, PatrimonioCongelato]:
    """Stock and availability of many schede, in three queries."""
    voci = load_rows(VoceDichiarata, VoceCongelata, schede)
    consistenza = load_rows(Consistenza, ConsistenzaCongelata, schede)
    disponibilita = load_rows(Disponibilita, DisponibilitaCongelata, schede)
    return {
        pk: PatrimonioCongelato(voci.get(pk, ()), consistenza.get(pk, ()), disponibilita.get(pk, ())) for pk in schede
    }
