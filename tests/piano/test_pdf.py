"""The PDF: the right bones, nothing fetched, no hole, the same bytes twice."""

import os
import subprocess
import sys
from collections.abc import Callable
from html import escape
from itertools import pairwise

import pytest
from pypdf import PdfReader

from piano.carta.stampa import render_pdf
from piano.errori import DocumentoNonValido
from tests.albero_pdf import find_faults
from tests.lettura_pdf import DocumentoLetto

MINIMO = '<!DOCTYPE html><html lang="it"><title>Prova</title><body>{}</body></html>'


@pytest.fixture(scope="module")
def documento(pdf_oglio_ovest: bytes) -> DocumentoLetto:
    return DocumentoLetto(pdf_oglio_ovest)


def test_lingua_titolo_e_tag(documento: DocumentoLetto) -> None:
    radice = documento.lettore.root_object
    assert radice["/Lang"] == "it"
    assert radice["/MarkInfo"]["/Marked"]
    assert documento.lettore.metadata.title.startswith("Piano annuale dell’offerta")
    assert "(bozza)" in documento.lettore.metadata.title


def test_i_titoli_scendono_di_un_livello_alla_volta(documento: DocumentoLetto) -> None:
    radice = documento.lettore.root_object["/StructTreeRoot"]
    livelli = [int(t["/S"][2]) for t in documento.find(radice, *(f"/H{n}" for n in range(1, 7)))]
    assert livelli[0] == 1
    assert livelli.count(1) == 1
    assert all(dopo <= prima + 1 for prima, dopo in pairwise(livelli))


def test_segnalibri_e_indice(documento: DocumentoLetto) -> None:
    segnalibri = [voce.title for voce in documento.lettore.outline if not isinstance(voce, list)]
    assert "Indice" in segnalibri
    assert any("Consistenza del patrimonio" in voce for voce in segnalibri)
    indice = next(testo for testo in (p.extract_text() for p in documento.lettore.pages) if "\nIndice\n" in testo)
    assert "Premessa" in indice
    assert "Verifica di questo documento" in indice


def test_bozza_e_numero_di_pagina_su_ogni_pagina(documento: DocumentoLetto) -> None:
    pagine = documento.lettore.pages
    for numero, pagina in enumerate(pagine[1:], start=2):
        testo = pagina.extract_text()
        assert "BOZZA" in testo
        assert f"pagina {numero} di {len(pagine)}" in testo


def test_le_tabelle_hanno_intestazioni(documento: DocumentoLetto) -> None:
    radice = documento.lettore.root_object["/StructTreeRoot"]
    for tabella in documento.find(radice, "/Table"):
        prima, *altre = documento.find(tabella, "/TR")
        assert {c["/S"] for c in documento.find(prima, "/TH", "/TD")} == {"/TH"}
        assert all(next(documento.find(riga, "/TH", "/TD"))["/S"] == "/TH" for riga in altre)


def test_solo_il_carattere_del_documento(pdf_oglio_ovest: bytes, documento: DocumentoLetto) -> None:
    famiglie = {
        font["/BaseFont"].split("+")[-1]
        for pagina in documento.lettore.pages
        for font in (voce.get_object() for voce in pagina["/Resources"].get("/Font", {}).values())
    }
    assert famiglie
    assert all(famiglia.startswith("Titillium") for famiglia in famiglie), famiglie


def test_gli_stessi_byte_in_un_altro_processo(html_oglio_ovest: str, pdf_oglio_ovest: bytes) -> None:
    comando = (
        "import sys; from piano.carta.stampa import render_pdf; sys.stdout.buffer.write(render_pdf(sys.stdin.read()))"
    )
    ambiente = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PYTHONUTF8": "1"}
    fatto = subprocess.run(
        [sys.executable, "-c", comando], input=html_oglio_ovest.encode(), env=ambiente, capture_output=True, check=True
    )
    assert fatto.stdout == pdf_oglio_ovest


@pytest.mark.parametrize(
    "indirizzo", ["stemma-che-manca.svg", "https://example.org/stemma.svg", "http://127.0.0.1:9/x"]
)
def test_un_logo_che_manca_o_che_sta_altrove_ferma_tutto(indirizzo: str) -> None:
    with pytest.raises(DocumentoNonValido, match="Manca un’immagine"):
        render_pdf(MINIMO.format(f'<img src="{indirizzo}" alt="stemma">'))


def test_un_immagine_finta() -> None:
    with pytest.raises(DocumentoNonValido, match="non si compone"):
        render_pdf(MINIMO.format('<img src="data:image/png;base64,bm9u" alt="stemma">'))


def test_chi_non_finisce_non_tiene_fermo_nessuno(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piano.carta.stampa.PAZIENZA", 0.001)
    with pytest.raises(DocumentoNonValido, match="non si compone in"):
        render_pdf(MINIMO.format("<h1>Prova</h1>"))


def test_sessantuno_enti(congelato: Callable[[str, int], bytes], documento_di: Callable[[bytes], str]) -> None:
    pdf = render_pdf(documento_di(congelato("valdemo", 2026)))
    letto = DocumentoLetto(pdf)
    assert len(PdfReader(letto.lettore.stream).pages) > 10
    assert "DIMOSTRAZIONE" in letto.lettore.pages[3].extract_text()


TESTA = '<thead><tr><th scope="col">Voce</th><th scope="col">Testo</th></tr></thead>'
PAROLE = ["parola"] * 1800


@pytest.mark.parametrize("testa", [TESTA, ""])
def test_una_riga_piu_alta_di_una_pagina_si_divide_e_resta_una(testa: str) -> None:
    corpo = f"""<tbody><tr><th scope="row">Uno</th><td>{" ".join(PAROLE)}</td></tr>
<tr><th scope="row">Due</th><td>fine</td></tr></tbody>"""
    html = MINIMO.format(f"<h1>Prova</h1><article><table>{testa}{corpo}</table></article>")
    letto = DocumentoLetto(render_pdf(html))
    [elemento] = letto.find(letto.lettore.root_object["/StructTreeRoot"], "/Table")
    assert len(letto.lettore.pages) > 2
    assert [gruppo["/S"] for gruppo in letto.kids(elemento)] == (["/THead", "/TBody"] if testa else ["/TR"] * 2)
    attese = ["Voce", "Testo"] if testa else []
    assert letto.text(elemento).split() == [*attese, "Uno", *PAROLE, "Due", "fine"]
    assert not testa or find_faults(letto, html) == []


def test_una_tabella_lunga_ripete_la_testa_e_non_divide_le_righe() -> None:
    righe = "".join(f'<tr><th scope="row">riga {n}</th><td>prima<br>dopo</td></tr>' for n in range(90))
    html = MINIMO.format(f"<h1>Prova</h1><article><table>{TESTA}<tbody>{righe}</tbody></table></article>")
    letto = DocumentoLetto(render_pdf(html))
    assert find_faults(letto, html) == []  # among them: the head is read once
    tabella = [pagina.extract_text() for pagina in letto.lettore.pages if "riga" in pagina.extract_text()]
    assert len(tabella) > 2
    for testo in tabella:
        assert "Voce" in testo
        assert testo.count("prima") == testo.count("dopo") == testo.count("riga ")


def test_un_nome_senza_fine_va_a_capo() -> None:
    nome = "Castel" * 40
    letto = DocumentoLetto(render_pdf(MINIMO.format(f"<h1>{nome}</h1><article><p>{nome}</p></article>")))
    assert len(letto.lettore.pages) == 1
    [pagina] = letto.lettore.pages
    righe = [riga for riga in pagina.extract_text().replace("\N{SOFT HYPHEN}", "").split("\n") if "Cas" in riga]
    assert len(righe) > 3
    assert max(map(len, righe)) < 120
    assert "".join(righe).startswith(nome)


@pytest.mark.parametrize(
    "testo", ['#set page("a5")', "$x^2$", "\\ @qui <là> *uno* _due_ `tre` // fine", "= Titolo", "- voce"]
)
def test_un_testo_resta_testo(testo: str) -> None:
    """Nothing that a person writes is a word of the typesetter's own language."""
    letto = DocumentoLetto(render_pdf(MINIMO.format(f"<h1>Prova</h1><article><p>{escape(testo)}</p></article>")))
    assert letto.whole_text() == f"Prova {testo}"
