"""Section «servizi abitativi transitori»: units set aside for households in emergency, outside those to be assigned."""

from collections.abc import Mapping

from piano.riserve import describe
from piano.valori import PianoSnapshot, RigaCongelata


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """The quotas, owner by owner."""
    return {"riserve": describe(piano, "transitori")}
