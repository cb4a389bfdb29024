"""Rules on how a plan is made: certifications, opinions, approvals."""

from typing import Final

from lessico.regola import Regola
from piano.valori import PianoSnapshot

REGOLE: Final[tuple[Regola[PianoSnapshot], ...]] = ()
