"""Bad workbooks: nothing is saved, what to do is said in a sentence, and the page answers in a few seconds."""

import io
import re
import time
import tracemalloc
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from patrimonio.models import Scheda
from raccolta.fogli.cartella import DISTESO, open_file
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.fogli.lettura import RIGHE
from tests.alloggi.fogli_di_prova import BOMBE
from tests.dati import mondo
from tests.raccolta.fogli_di_prova import anna, aperta, bring, find, live, pack, prova_of, take, text
from tests.raccolta.persone import SAP, SAS

__all__ = ["anna", "aperta", "mondo"]


@pytest.fixture
def cartella(anna, aperta):
    return take(anna, aperta.rovato)


@pytest.fixture
def try_it(anna, aperta, cartella):
    """Bring the workbook back: nothing is saved, whatever is in it."""
    prima = live(aperta.rovato)

    def prova(contenuto=None, nome="scheda.xlsx"):
        risposta = bring(anna, aperta.rovato, contenuto or pack(cartella), nome)
        assert live(aperta.rovato) == prima
        assert Scheda.objects.for_system().get(pk=aperta.rovato.pk).versione == aperta.rovato.versione
        return risposta

    return prova


def changes(risposta):
    return {cambio.cella: (cambio.da, cambio.a) for cambio in prova_of(risposta).cambi}


# what is written in the cells


@pytest.mark.parametrize(
    ("scritto", "letto"),
    [
        ("1.475", "1.475"),
        (1475.0, "1.475"),
        ("1\N{NO-BREAK SPACE}475", "1.475"),
        ("\N{NO-BREAK SPACE}84 ", "84"),
        ("\N{ZERO WIDTH SPACE}84", "84"),
        ("84,00", "84"),
    ],
)
def test_numeri_come_li_scrive_una_persona(cartella, try_it, scritto, letto):
    find(cartella, SAP).value = scritto
    assert changes(try_it()) == {SAP: ("81", letto)}


@pytest.mark.parametrize(
    ("scritto", "frase"),
    [
        (date(2025, 10, 31), "«31/10/2025» non è un numero"),
        (1.475, "Si contano unità intere"),
        (-3, "Un conteggio non è mai negativo"),
        (True, "«vero» non è un numero"),
        (1e20, "è troppo grande"),
        ("84 circa", "«84 circa» non è un numero"),
        ("=1/0", "La formula di questa casella non è stata calcolata"),
    ],
    ids=["data", "decimali", "negativo", "vero", "enorme", "parole", "formula"],
)
def test_valori_che_non_vanno_con_il_loro_posto(cartella, try_it, scritto, frase):
    find(cartella, SAP).value = scritto
    risposta = try_it()
    [gruppo] = prova_of(risposta).gruppi
    assert (risposta.status_code, gruppo.posti, changes(risposta)) == (422, ("Patrimonio, D9",), {})
    assert frase in gruppo.frase


PATRIMONIO = "xl/worksheets/sheet3.xml"


def with_xml(contenuto, cambia):
    """The workbook with the XML of a sheet changed, as a spreadsheet program would have left it."""
    scritto = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as prima, zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as dopo:
        for membro in prima.namelist():
            dati = prima.read(membro)
            dopo.writestr(membro, cambia(dati) if membro == PATRIMONIO else dati)
    return scritto.getvalue()


def test_di_una_formula_si_legge_il_valore(cartella, try_it):
    find(cartella, SAP).value = "=80+4"
    calcolato = with_xml(pack(cartella), lambda xml: re.sub(rb"</f><v>\s*</v>|</f><v ?/>", rb"</f><v>84</v>", xml))
    assert changes(try_it(calcolato)) == {SAP: ("81", "84")}


def test_una_formula_che_da_un_testo_vuoto_e_calcolata(cartella, try_it):
    """As Excel writes it: the cell is empty, which is what it says."""
    find(cartella, SAP).value = '=IF(1,"","")'
    calcolato = with_xml(
        pack(cartella),
        lambda xml: re.sub(
            rb'<c r="D9"([^>]*)>(<f>.*?</f>)(?:<v ?/>|<v>\s*</v>)', rb'<c r="D9"\1 t="str">\2<v></v>', xml
        ),
    )
    assert changes(try_it(calcolato)) == {SAP: ("81", "vuoto")}


def test_una_formula_in_errore_ha_il_suo_posto(cartella, try_it):
    find(cartella, SAP).value = "#DIV/0!"
    find(cartella, SAP).data_type = "e"
    [gruppo] = prova_of(try_it()).gruppi
    assert ("dà un errore" in gruppo.frase, gruppo.posti) == (True, ("Patrimonio, D9",))


def test_le_caselle_unite_non_svuotano_il_valore(cartella, try_it):
    cella = find(cartella, SAP)
    cella.parent.merge_cells(start_row=cella.row, end_row=cella.row, start_column=4, end_column=5)
    risposta = try_it()
    [gruppo] = prova_of(risposta).gruppi
    assert "è unita con altre" in gruppo.frase
    assert (gruppo.posti, changes(risposta)) == (("Patrimonio, D9", "Patrimonio, E9"), {})


def test_righe_fantasma_fogli_in_disordine_e_fogli_in_piu(cartella, try_it):
    """Spaces far away, a sheet of one's own, the sheets in another order: they change nothing."""
    find(cartella, SAP).value = 84
    cartella["Patrimonio"].cell(30_000, 12).value = " "
    cartella["Patrimonio"].cell(40_000, 3).value = "\N{NO-BREAK SPACE}"
    cartella.create_sheet("I miei conti")["A1"] = "81 + 3"
    cartella.move_sheet(cartella.worksheets[2], offset=4)
    assert changes(try_it()) == {SAP: ("81", "84")}


def test_cio_che_sta_fuori_dalle_righe_si_dice(cartella, try_it):
    cartella["Patrimonio"].cell(60, 4).value = 12
    [gruppo] = prova_of(try_it()).gruppi
    assert "fuori dalle righe del foglio" in gruppo.frase
    assert gruppo.posti == ("Patrimonio, D60",)


def test_un_foglio_di_un_altro_file_si_riconosce(cartella, try_it, anna, aperta):
    cartella["Patrimonio"]["A1"] = take(anna, aperta.scheda_ambito)["Leggimi"]["A1"].value
    assert "è stato cambiato" in text(try_it())


# what is too much


def sheet(celle):
    righe = "".join(f'<row r="{riga}"><c r="{dove}{riga}"><v>1</v></c></row>' for riga, dove in celle)
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{righe}</sheetData></worksheet>'


def forge(membri):
    """A workbook with some of its parts replaced."""
    pulito, scritto = pack(Workbook()), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pulito)) as prima, zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as dopo:
        for membro in prima.namelist():
            dopo.writestr(membro, membri.get(membro, prima.read(membro)))
        for membro in membri.keys() - set(prima.namelist()):
            dopo.writestr(membro, membri[membro])
    return scritto.getvalue()


def nested():
    """An archive of archives: each ten megabytes of nothing."""
    dentro = io.BytesIO()
    with zipfile.ZipFile(dentro, "w", zipfile.ZIP_DEFLATED) as archivio:
        archivio.writestr("zeri", b"0" * (10 * 1024 * 1024))
    return forge({f"xl/media/{n}.zip": dentro.getvalue() for n in range(300)})


def lying():
    """An archive that says of itself that it is small."""
    intero = bytearray(forge({"xl/worksheets/sheet1.xml": b" " * (DISTESO + 1)}))
    vera = (DISTESO + 1).to_bytes(4, "little")
    while (dove := intero.find(vera)) >= 0:
        intero[dove : dove + 4] = (1000).to_bytes(4, "little")
    return bytes(intero)


GRANDI = {
    "bomba": ("scheda.xlsx", lambda: forge({"xl/worksheets/sheet1.xml": b"0" * (DISTESO + 1)})),
    "bugiarda": ("scheda.xlsx", lying),
    "molte parti": ("scheda.xlsx", lambda: forge({f"xl/media/{n}.bin": b"x" for n in range(2_100)})),
    "immensa": (
        "scheda.xlsx",
        lambda: forge({"xl/worksheets/sheet1.xml": sheet([(1, "A"), (1_048_576, "XFD")]).encode()}),
    ),
    **{nome: ("scheda.ods", fatta) for nome, fatta in BOMBE.items()},
}


@pytest.mark.parametrize(("nome", "fatto"), GRANDI.values(), ids=GRANDI)
def test_cio_che_e_troppo_si_rifiuta_subito(nome, fatto):
    """In little time, and with little memory of the site: what it takes is of another process, which has a limit."""
    contenuto, inizio = fatto(), time.perf_counter()
    tracemalloc.start()
    with pytest.raises(FoglioRifiutato, match=r"troppo grande|non si apre"):
        open_file(nome, contenuto)
    _, picco = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert picco < 40 * 1024 * 1024
    assert time.perf_counter() - inizio < 20


def test_un_archivio_di_archivi_non_si_apre_dentro():
    assert [foglio.nome for foglio in open_file("scheda.xlsx", nested())] == ["Sheet"]


def test_un_file_troncato(cartella, try_it):
    intero = pack(cartella)
    assert "Il file non si apre" in text(try_it(intero[: len(intero) // 2]))


def test_macro_con_un_altro_nome(try_it):
    assert "contiene macro" in text(try_it(forge({"xl/vbaProject.bin": b"macro"})))


def test_centomila_righe_dello_stesso_errore(anna, aperta, cartella, try_it):
    """Once, with how many they are; in a few seconds. The same in a CSV."""
    riga = b'<row><c t="inlineStr"><is><t>consistenza/017166</t></is></c><c/><c/><c><v>1</v></c><c><v>2</v></c></row>'
    contenuto = with_xml(
        pack(cartella),
        lambda xml: xml.replace(b"</sheetData>", riga * 100_000 + b"</sheetData>"),
    )
    inizio = time.perf_counter()
    risposta = try_it(contenuto)
    assert time.perf_counter() - inizio < 30
    [gruppo] = prova_of(risposta).gruppi
    assert ("è già scritta più sopra" in gruppo.frase, len(gruppo.posti)) == (True, 100_000)
    assert "e altre 99.980" in text(risposta)
    assert len(risposta.content) < 60_000


def test_molte_righe_diverse_non_sono_una_scheda(cartella, try_it):
    foglio = cartella["Patrimonio"]
    for numero in range(RIGHE + 1):
        foglio.append([f"consistenza/{numero:06}", "", "", 1])
    assert "molte più righe di una scheda" in text(try_it())


def test_una_voce_svuotata_e_un_altra_con_un_errore(cartella, try_it):
    """Errors do not hide what would change."""
    find(cartella, SAP).value, find(cartella, SAS).value = "otto", 4
    risposta = try_it()
    assert changes(risposta) == {SAS: ("3", "4")}
    assert [gruppo.posti for gruppo in prova_of(risposta).gruppi] == [("Patrimonio, D9",)]
