"""Completeness: which voci a scheda still owes."""

from functools import lru_cache

from lessico.voce import StatoVoce
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.valori import SchedaCongelata


@lru_cache(maxsize=1024)
def find_missing(scheda: SchedaCongelata) -> tuple[str, ...]:
    """The codes of the voci still «da compilare»; of a composite the whole is asked, however it is filled."""
    chieste = (voce for voce in VOCI.values() if is_asked(voce, ambito=not scheda.ente) and not voce.facoltativa)
    intere = (voce.codice for voce in chieste if not whole_of(voce.codice))
    return tuple(codice for codice in intere if scheda.stato(codice) is StatoVoce.DA_COMPILARE)
