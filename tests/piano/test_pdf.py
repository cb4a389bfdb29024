"""The PDF: the right bones, nothing fetched, no hole, the same bytes twice."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import pydyf
import pytest
from pypdf import PdfReader

from piano.finitura import Finitura
from piano.pdf import DocumentoNonValido, _base_style, render_pdf
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
    indice = next(testo for testo in (p.extract_text() for p in documento.lettore.pages) if testo.startswith("Indice"))
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
    comando = "import sys; from piano.pdf import render_pdf; sys.stdout.buffer.write(render_pdf(sys.stdin.read()))"
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


def test_il_foglio_di_base_non_fa_stili_per_ogni_elemento() -> None:
    assert [pseudo for *_, pseudo, _ in _base_style().matcher.other_selectors if pseudo] == []


def test_sessantuno_enti(congelato: Callable[[str, int], bytes], documento_di: Callable[[bytes], str]) -> None:
    pdf = render_pdf(documento_di(congelato("valdemo", 2026)))
    letto = DocumentoLetto(pdf)
    assert len(PdfReader(letto.lettore.stream).pages) > 10
    assert "DIMOSTRAZIONE" in letto.lettore.pages[3].extract_text()


TESTA = '<thead><tr><th scope="col">Voce</th><th scope="col">Testo</th></tr></thead>'
PAROLE = ["parola"] * 900
CORPO = f"""<tbody><tr><th scope="row">Uno</th><td>{" ".join(PAROLE)}</td></tr>
<tr><th scope="row">Due</th><td>fine</td></tr></tbody>"""


@pytest.mark.parametrize("testa", [TESTA, ""])
def test_una_tabella_che_su_una_pagina_ha_un_gruppo_solo(testa: str) -> None:
    """The first row is higher than a page: the head has room only where the row ends."""
    stile = 'body { font-family: "Titillium Web" } td { width: 20mm } tr { break-inside: avoid }'
    html = MINIMO.format(f"<style>{stile}</style><h1>Prova</h1><article><table>{testa}{CORPO}</table></article>")
    letto = DocumentoLetto(render_pdf(html))
    [elemento] = letto.find(letto.lettore.root_object["/StructTreeRoot"], "/Table")
    assert len(letto.lettore.pages) > 2
    assert [gruppo["/S"] for gruppo in letto.kids(elemento)] == (["/THead", "/TBody"] if testa else ["/TBody"])
    attese = ["Voce", "Testo"] if testa else []
    assert letto.text(elemento).split() == [*attese, "Uno", *PAROLE, "Due", "fine"]
    assert not testa or find_faults(letto, html) == []


def test_una_tabella_la_cui_prima_pagina_ha_solo_la_testa() -> None:
    pdf = pydyf.PDF()

    def elemento(genere: str, *figli: pydyf.Dictionary) -> pydyf.Dictionary:
        nuovo = pydyf.Dictionary({"Type": "/StructElem", "S": genere, "A": {}, "K": [f.reference for f in figli]})
        pdf.add_object(nuovo)
        for figlio in figli:
            figlio["P"] = nuovo.reference
        return nuovo

    testa, righe = elemento("/THead"), elemento("/TBody", elemento("/TR", elemento("/TD")))
    prima, altra = elemento("/Table", testa), elemento("/Table", righe)
    radice = elemento("/StructTreeRoot", elemento("/Document", prima, altra))
    radice["ParentTree"], pdf.catalog["StructTreeRoot"] = elemento("").reference, radice.reference
    pdf.objects[-1]["Nums"] = []
    finitura = Finitura(None, pdf)
    finitura.join_table(prima, altra)
    assert finitura.kids(finitura.cima) == [prima]
    assert finitura.kids(prima) == [testa, righe]
    assert righe["P"] == prima.reference
