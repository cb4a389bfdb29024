"""Which cells of a file are wrong, and why: every one of them, in little memory, told from the first row on."""

from array import array
from collections.abc import Iterator
from typing import Final

from raccolta.alloggi.campi import CAMPI

MASSIMI: Final = 1_000_000
"""The cells that are remembered, eight bytes each; of the sentences there are some tens."""
_CODICI: Final = tuple(campo.codice for campo in CAMPI)
_POSTI: Final = {codice: posto for posto, codice in enumerate(_CODICI)}

Sbaglio = tuple[str, str]
"""A field, and what is wrong with its value."""


class Segni:
    """Filled while a file is gone through."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        self.scritti = array("Q")
        self.frasi: dict[str, int] = {}

    @property
    def pieni(self) -> bool:
        """There are more than are remembered."""
        return len(self.scritti) >= MASSIMI

    def add(self, riga: int, campo: str, frase: str) -> None:
        """One more, up to as many as are remembered."""
        if not self.pieni:
            quale = self.frasi.setdefault(frase, len(self.frasi))
            self.scritti.append(riga << 32 | _POSTI[campo] << 24 | quale)

    def by_row(self) -> Iterator[tuple[int, list[Sbaglio]]]:
        """Row by row, from the first; a row comes once."""
        frasi = tuple(self.frasi)
        riga, suoi = 0, list[Sbaglio]()
        for scritto in sorted(self.scritti):
            if scritto >> 32 != riga and suoi:
                yield riga, suoi
                suoi = []
            riga = scritto >> 32
            suoi.append((_CODICI[scritto >> 24 & 0xFF], frasi[scritto & 0xFFFFFF]))
        if suoi:
            yield riga, suoi
