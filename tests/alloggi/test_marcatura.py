"""The file with its errors marked: the same rows, what is wrong in each, ready to be corrected and brought back."""

import csv
import io
import time
import tracemalloc
import zipfile
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from enti.models import Evento
from lessico.tavole.segnato import SEGNATE, Foglio, RigaSegnata, write_xlsx
from patrimonio.models import UnitaAbitativa
from raccolta.alloggi.marcatura import mark
from raccolta.alloggi.modelli import Importazione
from raccolta.alloggi.segni import Segni
from tests.alloggi.fogli_di_prova import TITOLI, alloggi, cell, ods, row, xlsx
from tests.alloggi.test_importazione import anna, confirm, page, try_out
from tests.dati import mondo

__all__ = ["anna", "mondo"]

NUMERO = "Superficie utile, m²: Non è un numero: si scrive 85,50 oppure 1.475."
CAMPI = ["codice", "indirizzo", "comune", "superficie_utile", "stato", "tipo", ""]


def address(importazione: Importazione) -> str:
    return reverse("raccolta:importazione_segnata", args=[importazione.pk])


def take(client: Client, importazione: Importazione) -> bytes:
    risposta = client.get(address(importazione))
    assert risposta.status_code == 200
    return b"".join(risposta.streaming_content)


def sheet(contenuto: bytes):
    return load_workbook(io.BytesIO(contenuto)).worksheets[0]


def messy() -> list[list[object]]:
    righe = alloggi(5)
    righe[0][3] = "grande"
    righe[2][2], righe[2][4] = "Rovatto", ""
    righe[3][1] = "-Via Roma 4"
    righe[4][1] = "presso RSSMRA80A01H501U"
    return righe


def test_le_stesse_righe_con_una_colonna_in_piu(anna: Client) -> None:
    importazione = try_out(anna, xlsx(messy()))
    assert address(importazione) in anna.get(page(importazione)).content.decode()
    foglio = sheet(take(anna, importazione))
    assert [cella.value for cella in foglio[1]] == ["Errori", *TITOLI]
    assert [foglio.cell(riga, 1).value for riga in range(2, 7)] == [
        NUMERO,
        None,
        "Comune: Nessun comune ha questo nome. Stato: Manca: ogni riga del file deve averlo.",
        None,
        "Indirizzo: C’è un codice fiscale: nel registro non entrano dati di persone.",
    ]
    rosse = [c.coordinate for riga in foglio.iter_rows() for c in riga if c.fill.fgColor.rgb == "FFF8C9C4"]
    assert rosse == ["E2", "D4", "F4", "C6"]
    assert foglio["D4"].comment.text == "Nessun comune ha questo nome."
    assert (foglio["E3"].value, foglio["C5"].value, foglio["C5"].data_type) == (60.5, "-Via Roma 4", "s")
    assert (foglio.freeze_panes, foglio.auto_filter.ref) == ("B2", "A1:H6")
    assert {cella.value for cella in foglio["H"][1:]} == {None}
    assert foglio["C6"].value == "presso [tolto]"
    assert Evento.objects.get(atto="scarico").dettaglio == "alloggi.xlsx, con gli errori segnati"


def test_corretto_si_riporta_e_la_colonna_degli_errori_non_si_legge(anna: Client) -> None:
    importazione = try_out(anna, xlsx(messy()))
    cartella = load_workbook(io.BytesIO(take(anna, importazione)))
    foglio = cartella.worksheets[0]
    foglio["E2"].value, foglio["D4"].value, foglio["F4"].value = 70, "Rovato", "Libero"
    scritto = io.BytesIO()
    cartella.save(scritto)
    scelte = {f"colonna_{n + 1}": campo for n, campo in enumerate(CAMPI) if campo}
    importazione = try_out(anna, scritto.getvalue(), scelte)
    form = anna.get(reverse("raccolta:importazione_colonne", args=[importazione.pk])).context["form"]
    assert {nome: campo.initial for nome, campo in form.fields.items()} == {"colonna_0": "", **scelte}
    confirm(anna, importazione)
    assert UnitaAbitativa.objects.count() == 5


@pytest.mark.parametrize(
    ("nome", "contenuto"),
    [
        ("elenco.csv", ";".join(TITOLI[:6]) + "\r\nA1;'-Via Roma;Rovato;sessanta;Locato;SAP\r\n"),
        (
            "elenco.ods",
            [TITOLI[:6], ("A1", "-Via Roma", "Rovato", "sessanta", "Locato", "SAP")],
        ),
    ],
)
def test_anche_un_csv_e_un_ods(anna: Client, nome: str, contenuto: str | list[tuple[str, ...]]) -> None:
    importazione = try_out(anna, contenuto.encode() if isinstance(contenuto, str) else ods(contenuto), nome=nome)
    segnato = take(anna, importazione)
    if nome.endswith("csv"):
        righe = list(csv.reader(io.StringIO(segnato.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert righe[1] == [NUMERO, "A1", "'-Via Roma", "Rovato", "sessanta", "Locato", "SAP"]
    else:
        righe = [[cella.value for cella in riga] for riga in sheet(segnato).iter_rows()]
        assert righe[1] == [NUMERO, "A1", "-Via Roma", "Rovato", "sessanta", "Locato", "SAP"]
    assert righe[0] == ["Errori", *TITOLI[:6]]


def test_titoli_piu_in_basso_formule_in_errore_date_e_righe_doppie(anna: Client) -> None:
    righe = [[], list(TITOLI), *alloggi(1), *alloggi(2)]
    importazione = try_out(anna, xlsx(righe, ("Elenco del 2026",)))
    assert importazione.intestazione == 3
    foglio = sheet(take(anna, importazione))
    assert [riga[0].value for riga in foglio.iter_rows()][:3] == [None, None, "Errori"]
    doppia = "Codice: Questo codice è già in un’altra riga del file: ne va lasciata una sola."
    assert [foglio.cell(riga, 1).value for riga in (4, 5, 6)] == [doppia, doppia, None]
    rotta = row([cell("A1"), cell("#N/A", ' calcext:value-type="error" table:formula="of:=NA()"')])
    importazione = try_out(anna, ods([TITOLI[:6]], rotta), nome="elenco.ods")
    foglio = sheet(take(anna, importazione))
    assert "Indirizzo: La formula di questa casella dà un errore" in foglio["A2"].value


def test_cio_di_cui_non_si_sa_il_valore_resta_un_errore_finche_non_lo_si_scrive(anna: Client) -> None:
    righe = alloggi(2)
    righe[0][3] = "=60+1"
    segnato = take(anna, try_out(anna, xlsx(righe)))
    assert sheet(segnato)["E2"].value == "#N/D"
    scelte = {f"colonna_{n + 1}": campo for n, campo in enumerate(CAMPI) if campo}
    importazione = try_out(anna, segnato, scelte)
    assert (importazione.esito["errate"], importazione.esito["nuove"]) == (1, 1)


def test_di_un_file_arrivato_o_lasciato_non_resta_nulla(anna: Client) -> None:
    importazione = confirm(anna, try_out(anna, xlsx(messy())))
    assert anna.get(address(importazione)).url == page(importazione)
    testo = anna.get(page(importazione)).content.decode()
    assert address(importazione) not in testo
    assert "3 righe non sono entrate" in testo


def test_lo_stesso_file_di_nuovo_dice_che_le_righe_giuste_ci_sono_gia(anna: Client) -> None:
    confirm(anna, try_out(anna, xlsx(messy())))
    testo = anna.get(page(try_out(anna, xlsx(messy())))).content.decode()
    assert "Le righe giuste dicono ciò che è già nel registro" in testo
    assert "Scrivi nel registro" not in testo


def test_chi_legge_soltanto_non_lo_scarica(anna: Client, mondo: SimpleNamespace) -> None:
    importazione = try_out(anna, xlsx(messy()))
    bruno = Client()
    bruno.force_login(mondo.bruno.utente)
    assert bruno.get(address(importazione)).status_code == 404


def test_centomila_righe_dello_stesso_errore(mondo: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken away piece by piece: this process keeps some bytes a row, and the notes are not as many as the errors."""
    testo = "\n".join((";".join(TITOLI[:6]), *(f"A{n};Via Roma;Rovato;grande;Locato;SAP" for n in range(100_000))))
    importazione = Importazione(
        ente=mondo.rovato.ente, nome="elenco.csv", contenuto=testo.encode(), colonne=CAMPI[:6], intestazione=1
    )
    inizio = time.perf_counter()
    segnati = sum(pezzo.count(b"grande") for pezzo in mark(importazione).pezzi)
    assert segnati == 100_000
    assert time.perf_counter() - inizio < 30


def test_le_note_sono_tante_quante_un_programma_ne_apre_e_il_foglio_esce_mentre_si_scrive() -> None:
    righe = (RigaSegnata(n, NUMERO, ["A1", "Via Roma", "grande"], {2: NUMERO}) for n in range(1, 30_001))
    scritto = io.BytesIO()
    tracemalloc.start()
    for pezzo in write_xlsx(Foglio("Alloggi", 1, 30_000, 4, ()), righe):
        scritto.write(pezzo)
    _, picco = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert picco < 15 * 1024 * 1024
    with zipfile.ZipFile(scritto) as archivio:
        assert archivio.read("xl/worksheets/sheet1.xml").count(b"<row ") == 30_000
        assert archivio.read("xl/comments/comment1.xml").count(b"<comment ") == SEGNATE + 1
        assert archivio.read("xl/drawings/commentsDrawing1.vml").count(b"<v:shape ") == SEGNATE + 1


def test_i_segni_si_ricordano_in_poca_memoria_e_in_ordine() -> None:
    segni = Segni()
    for riga in (3, 2, 3):
        segni.add(riga, "stato" if riga == 2 else "codice", "Manca")
    assert list(segni.by_row()) == [(2, [("stato", "Manca")]), (3, [("codice", "Manca"), ("codice", "Manca")])]
    assert segni.scritti.itemsize == 8
