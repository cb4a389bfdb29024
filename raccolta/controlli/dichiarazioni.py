"""Rules on what is declared nil."""

from typing import Final

from lessico.regola import Regola
from raccolta.controlli.scheda import SchedaInEsame

REGOLE: Final[tuple[Regola[SchedaInEsame], ...]] = ()
