"""``esporta_piano``: the file is written whole, or one sentence says why not and the exit code is 2."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from lessico.congelamento import thaw
from piano.models import Capitolo, SchemaRiga
from piano.valori import PianoSnapshot


def export(percorso: Path, *, ambito: str = "oglio-ovest", anno: str = "2026", formato: str = "json") -> None:
    call_command("esporta_piano", ambito, anno, formato=formato, output=percorso)


@pytest.mark.parametrize(
    ("formato", "inizio"),
    [
        ("json", b'{"busta"'),
        ("html", b"<!DOCTYPE html>"),
        ("pdf", b"%PDF-"),
        ("xlsx", b"PK\x03\x04"),
        ("docx", b"PK\x03\x04"),
    ],
)
def test_scrive_ogni_formato(solo_oglio_ovest: None, tmp_path: Path, formato: str, inizio: bytes) -> None:
    percorso = tmp_path / "nuova cartella" / f"piano.{formato}"
    export(percorso, formato=formato)
    assert percorso.read_bytes().startswith(inizio)
    assert os.listdir(percorso.parent) == [percorso.name]


def test_il_csv_e_una_cartella(solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    cartella = tmp_path / "nuova" / "dati"
    export(cartella, formato="csv")
    scritti = os.listdir(cartella)
    assert {"datapackage.json", "consistenza.csv", "consistenza.schema.json"} <= set(scritti)
    assert os.listdir(cartella.parent) == ["dati"]
    assert "Scritto" in capsys.readouterr().out


def test_una_cartella_vuota_si_riempie(solo_oglio_ovest: None, tmp_path: Path) -> None:
    (tmp_path / "vuota").mkdir()
    export(tmp_path / "vuota", formato="csv")
    assert "datapackage.json" in os.listdir(tmp_path / "vuota")


def test_una_cartella_che_contiene_qualcosa_non_si_tocca(
    solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "dati").mkdir()
    (tmp_path / "dati" / "mio.txt").write_text("resta")
    with pytest.raises(SystemExit) as uscita:
        export(tmp_path / "dati", formato="csv")
    assert uscita.value.code == 2
    assert "non è vuota: indicarne una nuova, o una vuota." in capsys.readouterr().err
    assert os.listdir(tmp_path / "dati") == ["mio.txt"]
    assert os.listdir(tmp_path) == ["dati"]


def test_un_file_al_posto_della_cartella(solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "dati").write_text("un file")
    with pytest.raises(SystemExit) as uscita:
        export(tmp_path / "dati", formato="csv")
    assert uscita.value.code == 2
    assert "Non si può scrivere" in capsys.readouterr().err
    assert (tmp_path / "dati").read_text() == "un file"


def test_l_aiuto_nomina_tutti_i_formati(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        call_command("esporta_piano", "--help")
    aiuto = " ".join(capsys.readouterr().out.split())
    assert "uno tra: pdf, html, xlsx, docx, json, csv" in aiuto


def test_il_json_e_lo_snapshot(solo_oglio_ovest: None, tmp_path: Path) -> None:
    export(tmp_path / "piano.json")
    contenuto = (tmp_path / "piano.json").read_bytes()
    assert thaw(contenuto, PianoSnapshot).contenuti.testata.ambito == "oglio-ovest"
    assert json.loads(contenuto)["contenuti"]["versione"] == 1


@pytest.mark.parametrize(
    ("scelta", "frase"),
    [
        ({"ambito": "oglio-est"}, "L’ambito «oglio-est» non ha piani: ci sono oglio-ovest."),
        ({"anno": "1999"}, "L’ambito «oglio-ovest» non ha un piano del 1999: ci sono 2026."),
        ({"anno": "duemila"}, "non ha un piano del duemila"),
        ({"formato": "rtf"}, "Il formato «rtf» non c’è: si può scegliere tra pdf, html, xlsx, docx, json, csv."),
    ],
)
def test_cio_che_non_c_e_si_dice(
    solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture, scelta: dict[str, str], frase: str
) -> None:
    with pytest.raises(SystemExit) as uscita:
        export(tmp_path / "piano.pdf", **scelta)
    assert uscita.value.code == 2
    assert frase in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_dove_non_si_scrive(solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "occupato").write_text("non è una cartella")
    with pytest.raises(SystemExit) as uscita:
        export(tmp_path / "occupato" / "piano.json")
    assert uscita.value.code == 2
    assert "Non si può scrivere" in capsys.readouterr().err


def test_non_si_sovrascrive_una_cartella(solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "piano.json").mkdir()
    with pytest.raises(SystemExit):
        export(tmp_path / "piano.json")
    assert os.listdir(tmp_path) == ["piano.json"]
    assert capsys.readouterr().err.count("\n") == 1


def test_un_riferimento_sbagliato_ferma_e_suggerisce(
    solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    Capitolo.objects.for_system().filter(codice="premessa").update(testo="Sono [[consistenza.totali]].")
    with pytest.raises(SystemExit) as uscita:
        export(tmp_path / "piano.html", formato="html")
    assert uscita.value.code == 2
    errore = capsys.readouterr().err
    assert "[[consistenza.totali]]" in errore
    assert "consistenza.totale" in errore
    assert os.listdir(tmp_path) == []


def test_una_sezione_che_non_esiste_si_dice(
    solo_oglio_ovest: None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    SchemaRiga.objects.for_system().filter(codice="premessa").update(sezione="prefazione")
    with pytest.raises(SystemExit):
        export(tmp_path / "piano.html", formato="html")
    assert "prefazione" in capsys.readouterr().err
