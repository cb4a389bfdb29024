"""The regime: the limits and the categories in force on a day, as one value that is frozen with the plan."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr

from lessico import italiano

_CENTESIMO: Final = Decimal("0.01")


class Arrotondamento(StrEnum):
    """How the law turns a share into whole dwellings."""

    PER_ECCESSO = "per_eccesso"
    MEZZO_PER_ECCESSO = "mezzo_per_eccesso"
    NON_INDICATO = "non_indicato"


class Limite(Struct, frozen=True):
    """A number of the law with its unit, the base it is taken on, its rounding and its norm; two decimals, always."""

    codice: str
    valore: Decimal | None
    unita: str
    base: str
    arrotondamento: Arrotondamento
    norma: str

    def __post_init__(self) -> None:
        # "20" and "20.00" are one number and two sequences of bytes: only one may be frozen.
        if self.valore is not None:
            force_setattr(self, "valore", self.valore.quantize(_CENTESIMO, rounding=ROUND_HALF_UP))


Gruppo: TypeAlias = Literal["art14", "forze"]


class Categoria(Struct, frozen=True):
    """Households, or workers, for whom dwellings may be reserved, with their legal definition in our words."""

    codice: str
    gruppo: Gruppo
    lettera: str
    nome: str
    definizione: str
    norma: str


class Regime(Struct, frozen=True):
    """What is in force on the day ``al``; it knows nothing of sources and of how far they were verified."""

    al: date
    limiti: tuple[Limite, ...]
    categorie: tuple[Categoria, ...]

    def limite(self, codice: str) -> Limite | None:
        """The limit with this code, or None where the regime has none."""
        return next((limite for limite in self.limiti if limite.codice == codice), None)

    def categoria(self, codice: str) -> Categoria | None:
        """The category with this code, or None where the regime has none."""
        return next((categoria for categoria in self.categorie if categoria.codice == codice), None)

    def forze(self) -> tuple[Categoria, ...]:
        """The forces of letter d bis), in the order of the law."""
        return tuple(categoria for categoria in self.categorie if categoria.gruppo == "forze")


def write_limit(limite: Limite) -> str:
    """The number of a limit in its unit: «20%», «8.000,00 euro», «30 giorni»; empty when the law gives none."""
    if limite.valore is None:
        return ""
    if limite.unita == "percento":
        return italiano.percento(limite.valore)
    if limite.unita == "euro":
        return italiano.euro(limite.valore)
    return f"{italiano.decimale(limite.valore)} {limite.unita}".strip()


def quota(limite: Limite, base: int) -> int | None:
    """How many dwellings the percentage ``limite`` makes of ``base``: 20% of 5 is 1.

    None where the law gives no percentage, or the result is not whole and no rounding is indicated.
    """
    if limite.valore is None or limite.unita != "percento":
        return None
    return round_units((limite.valore * base).scaleb(-2), limite.arrotondamento)


def round_units(esatta: Decimal, arrotondamento: Arrotondamento) -> int | None:
    """Whole dwellings; None where the result is not whole and the norm does not say how to round it."""
    match arrotondamento:
        case Arrotondamento.PER_ECCESSO:
            return int(esatta.to_integral_value(ROUND_CEILING))
        case Arrotondamento.MEZZO_PER_ECCESSO:
            return int(esatta.to_integral_value(ROUND_HALF_UP))
        case Arrotondamento.NON_INDICATO:
            return int(esatta) if esatta == int(esatta) else None
