"""Chapters: a small Markdown, tokens, and nothing that can break the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from piano.capitoli import PERMESSI, render_chapter, render_tokens
from piano.grandezze import TokenSconosciuto
from tests.piano.snapshot_di_prova import ALTRA, Pagina, piano_con

PIANO = piano_con()


@pytest.mark.parametrize(
    ("testo", "html"),
    [
        ("Uno.\n\nDue.", "<p>Uno.</p>\n<p>Due.</p>\n"),
        ("*a* e **b**", "<p><em>a</em> e <strong>b</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("uno  \ndue", "<p>uno<br>\ndue</p>\n"),
        ("**[[anno]]**", "<p><strong>2026</strong></p>\n"),
        ("[[ anno ]]", "<p>2026</p>\n"),
        (r"\[[anno]]", "<p>[[anno]]</p>\n"),
        ("", ""),
    ],
)
def test_markdown(testo: str, html: str) -> None:
    assert render_chapter(testo, PIANO) == html


@pytest.mark.parametrize(
    "trucco",
    [
        "<script>alert(1)</script>",
        "</section></article><h1>Altro</h1>",
        "<img src=x onerror=alert(1)>",
        "# Un titolo",
        "Titolo\n======",
        "![figura](http://esempio.it/a.png)",
        "[qui](javascript:alert(1))",
        "<http://esempio.it>",
        "[a]: http://esempio.it\n\n[a]",
        "```\ncodice\n```",
        "    codice",
        "> citazione",
        "***",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<!-- commento",
        "&lt;script&gt;",
    ],
)
def test_i_trucchi_restano_testo(trucco: str) -> None:
    html = render_chapter(f"Prima.\n\n{trucco}\n\nDopo.", PIANO)
    tag = {pezzo.split(">")[0].strip("/ ") for pezzo in html.split("<")[1:]}
    assert tag <= PERMESSI
    assert Pagina(f"<section>{html}</section>").testo.endswith("Dopo.")


@pytest.mark.parametrize(
    "nome", ["*Altra*", "<b>Altra</b>", "_Altra_", "[Altra](x)", "[[anno]]", "A & B", "\\Altra", "1. Altra", "- Altra"]
)
def test_un_valore_e_sempre_testo(nome: str) -> None:
    comune = replace(PIANO.contenuti.testata.comuni[0], nome=nome)
    piano = piano_con(enti=(ALTRA,), comuni=(comune,))
    html = render_chapter("[[enti.comuni.elenco]]", piano)
    assert html.startswith("<p>")
    assert html.count("<") == 2
    assert Pagina(html).testo == nome
    assert render_tokens("[[enti.comuni.elenco]]", piano) == nome


@pytest.mark.parametrize(
    "testo", ["Uno [[consitenza.totale]].", "- [[consitenza.totale]]", "**[[consitenza.totale]]**"]
)
def test_token_che_non_esiste(testo: str) -> None:
    with pytest.raises(TokenSconosciuto, match=r"Forse: consistenza\.totale"):
        render_chapter(testo, PIANO)
    with pytest.raises(TokenSconosciuto, match="Nel capitolo «premessa»"):
        render_chapter(testo, PIANO, codice="premessa")


def test_le_sottolineature_di_un_token_non_sono_enfasi() -> None:
    assert (
        render_chapter("[[stato_di_fatto.totale]] e [[stato_di_fatto.totale]]", PIANO)
        == "<p>nessun dato e nessun dato</p>\n"
    )


def test_nome_di_quattrocento_caratteri() -> None:
    lungo = "a" * 400
    assert lungo in render_chapter(lungo, PIANO)


@given(st.text(alphabet=st.sampled_from("ab<>&*_[]()!#-`\\\n \"'1.=|~"), max_size=60))
def test_qualunque_testo_da_html_permesso_e_ben_chiuso(testo: str) -> None:
    try:
        html = render_chapter(testo, PIANO)
    except TokenSconosciuto:
        return
    assert {pezzo.split(">")[0].split(" ")[0].strip("/") for pezzo in html.split("<")[1:]} <= PERMESSI
    Pagina(f"<section>{html}</section>")
