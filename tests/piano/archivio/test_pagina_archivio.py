"""The page from which the capofila takes the archive: a file that verifies, and who took it in the registro."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enti.models import Evento
from piano.archivio.lettura import Archivio
from tests.ambiti_di_prova import create_comune
from tests.dati import create_incarico
from tests.piano.verifica.conservate import composti, valle

__all__ = ["composti", "valle"]

PAGINA = "/ambiti/valle/2026/archivio/"


@pytest.fixture
def carla(client, valle):
    incarico = create_incarico("Carla", "capofila", ambito=valle.ambito)
    client.force_login(incarico.utente)
    return incarico


def test_il_capofila_lo_scarica_e_il_registro_lo_ricorda(client, carla, tmp_path):
    pagina = client.get(PAGINA)
    assert pagina.status_code == 200
    assert "3 versioni conservate" in pagina.content.decode()
    assert "menu-raccolta" in pagina.content.decode()
    risposta = client.post(PAGINA)
    assert (risposta.status_code, risposta["Content-Disposition"]) == (
        200,
        'attachment; filename="archivio-valle-2026.zip"',
    )
    file = tmp_path / "archivio.zip"
    file.write_bytes(b"".join(risposta.streaming_content))
    with Archivio(file) as archivio:
        assert list(archivio.verify()) == []
        evento = Evento.objects.filter(catena="ricognizione/valle/2026").last()
        assert (evento.atto, evento.chi, evento.impronta) == ("archivio", str(carla.utente), archivio.impronta)
    assert zipfile.is_zipfile(io.BytesIO(file.read_bytes()))


def test_le_interrogazioni_non_crescono_con_gli_enti(client, carla, valle):
    def count() -> int:
        with CaptureQueriesContext(connection) as interrogazioni:
            client.get(PAGINA)
        return len(interrogazioni)

    prima = count()
    for nome in ("Uno", "Due", "Tre"):
        valle.declare(_join(valle, nome), {"consistenza/@/sap": 1})
    assert count() == prima


def _join(valle, nome: str):
    ente = create_comune(nome)
    valle.join(ente)
    return ente
