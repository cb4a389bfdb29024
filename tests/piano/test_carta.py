"""The document for paper says what the HTML says, and its columns have widths."""

import re
from collections.abc import Iterator

import pytest

from piano.carta.larghezze import Misure, share
from piano.carta.lettura import read_for_paper
from piano.errori import DocumentoNonValido
from piano.esportazioni import nodi


@pytest.mark.parametrize("ambito", ["oglio-ovest", "valdemo"])
def test_le_stesse_parole_lette_in_due_modi(congelato, documento_di, ambito):
    html = documento_di(congelato(ambito, 2026))
    corpo = read_for_paper(html).corpo
    [atteso] = nodi.parse(re.sub(r"<svg\b.*?</svg>", "<svg></svg>", html, flags=re.DOTALL)).find("body")
    assert _words(corpo) == _words_of_html(atteso)
    for tag in ("table", "tr", "td", "th", "li", "a", "figure", "svg", "h2", "h3", "h4"):
        assert len(list(_find(corpo, tag))) == len(re.findall(rf"<{tag}\b", html)), tag
    for tabella in _find(corpo, "table"):
        assert sum(tabella["a"]["colonne"]) == pytest.approx(100)
    for disegno in _find(corpo, "svg"):
        assert disegno["a"]["svg"].startswith("<svg ")
        assert disegno["a"]["alt"]


def _find(nodo, tag: str) -> Iterator:
    for figlio in nodo["k"]:
        if not isinstance(figlio, str):
            if figlio["t"] == tag:
                yield figlio
            yield from _find(figlio, tag)


def _words(nodo) -> str:
    testo = "".join(figlio if isinstance(figlio, str) else _words(figlio) for figlio in nodo["k"])
    return re.sub(r"[ \n]+", "", testo)


def _words_of_html(nodo: nodi.Nodo) -> str:
    testo = "".join(figlio if isinstance(figlio, str) else _words_of_html(figlio) for figlio in nodo.figli)
    return re.sub(r"[ \n]+", "", testo)


def read(corpo: str) -> list:
    return read_for_paper(f"<html><body>{corpo}</body></html>").corpo["k"]


def plain(nodi_letti) -> object:
    """Tags and texts, without the rest."""
    return [nodo if isinstance(nodo, str) else (nodo["t"], plain(nodo["k"])) for nodo in nodi_letti]


@pytest.mark.parametrize(
    ("scritto", "letto"),
    [
        ("<p>\n  Uno  <em> due </em>\n tre </p>", [("p", ["Uno ", ("em", ["due "]), "tre"])]),
        ("<p>Uno<br> due</p>", [("p", ["Uno", ("br", []), "due"])]),
        (
            "<div>sciolta <b>parola</b><p>capoverso</p> coda</div>",
            [("div", [("p", ["sciolta ", ("b", ["parola"])]), ("p", ["capoverso"]), ("p", ["coda"])])],
        ),
        (
            "<ul><li> <span>voce</span> </li><li><p>a</p><p>b</p></li></ul>",
            [("ul", [("li", [("span", ["voce"])]), ("li", [("p", ["a"]), ("p", ["b"])])])],
        ),
        ("<p>5&nbsp;euro</p>", [("p", ["5\N{NO-BREAK SPACE}euro"])]),
    ],
)
def test_gli_spazi_e_le_parole_sciolte(scritto, letto):
    assert plain(read(scritto)) == letto


@pytest.mark.parametrize("html", ["<p>Uno<p>Due", "<html><body><p>&euro;</p></body></html>"])
def test_cio_che_non_e_xml_non_si_compone(html):
    with pytest.raises(DocumentoNonValido, match="non si compone"):
        read_for_paper(html)


@pytest.mark.parametrize("spazio", [5.0, 15.0, 30.0, 200.0])
def test_le_colonne_fanno_cento_e_nessuna_e_piu_stretta_delle_sue_parole(spazio):
    colonne = [Misure(4.0, 6.0, 20.0), Misure(3.0, 3.0, 3.0), Misure(5.0, 9.0, 90.0)]
    larghe = share(colonne, spazio)
    assert sum(larghe) == pytest.approx(100)
    if spazio >= 12:
        assert all(larga / 100 * spazio >= c.minima - 0.01 for larga, c in zip(larghe, colonne, strict=True))
