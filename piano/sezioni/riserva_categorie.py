"""Section «riserva per le categorie dell'art. 14»: what owners reserve to categories of households."""

from collections.abc import Mapping

from piano.riserve import describe
from piano.valori import PianoSnapshot, RigaCongelata


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """The reserves, with the legal definition of each category."""
    return {"riserve": describe(piano, "riserva_categorie")}
