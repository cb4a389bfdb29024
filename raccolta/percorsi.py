"""What the addresses of the schede are made of."""

from typing import Final

from raccolta.quadri import QUADRI, Quadro

_QUADRI: Final = {quadro.codice: quadro for quadro in QUADRI}


class QuadroConverter:
    """A page of the scheda, by its code: ``/schede/12/patrimonio/``."""

    regex = "|".join(_QUADRI)

    def to_python(self, value: str) -> Quadro:
        """The page; Django asks only for what the regex lets in."""
        return _QUADRI[value]

    def to_url(self, value: Quadro | str) -> str:
        """From the page, or from its code."""
        return value.codice if isinstance(value, Quadro) else value
