"""HTML → the nodes that the sheets of Typst set: the same words, without what only a page on a screen wants.

The document is written so that it is also XML, which the standard library reads at once. A drawing becomes one node
with its SVG, a table says how wide its columns are, and loose words among blocks become a paragraph.
"""

import re
from base64 import b64decode
from binascii import Error as Base64NonValido
from collections.abc import Collection, Iterable
from typing import Any, Final
from xml.etree import ElementTree as ET

from msgspec import Struct

from piano.carta.larghezze import lay_columns
from piano.errori import DocumentoNonValido

Nodo = dict[str, Any]
"""``{"t": tag, "c": [classes], "a": {attributes}, "k": [nodes and texts]}``."""

_VUOTI: Final = re.compile(r"<(meta|br|img)\b([^>]*?)\s*/?>")
_STILE: Final = re.compile(r"<style\b.*?</style>", re.DOTALL)
_BIANCHI: Final = re.compile(r"[ \t\r\n]+")
_SVG: Final = "{http://www.w3.org/2000/svg}"
_IN_RIGA: Final = frozenset({"a", "abbr", "b", "br", "cite", "em", "i", "span", "strong"})
_DI_PAROLE: Final = frozenset({"caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "p", "td", "th", *_IN_RIGA})
"""What holds words, and no blocks."""
_TENUTI: Final = frozenset({"data-corrente", "data-sezione", "data-zero", "id", "start"})

ET.register_namespace("", _SVG[1:-1])


class Foglio(Struct, frozen=True):
    """A document for paper: what it declares of itself, and its body."""

    titolo: str
    autore: str
    descrizione: str
    lingua: str
    giorno: str
    corpo: Nodo


def read_for_paper(html: str) -> Foglio:
    """The document; raises DocumentoNonValido when it is not XML too, or has an image that is not inside it."""
    try:
        radice = ET.fromstring(_VUOTI.sub(r"<\1\2/>", _STILE.sub("", html)).replace("&nbsp;", "\N{NO-BREAK SPACE}"))  # noqa: S314 - our own document
    except ET.ParseError as errore:
        raise DocumentoNonValido(f"Il documento non si compone: {errore}.") from errore
    detti = {meta.get("name", ""): meta.get("content", "") for meta in radice.iter("meta")}
    [corpo] = radice.iter("body")
    return Foglio(
        titolo="".join(testo for titolo in radice.iter("title") for testo in titolo.itertext()),
        autore=detti.get("author", ""),
        descrizione=detti.get("description", ""),
        lingua=radice.get("lang", "it"),
        giorno=detti.get("dcterms.created", "1980-01-01"),
        corpo=_node(corpo),
    )


def _node(elemento: ET.Element, intorno: Collection[str] = ()) -> Nodo:
    """``intorno`` are the classes of the element around it."""
    tag = elemento.tag.removeprefix(_SVG)
    if tag == "svg":
        return {"t": tag, "c": [], "a": _drawing(elemento), "k": []}
    if tag == "img":
        return {"t": tag, "c": [], "a": {"byte": _bytes_of(elemento), "alt": elemento.get("alt", "")}, "k": []}
    classi = elemento.get("class", "").split()
    attributi: dict[str, Any] = {nome: elemento.attrib[nome] for nome in _TENUTI & elemento.attrib.keys()}
    if tag == "table":
        attributi["colonne"] = lay_columns(elemento, intorno)
    return {"t": tag, "c": classi, "a": attributi, "k": _kids(elemento, classi)}


def _kids(elemento: ET.Element, classi: Collection[str]) -> list[Nodo | str]:
    """Words, or blocks among which loose words are paragraphs."""
    if elemento.tag in _DI_PAROLE or all(figlio.tag in _IN_RIGA for figlio in elemento):
        return _tidy(_words(elemento.text, elemento))
    nodi: list[Nodo | str] = []
    sciolte = _words(elemento.text, ())
    for figlio in elemento:
        if figlio.tag in _IN_RIGA:
            sciolte.append(_inline(figlio))
        else:
            nodi += [*_paragraph(sciolte), _node(figlio, classi)]
            sciolte = []
        sciolte += _words(figlio.tail, ())
    return [*nodi, *_paragraph(sciolte)]


def _words(testo: str | None, figli: Iterable[ET.Element]) -> list[Nodo | str]:
    """A text, then each element with the text that follows it."""
    nodi: list[Nodo | str] = [testo] if testo else []
    for figlio in figli:
        nodi += [_inline(figlio), figlio.tail or ""]
    return nodi


def _inline(elemento: ET.Element) -> Nodo:
    """An element in a line: its spaces count together with those around it."""
    return {
        "t": elemento.tag,
        "c": elemento.get("class", "").split(),
        "a": {},
        "k": _words(elemento.text, elemento),
    }


def _paragraph(parole: list[Nodo | str]) -> list[Nodo | str]:
    curate = _tidy(parole)
    return [{"t": "p", "c": [], "a": {}, "k": curate}] if curate else []


def _tidy(parole: list[Nodo | str]) -> list[Nodo | str]:
    """Single spaces, and none at the ends of a block or after a line break."""
    curate, _ = _single_spaces(parole, dopo_spazio=True)
    while curate and isinstance(curate[-1], str):
        curate[-1] = curate[-1].rstrip(" ")
        if curate[-1]:
            break
        curate.pop()
    return curate


def _single_spaces(parole: list[Nodo | str], *, dopo_spazio: bool) -> tuple[list[Nodo | str], bool]:
    """The words, and whether they end with a space."""
    curate: list[Nodo | str] = []
    for parola in parole:
        if isinstance(parola, str):
            testo = _BIANCHI.sub(" ", parola)
            testo = testo[1:] if dopo_spazio and testo.startswith(" ") else testo
            dopo_spazio = testo.endswith(" ") if testo else dopo_spazio
            curate += [testo] if testo else []
        else:
            parola["k"], dopo_spazio = _single_spaces(parola["k"], dopo_spazio=dopo_spazio or parola["t"] == "br")
            curate.append(parola)
    return curate, dopo_spazio


def _drawing(svg: ET.Element) -> dict[str, str]:
    """A drawing as its own source, and its words for whoever does not see it."""
    svg.tail = None
    return {"svg": ET.tostring(svg, encoding="unicode"), "alt": (svg.findtext(f"{_SVG}title") or "").strip()}


def _bytes_of(immagine: ET.Element) -> list[int]:
    """The bytes of an image, which the document carries: nothing is fetched."""
    testata, _, dati = immagine.get("src", "").partition(";base64,")
    try:
        if testata.startswith("data:image/"):
            return list(b64decode(dati, validate=True))
    except Base64NonValido:
        pass
    raise DocumentoNonValido(f"Manca un’immagine del documento: «{immagine.get('src', '')[:80]}».")
