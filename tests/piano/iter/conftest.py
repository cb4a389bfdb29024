"""The small ambito of the tests; a PDF that costs nothing where the PDF is not the point."""

import pytest

from piano import composizione
from tests.dati import mondo

__all__ = ["mondo"]


@pytest.fixture
def composizione_finta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is written as always; only its pages are not laid out."""
    monkeypatch.setattr(composizione, "bind", lambda contenuto, _: b"%PDF-1.7 " + contenuto[-64:])
