"""A table as a file: types that are kept, formulas that are texts, memory that does not grow."""

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from lessico.tavole import xlsx
from lessico.tavole.csv import write_csv
from lessico.tavole.tavola import Colonna, Tavola, Tipo
from lessico.tavole.xlsx import TroppeRighe, write_xlsx

COLONNE = (
    Colonna("Nome", larga=True),
    Colonna("Alloggi", Tipo.NUMERO),
    Colonna("Costo", Tipo.EURO),
    Colonna("Dal", Tipo.DATA),
    Colonna("Scritto", Tipo.ISTANTE),
    Colonna("Valore", Tipo.MISTO),
)
ISTANTE = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
PIENA = ("Cazzago «San Martino»; à", 1475, Decimal("9836.17"), date(2026, 10, 31), ISTANTE, 0)
VUOTA = ("", None, None, None, None, "nessun dato")
FORMULE = ["=cmd|' /C calc'!A0", "+39 030", "-1+2", "@SUM(A1)", "\t=1", "  =1+1", '=HYPERLINK("x")', "\u00a0=2"]
INNOCUI = ["Rovato", "12-bis", "a=b", "n. 3", "'già", "#N/A"]


def table(righe, colonne=COLONNE):
    return Tavola(titolo="Prova", nome="prova", colonne=colonne, righe=righe, note=("=non è una formula",))


def as_csv(tavola):
    testo = b"".join(write_csv(tavola)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(testo, newline=""), delimiter=";"))


def as_sheet(tavola, quale="Dati"):
    file = io.BytesIO()
    write_xlsx(tavola, file)
    return load_workbook(file)[quale]


def test_il_csv_si_apre_in_un_foglio_italiano():
    intero = b"".join(write_csv(table([PIENA, VUOTA])))
    assert intero.startswith(b"\xef\xbb\xbfNome;Alloggi;Costo;")
    assert as_csv(table([PIENA, VUOTA]))[1:] == [
        ["Cazzago «San Martino»; à", "1475", "9836,17", "31/10/2026", "02/07/2026 00:30", "0"],
        ["", "", "", "", "", "nessun dato"],
    ]


def test_il_foglio_tiene_numeri_e_date_come_tali():
    foglio = as_sheet(table([PIENA, VUOTA]))
    assert [c.value for c in foglio[1]] == [colonna.titolo for colonna in COLONNE]
    assert [c.value for c in foglio[2]] == [
        PIENA[0],
        1475,
        9836.17,
        datetime.fromisoformat("2026-10-31"),
        datetime.fromisoformat("2026-07-02T00:30"),
        0,
    ]
    assert [c.number_format for c in foglio[2]][1:5] == ["#,##0", "#,##0.00", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert [c.value for c in foglio[3]] == [None, None, None, None, None, "nessun dato"]
    assert (foglio.freeze_panes, foglio.auto_filter.ref) == ("A2", "A1:F3")
    assert as_sheet(table([]), "Note")["A2"].data_type == "s"


@pytest.mark.parametrize("testo", FORMULE)
def test_una_formula_e_un_testo(testo):
    una = (Colonna("=Titolo"),)
    assert as_csv(table([(testo,)], una)) == [["'=Titolo"], [f"'{testo}"]]
    cella = as_sheet(table([(testo,)], una))["A2"]
    assert (cella.value, cella.data_type, cella.quotePrefix) == (testo, "s", True)


@pytest.mark.parametrize("testo", INNOCUI)
def test_un_testo_qualsiasi_resta_com_e(testo):
    una = (Colonna("Testo"),)
    assert as_csv(table([(testo,)], una))[1] == [testo]
    cella = as_sheet(table([(testo,)], una))["A2"]
    assert (cella.value, cella.data_type) == (testo, "s")


def test_cio_che_un_file_non_regge_si_toglie():
    assert as_csv(table([("a\x00b\x0bc",)], COLONNE[:1]))[1] == ["abc"]
    assert len(as_sheet(table([("x" * 40_000,)], COLONNE[:1]))["A2"].value) == 32_000


def test_oltre_il_massimo_si_scarica_il_csv(monkeypatch):
    monkeypatch.setattr(xlsx, "MASSIMO_RIGHE", 3)
    righe = [(str(n),) for n in range(4)]
    assert as_sheet(table(righe[:3], COLONNE[:1])).max_row == 4
    with pytest.raises(TroppeRighe, match="CSV"):
        write_xlsx(table(righe, COLONNE[:1]), io.BytesIO())


@pytest.mark.parametrize("write", [write_csv, lambda tavola: write_xlsx(tavola, io.BytesIO())])
def test_la_memoria_non_cresce_con_le_righe(write):
    def peak(quante):
        tracemalloc.start()
        for _ in write(table(PIENA for _ in range(quante))) or ():
            pass
        _, picco = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return picco

    peak(10)  # what is loaded once
    assert peak(6000) < peak(2000) + 200_000
