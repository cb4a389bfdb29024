"""The same snapshot gives the same bytes: in another process, with another seed, zone and day."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from piano.esportazioni.formati import FORMATI

COMANDO = """
import hashlib, sys, django
django.setup()
from piano.esportazioni.formati import FORMATI
contenuto = sys.stdin.buffer.read()
for nome in sys.argv[1:]:
    print(nome, hashlib.sha256(FORMATI[nome].export(contenuto)).hexdigest())
"""


@pytest.mark.parametrize(("ambito", "anno"), [("oglio-ovest", 2026), ("valdemo", 2026)])
def test_in_un_altro_processo(congelato: Callable[[str, int], bytes], ambito: str, anno: int, tmp_path: Path) -> None:
    contenuto = congelato(ambito, anno)
    attesi = {nome: hashlib.sha256(formato.export(contenuto)).hexdigest() for nome, formato in FORMATI.items()}
    altrove = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "1"}
    ambiente = {**os.environ, **altrove, "DJANGO_SETTINGS_MODULE": "pianocasa.settings", "PIANOCASA_VAR": str(tmp_path)}
    fatto = subprocess.run(
        [sys.executable, "-c", COMANDO, *FORMATI], input=contenuto, env=ambiente, capture_output=True, check=True
    )
    assert dict(riga.split() for riga in fatto.stdout.decode().splitlines()) == attesi


@pytest.mark.parametrize("formato", ["xlsx", "docx", "csv"])
def test_negli_archivi_nessuna_data(congelato: Callable[[str, int], bytes], formato: str) -> None:
    scritto = FORMATI[formato].export(congelato("oglio-ovest", 2026))
    with zipfile.ZipFile(BytesIO(scritto)) as archivio:
        assert archivio.testzip() is None
        assert {voce.date_time for voce in archivio.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len(archivio.namelist()) == len(set(archivio.namelist()))
