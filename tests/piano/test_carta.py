"""The document for paper says what the HTML says, and its columns have widths."""

import re

import pytest
import tinyhtml5

from piano.carta import read_for_paper
from piano.larghezze import Misure, share


@pytest.mark.parametrize("ambito", ["oglio-ovest", "valdemo"])
def test_le_stesse_parole_lette_in_due_modi(congelato, documento_di, ambito):
    html = documento_di(congelato(ambito, 2026))
    foglio = read_for_paper(html)
    assert foglio is not None
    corpo, atteso = foglio.albero.find("body"), tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    assert _words(corpo) == _words(atteso)
    for tag in ("table", "tr", "td", "th", "li", "a", "figure", "{http://www.w3.org/2000/svg}text"):
        assert len(list(corpo.iter(tag))) == len(list(atteso.iter(tag)))
    assert all("fixed" in tabella.get("style", "") for tabella in corpo.iter("table"))


def _words(elemento) -> str:
    return re.sub(r"\s+", "", "".join(elemento.itertext()))


def test_cio_che_non_e_xml_si_legge_in_altro_modo():
    assert read_for_paper("<p>Uno<p>Due") is None


@pytest.mark.parametrize("spazio", [5.0, 15.0, 30.0, 200.0])
def test_le_colonne_fanno_cento_e_nessuna_e_piu_stretta_delle_sue_parole(spazio):
    colonne = [Misure(4.0, 6.0, 20.0), Misure(3.0, 3.0, 3.0), Misure(5.0, 9.0, 90.0)]
    larghe = share(colonne, spazio)
    assert sum(larghe) == pytest.approx(100)
    if spazio >= 12:
        assert all(larga / 100 * spazio >= c.minima - 0.01 for larga, c in zip(larghe, colonne, strict=True))


@pytest.mark.parametrize(("nome", "attributi"), [("Chiari", {"x": "76.34", "y": "9"}), ("家", {"x": "100", "y": "9"})])
def test_le_parole_di_un_disegno_cominciano_dove_devono(nome, attributi):
    disegno = f'<text x="100" y="9" text-anchor="end">{nome}</text>'
    foglio = read_for_paper(f'<html><svg xmlns="http://www.w3.org/2000/svg" font-size="10">{disegno}</svg></html>')
    [parole] = foglio.albero.iter("{http://www.w3.org/2000/svg}text")
    assert parole.attrib.pop("text-anchor", "start") == ("start" if nome == "Chiari" else "end")
    assert parole.attrib == attributi
