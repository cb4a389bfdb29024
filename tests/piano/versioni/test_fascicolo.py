"""The dossier: what is in it, its index, the same bytes in another process on another day."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from django.core.management import call_command

from lessico.congelamento import thaw
from piano.models import Piano
from piano.valori import PianoSnapshot
from piano.versioni.esiti import FRASI
from piano.versioni.fascicolo import CONTENUTO, IMPRONTE, INDICE, Materia, check_all, pack_dossier
from tests.piano.versioni.conservate import propose

RADICE = Path(__file__).parents[3]
PDF = b"%PDF-1.7 di prova"


@pytest.fixture(scope="module")
def materia(congelato: Callable[[str, int], bytes]) -> Materia:
    """The invented plan of 2026 with that of the year before, and an opinion that came as a file."""
    prima, ora = (congelato("valdemo", anno) for anno in (2025, 2026))
    return Materia(contenuto=ora, pdf=PDF, bozza=True, prima=prima, pareri=(("04-parere-aler.pdf", b"%PDF parere"),))


@pytest.fixture(scope="module")
def fascicolo(materia: Materia) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack_dossier(materia))) as letto:
        return {nome: letto.read(nome) for nome in letto.namelist()}


def test_contiene_ciascun_documento_e_l_indice_viene_per_primo(fascicolo: dict[str, bytes]) -> None:
    assert list(fascicolo) == sorted([INDICE, *(d.nome for d in CONTENUTO), "04-parere-aler.pdf", IMPRONTE])
    assert next(iter(fascicolo)) == INDICE


def test_l_impronta_di_ogni_file_sta_nell_indice(fascicolo: dict[str, bytes]) -> None:
    indice = fascicolo[INDICE].decode()
    righe = dict(reversed(riga.split("  ")) for riga in fascicolo[IMPRONTE].decode().splitlines())
    assert righe == {nome: sha256(byte).hexdigest() for nome, byte in fascicolo.items() if nome != IMPRONTE}
    for nome, impronta in righe.items():
        assert nome == INDICE or (nome in indice and impronta in indice)


def test_il_rapporto_ha_ogni_regola_anche_senza_rilievi(fascicolo: dict[str, bytes], materia: Materia) -> None:
    testo = fascicolo["05-controlli.html"].decode()
    assert [codice for codice in FRASI if f'<th scope="row" class="codice">{codice}</th>' not in testo] == []
    assert "nessun rilievo" in testo
    assert "Il totale dichiarato è 57, ma SAP, SAS e Altro fanno 55." in testo
    assert [c.esito for c in check_all(())] == ["nessun rilievo"] * len(FRASI)


def test_senza_anno_prima_le_differenze_sono_nessun_dato(materia: Materia) -> None:
    senza = Materia(contenuto=materia.contenuto, pdf=PDF, bozza=True)
    with zipfile.ZipFile(io.BytesIO(pack_dossier(senza))) as letto:
        assert "Nessun dato: il piano del 2025 non è conservato" in letto.read("03-differenze.html").decode()


def test_lo_schema_di_delibera_chiede_quanto_chiede_la_sintesi_e_lascia_spazi(
    fascicolo: dict[str, bytes], materia: Materia
) -> None:
    righe = [p.text for p in docx.Document(io.BytesIO(fascicolo["08-schema-di-delibera.docx"])).paragraphs]
    assert "Deliberazione n. ________ del ________" in righe
    assert "approvare il piano annuale;" in righe
    assert any("con queste modifiche, parte per parte: ________" in riga for riga in righe)
    assert any("Parere dell’ALER" in riga or "parere dell’ALER" in riga for riga in righe)
    assert thaw(materia.contenuto, PianoSnapshot).bozza


def test_le_pagine_stanno_in_piedi_da_sole(fascicolo: dict[str, bytes]) -> None:
    for nome, byte in fascicolo.items():
        if nome.endswith(".html"):
            testo = byte.decode()
            assert '<html lang="it">' in testo
            assert testo.count("<h1>") == 1
            assert "BOZZA" in testo
            assert "{{" not in testo
            assert [altrove for altrove in ("<link", "<script", "src=", "url(") if altrove in testo] == []


PROGRAMMA = """
import sys, time, django
sys.path.insert(0, sys.argv[1])
adesso, locale = time.time, time.localtime
time.time = lambda: adesso() + 400 * 86_400
time.localtime = lambda quando=None: locale(time.time() if quando is None else quando)
django.setup()
from pathlib import Path
from piano.versioni.fascicolo import Materia, pack_dossier
prima, ora = (Path(nome).read_bytes() for nome in sys.argv[2:4])
materia = Materia(contenuto=ora, pdf=b"%PDF-1.7 di prova", bozza=True, prima=prima,
                  pareri=(("04-parere-aler.pdf", b"%PDF parere"),))
sys.stdout.buffer.write(pack_dossier(materia))
"""


def test_gli_stessi_byte_un_altro_giorno_in_un_altro_processo(materia: Materia, tmp_path: Path) -> None:
    file = [tmp_path / nome for nome in ("prima", "ora")]
    for percorso, byte in zip(file, (materia.prima, materia.contenuto), strict=True):
        percorso.write_bytes(byte or b"")
    ambiente = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    comando = [sys.executable, "-c", PROGRAMMA, str(RADICE), *map(str, file)]
    fatto = subprocess.run(comando, env=ambiente, cwd=RADICE, capture_output=True, check=True)
    assert fatto.stdout == pack_dossier(materia)


def test_il_comando_scrive_il_fascicolo_della_versione_conservata(solo_oglio_ovest: None, tmp_path: Path) -> None:
    piano = Piano.objects.for_system().select_related("ricognizione__ambito").get(ricognizione__anno=2026)
    propose(piano)
    scritto = tmp_path / "f.zip"
    call_command("esporta_fascicolo", "oglio-ovest", "2026", output=scritto, verbosity=0)
    with zipfile.ZipFile(scritto) as letto:
        assert letto.read("01-piano.pdf") == PDF
        assert letto.read("09-piano.json") == bytes(piano.versioni.get().contenuto)


def test_un_piano_che_non_c_e_si_dice_in_una_frase(db: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as uscita:
        call_command("esporta_fascicolo", "nessuno", "2026", output=tmp_path / "f.zip")
    assert uscita.value.code == 2
    assert "non ha piani" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
