"""What can be wrong with values that come in, in words for who typed them."""

from collections.abc import Mapping


class CelleNonValide(ValueError):
    """Some values cannot be kept. ``motivi`` says why, cell by cell; nothing was written."""

    def __init__(self, motivi: Mapping[str, str]) -> None:
        """``motivi``: address → sentence."""
        self.motivi = dict(motivi)
        super().__init__("; ".join(f"{cella}: {motivo}" for cella, motivo in sorted(self.motivi.items())))
