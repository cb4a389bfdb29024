"""Frozen values of stock and availability, and the tables that keep them."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from lessico.voce import StatoVoce
from patrimonio.models import Consistenza, Disponibilita, VoceDichiarata
from patrimonio.righe import Deposito


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


DEPOSITI: Final[Mapping[str, Deposito]] = MappingProxyType(
    {
        "voci": Deposito(VoceDichiarata, VoceCongelata),
        "consistenza": Deposito(Consistenza, ConsistenzaCongelata),
        "disponibilita": Deposito(Disponibilita, DisponibilitaCongelata),
    }
)
"""What this app contributes to a scheda: field of the value → where its rows are kept."""
