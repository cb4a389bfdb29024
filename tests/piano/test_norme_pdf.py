"""PDF/A-3a and PDF/UA-1 in one file: three judges and our own look at the tags, on three plans; all can fail."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from lessico.congelamento import freeze, thaw
from piano.carta.stampa import render_pdf
from piano.composizione import attachments, compose
from piano.errori import DocumentoNonValido
from piano.valori import PianoSnapshot
from tests.albero_pdf import find_faults, walk
from tests.lettura_pdf import DocumentoLetto
from tests.norme import ask_outloud, ask_pdfua, ask_verapdf

RADICE = Path(__file__).resolve().parent.parent.parent
PIANI = ("oglio-ovest", "valdemo", "vuoto")
FIGURA = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Prova</title><path d="M0 0h9v9z"/></svg>'
TESTA = '<title>Prova</title><meta name="author" content="Prova">'


def page(corpo: str) -> str:
    """A small document."""
    return f'<!DOCTYPE html><html lang="it"><head>{TESTA}</head><body><h1>Prova</h1>{corpo}</body></html>'


def empty(contenuto: bytes) -> bytes:
    """The same plan with no ente and no scheda, and with nothing written in it."""
    snapshot = thaw(contenuto, PianoSnapshot)
    vuota = {"enti": (), "comuni": (), "altri_enti": (), "designazioni": (), "finestre": (), "proroghe": ()}
    testata = msgspec.structs.replace(snapshot.contenuti.testata, **vuota, integrazioni=(), usciti=())
    contenuti = msgspec.structs.replace(
        snapshot.contenuti, testata=testata, schede=(), scheda_ambito=None, capitoli=(), motivazioni=()
    )
    busta = msgspec.structs.replace(snapshot.busta, fonti=(), pareri=())
    return freeze(msgspec.structs.replace(snapshot, contenuti=contenuti, busta=busta))


@pytest.fixture(scope="module")
def contenuto_di(congelato: Callable[[str, int], bytes]) -> Callable[[str], bytes]:
    """The frozen bytes of a plan by its name in PIANI."""

    def trova(nome: str) -> bytes:
        return empty(congelato("oglio-ovest", 2026)) if nome == "vuoto" else congelato(nome, 2026)

    return trova


@pytest.fixture(scope="module")
def composto(contenuto_di: Callable[[str], bytes]):
    """``composto("vuoto")``: its HTML and PDF, made once."""
    return cache(lambda nome: compose(contenuto_di(nome)))


@pytest.fixture(scope="module")
def letto(composto) -> Callable[[str], DocumentoLetto]:
    return cache(lambda nome: DocumentoLetto(composto(nome).pdf))


@pytest.fixture(scope="module")
def scritto(composto, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``scritto("vuoto")``: its PDF as a file."""

    def scrivi(nome: str) -> Path:
        percorso = tmp_path_factory.mktemp("pdf") / f"{nome}.pdf"
        percorso.write_bytes(composto(nome).pdf)
        return percorso

    return cache(scrivi)


@pytest.fixture
def senza_parole(tmp_path: Path) -> Path:
    """A document whose figure lost its alternative text."""
    scrittore = PdfWriter(clone_from=io.BytesIO(render_pdf(page(FIGURA))))
    [figura] = [o for o in map(scrittore.get_object, range(1, len(scrittore._objects))) if _is_figure(o)]
    del figura["/Alt"]
    percorso = tmp_path / "senza-parole.pdf"
    scrittore.write(percorso)
    return percorso


def _is_figure(oggetto: object) -> bool:
    return isinstance(oggetto, dict) and oggetto.get("/S") == "/Figure"


@pytest.fixture
def grezzo(composto, tmp_path: Path) -> Path:
    """The real plan whose tables lost scopes and headers, its links their names, and that no longer says PDF/UA."""
    scrittore = PdfWriter(clone_from=io.BytesIO(composto("oglio-ovest").pdf))
    for oggetto in (scrittore.get_object(n) for n in range(1, len(scrittore._objects))):
        if not isinstance(oggetto, dict):
            continue
        if oggetto.get("/S") in ("/TH", "/TD"):
            del oggetto["/A"]
        if oggetto.get("/S") == "/TOCI":
            oggetto[NameObject("/S")] = NameObject("/LI")
        if oggetto.get("/Subtype") == "/Link":
            oggetto[NameObject("/Contents")] = TextStringObject("qui")
    metadati = scrittore.root_object["/Metadata"].get_object()
    metadati.set_data(metadati.get_data().replace(b"pdfuaid:part", b"pdfuaid:parte"))
    percorso = tmp_path / "grezzo.pdf"
    scrittore.write(percorso)
    return percorso


@pytest.mark.usefixtures("verapdf")
def test_verapdf_non_trova_nulla(scritto, senza_parole: Path, grezzo: Path) -> None:
    percorsi = [*map(scritto, PIANI), senza_parole, grezzo]
    archivio, accesso = ask_verapdf("3a", percorsi), ask_verapdf("ua1", percorsi)
    assert {nome: (archivio[nome], accesso[nome]) for nome in PIANI} == dict.fromkeys(PIANI, (set(), set()))
    assert "7.3-1" in accesso["senza-parole"]
    assert {"5-2", "7.5-1"} <= accesso["grezzo"]


@pytest.mark.parametrize("nome", PIANI)
def test_outloud_e_pdfua_non_trovano_nulla(scritto, nome: str) -> None:
    assert ask_outloud(scritto(nome)) == []
    assert ask_pdfua(scritto(nome)) == []


def test_outloud_e_pdfua_sanno_trovare(senza_parole: Path, grezzo: Path) -> None:
    assert any(detto.startswith("TBL-002") for detto in ask_outloud(grezzo))
    assert any("Figure" in detto or "FIG" in detto for detto in ask_outloud(senza_parole))
    assert ask_pdfua(senza_parole)


@pytest.mark.parametrize("nome", PIANI)
def test_i_tag(letto, composto, nome: str) -> None:
    assert find_faults(letto(nome), composto(nome).html) == []


def test_le_prove_dei_tag_sanno_trovare(grezzo: Path, composto) -> None:
    html = composto("oglio-ovest").html.replace("<table", "<table><table", 1)
    trovati = {genere for genere, _ in find_faults(DocumentoLetto(grezzo.read_bytes()), html)}
    assert {"tabelle", "scope", "intestazioni", "nomi dei legami", "indice"} <= trovati


@pytest.mark.parametrize("nome", PIANI)
def test_i_metadati(letto, nome: str) -> None:
    lettore = letto(nome).lettore
    xmp = lettore.root_object["/Metadata"].get_data().decode()
    assert xmp.count("<rdf:RDF") == 1
    for dichiarato in ("<pdfaid:part>3</", "<pdfaid:conformance>A</", "<pdfuaid:part>1</"):
        assert dichiarato in xmp
    assert lettore.root_object["/Metadata"].get("/Filter") is None
    assert lettore.metadata["/CreationDate"] == lettore.metadata["/ModDate"] == "D:20260101000000Z"
    assert "2026-01-01T00:00:00Z</xmp:CreateDate>" in xmp
    assert lettore.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("nome", PIANI)
def test_gli_allegati_sono_i_dati_del_piano(letto, contenuto_di, nome: str) -> None:
    radice, voluti = letto(nome).lettore.root_object, attachments(contenuto_di(nome))
    assert [allegato.relazione for allegato in voluti] == ["Source", "Data"]
    assert [a.nome.rpartition(".")[2] for a in voluti] == ["json", "xlsx"]
    trovati = {schede["/UF"]: schede for schede in (voce.get_object() for voce in radice["/AF"])}
    assert len(radice["/AF"]) == len(voluti)
    for allegato in voluti:
        scheda = trovati[allegato.nome]
        assert scheda["/AFRelationship"] == f"/{allegato.relazione}"
        assert scheda["/Desc"] == allegato.descrizione
        assert scheda["/EF"]["/F"]["/Subtype"] == f"/{allegato.mime}"
        assert scheda["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20260101000000Z"
        assert scheda["/EF"]["/F"].get_data() == allegato.contenuto
    nomi = radice["/Names"]["/EmbeddedFiles"]["/Names"][::2]
    assert nomi == sorted(nomi) == sorted(trovati)


@pytest.mark.parametrize("nome", PIANI)
def test_solo_caratteri_nel_file_e_tutti_con_le_loro_lettere(letto, nome: str) -> None:
    for font in fonts(letto(nome).lettore):
        assert font["/BaseFont"].split("+")[1].startswith("Titillium")
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/ToUnicode" in font


def fonts(lettore: PdfReader) -> list:
    return [voce.get_object() for pagina in lettore.pages for voce in pagina["/Resources"].get("/Font", {}).values()]


def test_i_nomi_che_titillium_non_sa_scrivere() -> None:
    nomi = "Đặng Thị Hồng, Θεσσαλονίκη, Київ, Łódź, Şişli"
    letto = DocumentoLetto(render_pdf(page(f"<p>{nomi}</p>")))
    assert nomi in letto.whole_text()
    famiglie = {font["/BaseFont"].split("+")[1][:4] for font in fonts(letto.lettore)}
    assert famiglie == {"Titi", "Fira"}


@pytest.mark.parametrize("carattere", ["中", "ع", "🏠"])
def test_un_carattere_che_nessuno_sa_scrivere_e_nominato(carattere: str) -> None:
    with pytest.raises(DocumentoNonValido, match=f"«{carattere}» non si possono stampare"):
        render_pdf(page(f"<p>Via {carattere} 3</p>"))


def test_il_corsivo_ha_il_suo_volto() -> None:
    lettore = DocumentoLetto(render_pdf(page("<p>Un <em>corsivo</em></p>"))).lettore
    assert any("Italic" in font["/BaseFont"] for font in fonts(lettore))


def test_un_elenco_con_capoversi_e_parole_in_corsivo_ha_voci_intere() -> None:
    testo = page("<article><ul><li><p>Uno <em>due</em></p><p>Tre</p></li><li>Quattro <em>x</em></li></ul></article>")
    letto = DocumentoLetto(render_pdf(testo))
    assert find_faults(letto, testo) == []
    assert [letto.text(e) for e in walk(letto) if e["/S"] == "/LBody"] == ["Uno due Tre", "Quattro x"]


def test_cio_che_un_salto_di_pagina_divide_resta_uno() -> None:
    capoverso = f"<p>{'parola ' * 900}</p>"
    elenco = f"<ul>{''.join(f'<li>voce {n}</li>' for n in range(90))}</ul>"
    testo = page(f"<article><section><h2>A</h2>{capoverso}{elenco}</section></article>")
    letto = DocumentoLetto(render_pdf(testo))
    assert len(letto.lettore.pages) > 2
    assert find_faults(letto, testo) == []
    tipi = [elemento["/S"] for elemento in walk(letto)]
    assert [tipi.count(tipo) for tipo in ("/P", "/L", "/LI")] == [1, 1, 90]


def test_gli_stessi_byte_un_altro_giorno_in_un_altra_macchina(composto, contenuto_di, tmp_path: Path) -> None:
    programma = tmp_path / "altrove.py"
    programma.write_text((RADICE / "tests" / "altro_giorno.py").read_text())
    ambiente = {
        **os.environ,
        "PYTHONPATH": str(RADICE),
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "FONTCONFIG_FILE": str(tmp_path / "non-ce.conf"),
        "SOURCE_DATE_EPOCH": "1",
    }
    fatto = subprocess.run(
        [sys.executable, str(programma)],
        input=contenuto_di("oglio-ovest"),
        env=ambiente,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    giorno, _, pdf = fatto.stdout.partition(b"\n")
    assert giorno > b"2027"
    assert pdf == composto("oglio-ovest").pdf
