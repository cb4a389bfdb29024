"""The whole story of Rovato with JavaScript switched off, on a telephone's width."""

from collections.abc import Callable
from types import SimpleNamespace

from raccolta.celle import values_of
from tests.dati import read
from tests.percorsi.persona import Persona
from tests.percorsi.test_rovato import ROVATO, accept, certify, compile_with_mouse, invite, read_summary


def test_dall_invito_alla_certificazione(persona: Callable[..., Persona], aperta: SimpleNamespace) -> None:
    carla, marta, bice = (persona(javascript=False) for _ in range(3))
    for chi in (carla, marta, bice):
        chi.pagina.set_viewport_size({"width": 390, "height": 844})
    carla.enter(aperta.carla)
    accept(marta, invite(carla, "Marta", "Compila la scheda", first=True), first=True)
    accept(bice, invite(carla, "Bice", "Certifica la scheda"))
    compile_with_mouse(marta)
    marta.sees("Pronta da certificare")
    read_summary(marta)
    assert dict(values_of(read(aperta.rovato))) == ROVATO
    certify(bice, aperta.rovato)
