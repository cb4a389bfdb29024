"""Rules on the bridge from the sources to the units available."""

from typing import Final

from lessico.regola import Regola
from raccolta.controlli.scheda import SchedaInEsame

REGOLE: Final[tuple[Regola[SchedaInEsame], ...]] = ()
