"""Files of every sort: those that are read, and those that are refused while the site goes on."""

import io
import zipfile

import pytest

from raccolta.alloggi import sorgente
from raccolta.alloggi.colonne import find_table
from raccolta.alloggi.sorgente import read_rows, taste
from raccolta.fogli.chiave import FoglioRifiutato
from tests.alloggi.fogli_di_prova import TITOLI, alloggi, ods, with_sheet, xlsx

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
