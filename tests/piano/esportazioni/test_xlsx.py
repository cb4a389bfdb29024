"""The workbook, read back with openpyxl."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from piano.esportazioni import xlsx
from piano.valori import PianoSnapshot
from tests.piano.esportazioni.esportati import DIFFICILI, impronte_di, ostile, un_ente
from tests.piano.snapshot_di_prova import piano_con


def read(piano: PianoSnapshot) -> Workbook:
    return load_workbook(io.BytesIO(xlsx.export(piano, impronte_di(piano))))


def sheet(cartella: Workbook, nome: str) -> Worksheet:
    """A sheet by the name of its table, whatever its number."""
    return next(foglio for foglio in cartella if foglio.title.partition(" ")[2] == nome)


@pytest.fixture(scope="module")
def cartella(oglio_ovest: PianoSnapshot) -> Workbook:
    return read(oglio_ovest)


def test_il_primo_foglio_spiega(cartella: Workbook, oglio_ovest: PianoSnapshot) -> None:
    fatti = {riga[0].value: riga[1].value for riga in cartella["Leggimi"].iter_rows() if riga[0].value}
    assert fatti["Ambito"] == "Ambito territoriale Oglio Ovest"
    assert fatti["Anno"] == "2026"
    assert fatti["Stato"] == "BOZZA, non ancora approvata"
    assert fatti["Impronta dei contenuti"] == impronte_di(oglio_ovest).contenuti
    assert fatti["Impronta della versione"] == impronte_di(oglio_ovest).versione
    assert fatti["1 contesto-fasce"] == "Tabella 1. Comuni per fascia di popolazione"
    assert [nome for nome in fatti if nome in cartella.sheetnames] == cartella.sheetnames[1:]
    assert cartella["Leggimi"]["A12"].hyperlink.location == "'1 contesto-fasce'!A1"


def test_un_foglio(cartella: Workbook) -> None:
    foglio = sheet(cartella, "consistenza")
    assert foglio["A1"].value.endswith(". Patrimonio abitativo per ente proprietario")
    assert foglio["A2"].value == "a) Consistenza del patrimonio abitativo pubblico e sociale"
    testa = [cella.value for cella in foglio[4]]
    assert testa == ["Ente proprietario", "Alloggi", "SAP", "SAS", "Altro", *xlsx.CODICI]
    assert all(cella.font.bold for cella in foglio[4])
    assert foglio.freeze_panes == "B5"
    assert foglio.auto_filter.ref == "A4:H16"
    assert [cella.value for cella in foglio[8]] == ["Chiari", 174, 134, 0, 40, "chiari", "017052", None]
    assert [cella.value for cella in foglio[17]] == ["Totale", 957, 841, 13, 103, "totale", None, None]
    assert foglio["B17"].font.bold
    assert foglio["B17"].number_format == "#,##0"
    assert foglio.column_dimensions["A"].width >= len("ALER Brescia-Cremona-Mantova")


def test_euro_e_percentuali(cartella: Workbook) -> None:
    fondi = sheet(cartella, "misure")["D8"]
    assert (fondi.value, fondi.number_format) == (45233.17, '#,##0.00" euro"')
    quota = next(
        r for r in sheet(cartella, "contesto-indicatori").iter_rows(min_row=5) if r[0].value.startswith("Richieste")
    )
    assert (quota[2].value, quota[2].number_format) == (61, '#,##0"%"')


@pytest.mark.parametrize(
    ("valore", "unita", "atteso"),
    [
        (1, "", "#,##0"),
        (Decimal("1200.00"), "", "#,##0"),
        (Decimal("18.25"), "%", '#,##0.00"%"'),
        (Decimal("7.5"), 'nuclei "poveri"', '#,##0.0" nuclei poveri"'),
        (Decimal("1E+3"), "euro al mese", '#,##0.00" euro al mese"'),
    ],
)
def test_formato_di_un_numero(valore, unita: str, atteso: str) -> None:
    assert xlsx.write_format(valore, unita) == atteso


def test_cio_che_manca_e_un_testo_e_si_spiega() -> None:
    foglio = sheet(read(un_ente()), "disponibili")
    assert [cella.value for cella in foglio[5]][:3] == ["Altra", 1239, "nessun dato"]
    assert "non vuol dire zero" in foglio["A3"].value


def test_nessuna_formula_mai() -> None:
    cartella = read(ostile())
    celle = [cella for foglio in cartella for riga in foglio.iter_rows() for cella in riga]
    assert {cella.data_type for cella in celle} <= {"s", "n"}
    testi = {cella.value: cella for cella in celle if cella.value}
    for attacco in ("=1+1", "+39 030", "-5", "@SUM(A1)", "=cmd|’ /C calc’!A0"):
        assert testi[attacco].quotePrefix, attacco
    assert "campana" in testi


def test_dimostrazione_e_bozza_si_dichiarano() -> None:
    cartella = read(piano_con(dimostrazione=True))
    stato = next(riga[1].value for riga in cartella["Leggimi"].iter_rows() if riga[0].value == "Stato")
    assert stato == "BOZZA, non ancora approvata; DIMOSTRAZIONE: enti e dati sono inventati"
    assert cartella.properties.title.endswith("(BOZZA) (DIMOSTRAZIONE)")


@pytest.mark.parametrize("piano", DIFFICILI.values(), ids=DIFFICILI)
def test_piani_difficili(piano) -> None:
    cartella = read(piano())
    assert cartella.sheetnames[0] == "Leggimi"
    assert all(len(nome) <= 31 for nome in cartella.sheetnames)
    assert all((d.width or 0) <= 72 for foglio in cartella for d in foglio.column_dimensions.values())


def test_le_date_non_sono_quelle_di_oggi(cartella: Workbook) -> None:
    assert cartella.properties.created.isoformat() == "2026-01-01T00:00:00"
    assert cartella.properties.modified == cartella.properties.created
