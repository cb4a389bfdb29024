"""Section of prose only: the premise, and any chapter that a plan adds."""

from collections.abc import Mapping

from piano.valori import PianoSnapshot, RigaCongelata


def context(_piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """Nothing of its own: the chapter is printed by the partial."""
    return {}
