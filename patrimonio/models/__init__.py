"""The models of what exists, by theme; import them from here."""

from patrimonio.models.alloggio import Accessibilita, ModificaUnita, StatoUnita, UnitaAbitativa
from patrimonio.models.ricognizione import (
    Consistenza,
    Disponibilita,
    Finestra,
    Integrazione,
    Proroga,
    Quando,
    Ricognizione,
    RigaScheda,
    Scheda,
    StatoScheda,
    TipoUnita,
    VoceDichiarata,
    unique_by_location,
)

__all__ = [
    "Accessibilita",
    "Consistenza",
    "Disponibilita",
    "Finestra",
    "Integrazione",
    "ModificaUnita",
    "Proroga",
    "Quando",
    "Ricognizione",
    "RigaScheda",
    "Scheda",
    "StatoScheda",
    "StatoUnita",
    "TipoUnita",
    "UnitaAbitativa",
    "VoceDichiarata",
    "unique_by_location",
]
