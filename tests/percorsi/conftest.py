"""Who lives the stories, and where: a browser for each person, a small ambito with its survey open."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from patrimonio.models import Finestra
from tests.dati import mondo
from tests.percorsi.persona import Persona

__all__ = ["aperta", "mondo", "persona"]


@pytest.fixture
def persona(new_context, live_server, transactional_db: None) -> Iterator[Callable[..., Persona]]:
    """``persona()``: somebody with a browser of her own; at the end nobody may have had trouble."""
    persone: list[Persona] = []

    def arriva(*, javascript: bool = True) -> Persona:
        contesto = new_context(java_script_enabled=javascript)
        persone.append(Persona(contesto, live_server.url, javascript=javascript))
        return persone[-1]

    yield arriva
    assert not [guaio for chi in persone for guaio in chi.guai]


@pytest.fixture
def aperta(transactional_db: None, mondo: SimpleNamespace) -> SimpleNamespace:
    """``mondo`` with a window that is open now."""
    adesso = timezone.now()
    Finestra.objects.create(
        ricognizione=mondo.ricognizione, dal=adesso - timedelta(days=2), al=adesso + timedelta(days=9)
    )
    return mondo
