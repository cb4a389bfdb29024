"""Section «soglia per l'indigenza»: the comuni that go beyond the ordinary quota, on dwellings of their own."""

from collections.abc import Mapping

from lessico.regime import write_limit
from piano.riserve import describe, write_ceiling
from piano.valori import PianoSnapshot, RigaCongelata


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """``ordinaria`` is the quota of the law, in figures and in full; both are empty where the regime has none."""
    ordinaria = piano.contenuti.regime.limite("indigenza")
    return {
        "riserve": describe(piano, "soglia_indigenza", "nessun Comune dell’ambito"),
        "ordinaria": write_limit(ordinaria) if ordinaria else "",
        "norma_ordinaria": write_ceiling(ordinaria) if ordinaria else "",
    }
