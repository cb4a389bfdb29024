"""Cella: the address of one value inside a scheda, from natural keys, and the tokens that quote it in a text."""

import re
from typing import Final, Self

from msgspec import Struct

NON_RIPARTITA: Final = "-"
"""The key of a row that is not split by location, and of what belongs to the voce as a whole."""

_PARTE: Final = r"[a-z0-9_.\-]+"
_CELLA: Final = re.compile(rf"(?P<voce>[a-z_]+)/(?P<chiave>{_PARTE})/(?P<misura>[a-z_]+)")
TOKEN: Final = re.compile(r"\[\[\s*([^\[\]]*?)\s*\]\]")
"""A token in a text: ``[[consistenza.totale]]`` or ``[[chiari/consistenza/017052/sap]]``."""


class CellaNonValida(ValueError):
    """An address that does not have the form ``voce/chiave/misura``."""


class Cella(Struct, frozen=True, order=True):
    """The address of a value: which voce, which row of it (``-`` when not split), which measure."""

    voce: str
    chiave: str
    misura: str

    @classmethod
    def parse(cls, indirizzo: str) -> Self:
        """Read ``consistenza/017046/sap``; raises CellaNonValida."""
        if not (trovata := _CELLA.fullmatch(indirizzo)):
            raise CellaNonValida(f"«{indirizzo}» non è una cella: si scrive voce/chiave/misura.")
        return cls(**trovata.groupdict())

    def __str__(self) -> str:
        return f"{self.voce}/{self.chiave}/{self.misura}"
