"""The Word document, read back with python-docx."""

import io
import re

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from piano.esportazioni import docx as esportazione
from piano.esportazioni.blocchi import Figura, Paragrafo, Tavola, Titolo, Tratto, Voce, read_document
from piano.valori import PianoSnapshot
from tests.lettura_tabelle import tidy
from tests.piano.esportazioni.esportati import DIFFICILI, impronte_di, ostile
from tests.piano.snapshot_di_prova import piano_con


def read(piano: PianoSnapshot) -> Document:
    return docx.Document(io.BytesIO(esportazione.export(piano, impronte_di(piano))))


@pytest.fixture(scope="module")
def documento(oglio_ovest: PianoSnapshot) -> Document:
    return read(oglio_ovest)


def styled(documento: Document, stile: str) -> list[str]:
    return [p.text for p in documento.paragraphs if p.style.name == stile]


def blocks(html: str) -> tuple:
    return read_document(f"<html><head><title>x</title></head><body>{html}</body></html>").apertura


def headings(html: str) -> list[str]:
    """The chapters of the document but its contents, with their letters."""
    trovati = (tidy(re.sub(r"<[^>]+>", "", titolo)) for titolo in re.findall(r"<h2.*?</h2>", html, re.DOTALL))
    return [titolo for titolo in trovati if titolo != "Indice"]


def test_i_titoli_sono_quelli_del_piano(documento: Document, html_oglio_ovest: str) -> None:
    assert [tidy(titolo) for titolo in styled(documento, "Heading 1")] == headings(html_oglio_ovest)
    assert len(styled(documento, "Title")) == 1


def test_la_bozza_si_dichiara(documento: Document) -> None:
    assert [marchio.partition(",")[0] for marchio in styled(documento, "Marchio")] == ["BOZZA"]
    assert "BOZZA" in documento.core_properties.title
    assert "BOZZA" in documento.sections[0].header.paragraphs[0].text
    marchi = styled(read(piano_con(dimostrazione=True)), "Marchio")
    assert any(marchio.startswith("DIMOSTRAZIONE") for marchio in marchi)


def test_lingua_proprieta_e_date(documento: Document) -> None:
    proprieta = documento.core_properties
    assert proprieta.language == "it-IT"
    assert proprieta.author == "Ambito territoriale Oglio Ovest"
    assert proprieta.comments == ""
    assert proprieta.created == proprieta.modified
    assert proprieta.created.date().isoformat() == "2026-01-01"
    assert {lingua.get(qn("w:val")) for lingua in documento.styles.element.iter(qn("w:lang"))} == {"it-IT"}


def test_l_indice_e_un_campo_e_anche_un_elenco(documento: Document, html_oglio_ovest: str) -> None:
    istruzioni = "".join(nodo.text for nodo in documento.element.iter(qn("w:instrText")))
    assert "TOC" in istruzioni
    assert istruzioni.count("SEQ Tabella") == len(documento.tables)
    assert set(headings(html_oglio_ovest)) <= {tidy(riga) for riga in styled(documento, "toc 1")}
    ancore = {nodo.get(qn("w:anchor")) for nodo in documento.element.iter(qn("w:hyperlink"))}
    assert ancore <= {nodo.get(qn("w:name")) for nodo in documento.element.iter(qn("w:bookmarkStart"))}


def test_i_campi_sono_chiusi(documento: Document) -> None:
    parti = (documento.element, documento.sections[0].footer._element)
    for parte in parti:
        tipi = [nodo.get(qn("w:fldCharType")) for nodo in parte.iter(qn("w:fldChar"))]
        assert tipi.count("begin") == tipi.count("separate") == tipi.count("end") > 0
    piede = "".join(nodo.text for nodo in documento.sections[0].footer._element.iter(qn("w:instrText")))
    assert "PAGE" in piede
    assert "NUMPAGES" in piede


def test_le_tabelle_sono_tabelle(documento: Document) -> None:
    didascalie = [didascalia for didascalia in styled(documento, "Caption") if didascalia.startswith("Tabella")]
    assert len(didascalie) == len(documento.tables)
    for tabella in documento.tables:
        assert tabella.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(riga._tr.trPr.find(qn("w:cantSplit")) is not None for riga in tabella.rows)
        assert all(run.bold for cella in tabella.rows[0].cells for run in cella.paragraphs[0].runs)
    posto = next(n for n, didascalia in enumerate(didascalie) if "Patrimonio" in didascalia)
    consistenza = documento.tables[posto]
    assert [cella.text for cella in consistenza.rows[-1].cells] == ["Totale", "957", "841", "13", "103"]
    assert all(run.bold for cella in consistenza.rows[-1].cells for run in cella.paragraphs[0].runs)
    assert str(consistenza.rows[1].cells[1].paragraphs[0].alignment).startswith("RIGHT")


@pytest.mark.parametrize("piano", DIFFICILI.values(), ids=DIFFICILI)
def test_piani_difficili(piano) -> None:
    assert styled(read(piano()), "Title")


def test_un_testo_ostile_resta_testo() -> None:
    celle = [cella.text for tabella in read(ostile()).tables for riga in tabella.rows for cella in riga.cells]
    assert "=1+1" in celle
    assert "campana" in celle


def test_blocchi() -> None:
    html = (
        '<section id="uno"><h2><span>a)</span> Titolo</h2>'
        "<p>Prima <strong>forte</strong> e <em>corsivo</em>,<br>poi.</p>"
        '<ul><li><p>punto</p><ol start="3"><li>tre</li><li>quattro</li></ol></li></ul>'
        '<dl><dt>Impronta</dt><dd>abc</dd></dl><figure><svg role="img"><title>Barre: 3 e 4</title><text>3</text></svg>'
        '<figcaption>Figura 1. Quanti?</figcaption></figure><svg aria-hidden="true"><title>no</title></svg></section>'
    )
    assert blocks(html) == (
        Titolo(2, (Tratto("a) Titolo"),), "uno"),
        Paragrafo(
            (
                Tratto("Prima "),
                Tratto("forte", forte=True),
                Tratto(" e "),
                Tratto("corsivo", corsivo=True),
                Tratto(",\npoi."),
            )
        ),
        Voce((Tratto("punto"),), 0),
        Voce((Tratto("tre"),), 1, 3),
        Voce((Tratto("quattro"),), 1, 4),
        Paragrafo((Tratto("Impronta", forte=True),)),
        Paragrafo((Tratto("abc"),)),
        Figura("Barre: 3 e 4"),
        Paragrafo((Tratto("Figura 1. Quanti?"),), "figcaption"),
    )


def test_una_tavola() -> None:
    [tavola] = blocks(
        '<table><caption>Tabella 1. X</caption><thead><tr><th>A</th><th class="n">B</th></tr></thead>'
        '<tbody><tr class="tot"><th>Totale</th><td class="n">1</td></tr></tbody></table>'
    )
    assert isinstance(tavola, Tavola)
    testa, totale = tavola.righe
    assert (testa.testa, totale.testa, totale.classe) == (True, False, "tot")
    assert [cella.numerica for cella in totale.celle] == [False, True]
