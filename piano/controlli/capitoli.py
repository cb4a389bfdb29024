"""Rules on the prose of the chapters."""

from typing import Final

from lessico.regola import Regola
from piano.valori import PianoSnapshot

REGOLE: Final[tuple[Regola[PianoSnapshot], ...]] = ()
