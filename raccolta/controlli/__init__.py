"""The rules on a scheda: pure functions on frozen values, in reading order."""

from typing import Final

from lessico.regola import Regola
from raccolta.controlli import assegnazioni, consistenza, dichiarazioni, disponibilita, misure, ponte, quote
from raccolta.controlli.scheda import SchedaInEsame

REGOLE: Final[tuple[Regola[SchedaInEsame], ...]] = (
    *consistenza.REGOLE,
    *disponibilita.REGOLE,
    *ponte.REGOLE,
    *assegnazioni.REGOLE,
    *quote.REGOLE,
    *dichiarazioni.REGOLE,
    *misure.REGOLE,
)
