"""Files of every sort: those that are read, and those that are refused while the site goes on."""

import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from raccolta.alloggi import sorgente
from raccolta.alloggi.colonne import find_table, read_table
from raccolta.alloggi.sorgente import Assaggio, read_rows, taste
from raccolta.fogli.chiave import FoglioRifiutato
from tests.alloggi.fogli_di_prova import BOMBE, TITOLI, alloggi, cell, empty_rows, ods, row, with_sheet, xlsx

SPAZIO = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rows(nome, contenuto, foglio=""):
    return [riga for _, blocco in read_rows(nome, contenuto, foglio) for riga in blocco]


def test_lo_stesso_elenco_in_ogni_formato():
    testo = "Codice;Indirizzo\r\nA1;Località Città 1\r\n"
    for nome, contenuto, foglio in (
        ("a.csv", testo.encode("cp1252"), ""),
        ("a.csv", testo.encode("utf-8-sig"), ""),
        ("a.csv", testo.replace(";", ",").encode(), ""),
        ("a.csv", testo.replace(";", "\t").encode("utf-16"), ""),
        ("a.ods", ods([("Codice", "Indirizzo"), ("A1", "Località Città 1")]), "Foglio1"),
        ("a.xlsx", xlsx([("A1", "Località Città 1")], ("Codice", "Indirizzo")), "Alloggi"),
    ):
        assert taste(nome, contenuto)[0].foglio == foglio
        assert rows(nome, contenuto, foglio) == [["Codice", "Indirizzo"], ["A1", "Località Città 1"]], nome


def test_i_titoli_si_trovano_anche_sotto_un_titolo_unito_e_le_colonne_di_persone_no():
    contenuto = xlsx([[], TITOLI, *alloggi(2)], ("Elenco degli alloggi del Comune",))
    tabella = find_table(taste("a.xlsx", contenuto), {"mq": ""})
    assert (tabella.foglio, tabella.intestazione) == ("Alloggi", 3)
    campi = [colonna.campo for colonna in tabella.colonne]
    assert campi == ["codice", "indirizzo", "comune", "", "stato", "tipo", ""]
    assert (tabella.colonne[-1].personale, tabella.colonne[-1].esempi) == (True, ())


@pytest.mark.parametrize(
    ("titolo", "campo", "personale"),
    [
        ("Stato occupaz.", "stato", False),
        ("Sup. utile mq", "superficie_utile", False),
        ("St.", "", False),
        ("Loc.", "", False),
        ("Cod. Fiscale", "", True),
        ("C.F.", "", True),
        ("Inquilini", "", True),
        ("Boh", "", False),
    ],
)
def test_un_titolo_abbreviato_e_uno_che_parla_di_persone(titolo, campo, personale):
    [colonna] = read_table(Assaggio("", [[titolo], ["da RSSMRA80A01H501U"]], 2), 1, {}).colonne
    assert (colonna.campo, colonna.personale) == (campo, personale)
    assert colonna.esempi == (() if personale else ("da [tolto]",))


def zip_bomb() -> bytes:
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as archivio:
        archivio.writestr("xl/worksheets/sheet1.xml", b" " * 9_000_000)
    return scritto.getvalue()


def far_away() -> bytes:
    return with_sheet(
        f'<worksheet {SPAZIO}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


def lying_about_its_size() -> bytes:
    """An archive that says of its sheet that it is small: it is much larger than the reader may grow."""
    righe = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"x" * 2000}</t></is></c></row>' for n in range(1, 3)
    )
    contenuto = bytearray(with_sheet(f"<worksheet {SPAZIO}><sheetData>{righe}</sheetData></worksheet>"))
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        grande = archivio.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return bytes(contenuto).replace(grande, (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("nome", "contenuto", "perche"),
    [
        ("a.xlsx", lambda: b"%PDF-1.7", "PDF con un altro nome"),
        ("a.xlsx", lambda: xlsx(alloggi(50))[:3000], "non si apre"),
        ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0", "parola d’ordine"),
        ("a.xlsm", lambda: xlsx([]), "macro"),
        ("a.xlsx", zip_bomb, "troppo grande"),
        ("a.xlsx", far_away, "troppo grande"),
        ("a.csv", lambda: b"a;b\0c", "non si apre"),
        ("a.csv", lambda: b"", "non c’è scritto nulla"),
        ("a.png", lambda: b"x", "formato che si legge"),
    ],
    ids=["pdf", "troncato", "protetto", "xlsm", "bomba", "lontano", "nullo", "vuoto", "immagine"],
)
def test_un_file_che_non_si_legge(nome, contenuto, perche, monkeypatch):
    monkeypatch.setattr(sorgente, "DISTESO", 8_000_000)
    with pytest.raises(FoglioRifiutato, match=perche):
        taste(nome, contenuto())


def test_un_archivio_che_mente_sulla_sua_misura_non_fa_danno():
    """It is refused, or read as it is: never believed."""
    try:
        letto = taste("a.xlsx", lying_about_its_size())
    except FoglioRifiutato:
        return
    assert letto[0].quante == 2


def test_chi_smette_di_leggere_non_lascia_nessuno_ad_aspettare():
    contenuto = xlsx(alloggi(9_000))
    blocchi = read_rows("a.xlsx", contenuto, "Alloggi")
    assert next(blocchi)[0] == 9_001
    blocchi.close()


@pytest.mark.parametrize("fatta", BOMBE.values(), ids=BOMBE)
def test_un_ods_che_si_ripete_milioni_di_volte_non_fa_danno(fatta):
    """In a process that has a limit: this one takes no memory for it."""
    contenuto = fatta()
    assert len(contenuto) < 3_000
    tracemalloc.start()
    with pytest.raises(FoglioRifiutato, match=r"troppo grande|non si apre"):
        rows("a.ods", contenuto, taste("a.ods", contenuto)[0].foglio)
    _, picco = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert picco < 20 * 1024 * 1024


def test_un_milione_di_righe_vuote_sotto_la_tabella_non_e_troppo():
    assert [riga[0] for riga in rows("a.ods", empty_rows(), "Foglio1")] == ["Codice alloggio", "A1"]


def sheet(righe: str) -> bytes:
    return with_sheet(f"<worksheet {SPAZIO}><sheetData>{righe}</sheetData></worksheet>")


def test_formule_senza_valore_e_in_errore_non_sono_caselle_vuote():
    """As Excel and LibreOffice write them; a formula that gives an empty text has been computed."""
    contenuto = sheet(
        '<row r="1"><c r="A1" t="str"><f>"a"</f><v>a</v></c><c r="B1"><f>A1</f><v></v></c><c r="C1"><f>A1</f></c></row>'
        '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3" s="4" t="e"><v>#REF!</v></c></row>'
        '<row r="6"><c r="B6"><f>A1</f><v/></c></row>'
    )
    assert rows("a.xlsx", contenuto, "Alloggi") == [
        ["a", ["", "vuota"], ["", "vuota"]],
        ["", 2.0],
        [["#DIV/0!", "errore"], ["#RIF!", "errore"]],
        [],
        [],
        ["", ["", "vuota"]],
    ]


def test_le_formule_in_errore_di_un_ods_hanno_il_loro_posto_anche_se_ripetute():
    rotta = ' calcext:value-type="error" office:string-value="" table:formula="of:=NA()"'
    righe = [
        row([cell("A1"), cell("#N/A", rotta + ' table:number-columns-repeated="2"')]),
        row([cell("A2"), cell("Err:508", rotta)], ' table:number-rows-repeated="2"'),
    ]
    assert rows("a.ods", ods([("Codice", "Via")], "".join(righe)), "Foglio1") == [
        ["Codice", "Via", ""],
        ["A1", ["#N/D", "errore"], ["#N/D", "errore"]],
        ["A2", ["", "errore"], ""],
        ["A2", ["", "errore"], ""],
    ]


def test_di_caselle_unite_si_sa_solo_la_prima():
    cartella = Workbook()
    foglio = cartella.worksheets[0]
    for riga in (["Elenco"], ["Codice", "Via"], ["A1", "Via Roma"], ["A2", None], ["A3", None]):
        foglio.append(riga)
    for unite in ("A1:B1", "B3:B4", "C3:C5"):
        foglio.merge_cells(unite)
    scritto = io.BytesIO()
    cartella.save(scritto)
    letto = rows("a.xlsx", scritto.getvalue(), "Sheet")
    assert [riga[:2] for riga in letto] == [
        ["Elenco", ["", "unita"]],
        ["Codice", "Via"],
        ["A1", "Via Roma"],
        ["A2", ["", "unita"]],
        ["A3", ""],
    ]


def test_in_un_csv_l_apostrofo_che_si_mette_si_toglie():
    assert rows("a.csv", b"A;'=1+1;'dell;'-3") == [["A", "=1+1", "'dell", "-3"]]
