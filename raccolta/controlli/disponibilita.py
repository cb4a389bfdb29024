"""Rules on units available (r.r. 4/2017, art. 4, c. 3, lett. b)."""

from typing import Final

from lessico.regola import Regola
from raccolta.controlli.scheda import SchedaInEsame

REGOLE: Final[tuple[Regola[SchedaInEsame], ...]] = ()
