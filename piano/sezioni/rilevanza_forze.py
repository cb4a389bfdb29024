"""Section «rilevanza sociale e Forze dell'ordine»: a further category, and the forces of the regime; or one of them."""

from collections.abc import Mapping
from typing import Final

from lessico import italiano
from piano.riserve import describe
from piano.valori import PianoSnapshot, RigaCongelata

VOCI: Final = ("categoria_rilevanza", "forze_ordine")


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """The voci of the line, or both. ``forze`` names the forces of the regime, in the order of the law."""
    return {
        "riserve_stampate": tuple(describe(piano, voce) for voce in riga.voci or VOCI),
        "forze": italiano.elenco(categoria.nome for categoria in piano.contenuti.regime.forze()),
    }
