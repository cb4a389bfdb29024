"""The same document by Typst, as the floor: its text and its tables, without our drawings, tags and attachments."""

from collections.abc import Iterator

import typst

from piano.esportazioni.blocchi import Blocco, Figura, Paragrafo, Tavola, Titolo, Tratti, Voce, read_document

SPECIALI = str.maketrans({c: f"\\{c}" for c in "\\#$*_`<>@[]~=-+/'\""})


def to_typst(html: str) -> bytes:
    """The text and the tables of the document, in Typst's language."""
    documento = read_document(html)
    righe = (riga for blocco in (*documento.frontespizio, *documento.corpo) for riga in _write(blocco))
    return ('#set page(paper: "a4")\n#set text(lang: "it", size: 10pt)\n' + "\n".join(righe)).encode()


def _write(blocco: Blocco) -> Iterator[str]:
    if isinstance(blocco, Titolo):
        yield f"{'=' * blocco.livello} {_text(blocco.tratti)}\n"
    elif isinstance(blocco, Voce):
        yield f"{'  ' * blocco.livello}- {_text(blocco.tratti)}"
    elif isinstance(blocco, Paragrafo):
        yield f"{_text(blocco.tratti)}\n"
    elif isinstance(blocco, Tavola):
        yield from _table(blocco)
    elif isinstance(blocco, Figura):
        yield f"{blocco.testo.translate(SPECIALI)}\n"


def _table(tavola: Tavola) -> Iterator[str]:
    celle = [f"[{_text(cella.tratti)}]" for riga in tavola.righe for cella in riga.celle]
    colonne = max((len(riga.celle) for riga in tavola.righe), default=1)
    didascalia = tavola.didascalia.translate(SPECIALI)
    yield f"#figure(table(columns: {colonne}, {', '.join(celle)}), caption: [{didascalia}])\n"


def _text(tratti: Tratti) -> str:
    return "".join(tratto.testo for tratto in tratti).translate(SPECIALI)


def render_typst(sorgente: bytes) -> bytes:
    """A PDF by Typst; the compiler starts anew each time, as in a first use."""
    return bytes(typst.compile(sorgente, format="pdf"))
