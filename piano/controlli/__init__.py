"""The rules on a plan: pure functions on the snapshot, in reading order."""

from typing import Final

from lessico.regola import Regola
from piano.controlli import capitoli, governo
from piano.valori import PianoSnapshot

REGOLE: Final[tuple[Regola[PianoSnapshot], ...]] = (*governo.REGOLE, *capitoli.REGOLE)
