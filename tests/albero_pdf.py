"""What must be true of the tree of tags, and validators do not look at: each check gives (kind, what is wrong)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from tests.lettura_pdf import DocumentoLetto

Guaio = tuple[str, str]
TITOLI = tuple(f"/H{n}" for n in range(1, 7))


def find_faults(letto: DocumentoLetto, html: str) -> list[Guaio]:
    """Everything that is wrong with the tags of a document made from this HTML."""
    prove = (tables(letto, html), headers(letto), margins(letto), links(letto), contents(letto, html), lists(letto))
    return [
        guaio for prova in (*prove, nesting(letto), headings(letto), figures(letto), parents(letto)) for guaio in prova
    ]


def walk(letto: DocumentoLetto, elemento=None) -> Iterator:
    elemento = elemento or letto.lettore.root_object["/StructTreeRoot"]
    for figlio in letto.kids(elemento):
        yield figlio
        yield from walk(letto, figlio)


def tables(letto: DocumentoLetto, html: str) -> Iterator[Guaio]:
    """One HTML table is one Table, over however many pages; its head is read once."""
    nel_pdf = [elemento for elemento in walk(letto) if elemento["/S"] == "/Table"]
    if len(nel_pdf) != html.count("<table"):
        yield "tabelle", f"{html.count('<table')} nel documento, {len(nel_pdf)} nel PDF"
    for tabella in nel_pdf:
        teste = [figlio for figlio in letto.kids(tabella) if figlio["/S"] == "/THead"]
        if len(teste) != 1:
            yield "teste", letto.text(tabella)[:80]


def headers(letto: DocumentoLetto) -> Iterator[Guaio]:
    """Every header says what it heads, and every cell names headers that are there."""
    for tabella in (elemento for elemento in walk(letto) if elemento["/S"] == "/Table"):
        celle = list(letto.find(tabella, "/TH", "/TD"))
        noti = {cella["/ID"] for cella in celle if cella["/S"] == "/TH"}
        di_colonna = {cella["/ID"] for testa in letto.find(tabella, "/THead") for cella in letto.find(testa, "/TH")}
        for cella in celle:
            attributi = attributes(cella, "/Table")
            voluto = "/Column" if cella.get("/ID") in di_colonna else "/Row"
            if cella["/S"] == "/TH" and attributi.get("/Scope") != voluto:
                yield "scope", letto.text(cella)
            if cella["/S"] == "/TD" and not (attributi.get("/Headers") and set(attributi["/Headers"]) <= noti):
                yield "intestazioni", letto.text(cella)


def attributes(elemento, proprietario: str) -> DictionaryObject:
    """What an element says of itself as a table, as a list, or of its place on the page."""
    return next((a for a in map(_plain, elemento.get("/A", [])) if a["/O"] == proprietario), DictionaryObject())


def _plain(oggetto):
    return oggetto.get_object() if isinstance(oggetto, IndirectObject) else oggetto


def margins(letto: DocumentoLetto) -> Iterator[Guaio]:
    """Page numbers and running heads are not read."""
    for trovato in re.findall(r"pagina \d+ di \d+", letto.whole_text()):
        yield "margini", trovato


def links(letto: DocumentoLetto) -> Iterator[Guaio]:
    """An annotation is called by the words of the Link that holds it: in the contents, heading and page."""
    tenute = dict(_held(letto))
    for pagina in letto.lettore.pages:
        for riferimento in pagina.get("/Annots", []):
            elemento, detto = tenute.get(riferimento.idnum, {}), riferimento.get_object()["/Contents"]
            if elemento.get("/S") != "/Link":
                yield "legami", str(detto)
            elif _spaced(detto.replace(", pag.", "")) != _spaced(letto.text(elemento)):
                yield "nomi dei legami", f"{detto}: {letto.text(elemento)}"


def _spaced(testo: str) -> str:
    return testo.replace("\N{NO-BREAK SPACE}", " ")


def _held(letto: DocumentoLetto) -> Iterator[tuple[int, DictionaryObject]]:
    """The number of each annotation in the tree, with the element that holds it."""
    for elemento in walk(letto):
        voci = [v for v in map(_plain, letto.entries(elemento)) if isinstance(v, DictionaryObject)]
        yield from ((v.raw_get("/Obj").idnum, elemento) for v in voci if "/Obj" in v)


def contents(letto: DocumentoLetto, html: str) -> Iterator[Guaio]:
    """The contents are a TOC, with an entry for each line."""
    voci = [elemento for elemento in walk(letto) if elemento["/S"] == "/TOCI"]
    if len(voci) != html.count('class="toc"'):
        yield "indice", f"{len(voci)} voci"


def lists(letto: DocumentoLetto) -> Iterator[Guaio]:
    """Lists hold items, items hold labels and bodies."""
    for elemento in walk(letto):
        ammessi = {"/L": {"/LI", "/L", "/Caption"}, "/LI": {"/Lbl", "/LBody"}}.get(elemento["/S"])
        if ammessi and not {figlio["/S"] for figlio in letto.kids(elemento)} <= ammessi:
            yield "elenchi", letto.text(elemento)[:80]


def nesting(letto: DocumentoLetto) -> Iterator[Guaio]:
    """No paragraph inside a paragraph, no heading inside a heading."""
    for elemento in walk(letto):
        if elemento["/S"] in ("/P", *TITOLI) and any(f["/S"] in ("/P", *TITOLI) for f in walk(letto, elemento)):
            yield "annidati", letto.text(elemento)[:80]


def headings(letto: DocumentoLetto) -> Iterator[Guaio]:
    """One H1, first; no level is skipped going down."""
    livelli = [int(elemento["/S"][2]) for elemento in walk(letto) if elemento["/S"] in TITOLI]
    salti = [dopo for prima, dopo in pairwise(livelli) if dopo > prima + 1]
    if livelli.count(1) != 1 or livelli[0] != 1 or salti:
        yield "titoli", str(livelli)


def figures(letto: DocumentoLetto) -> Iterator[Guaio]:
    """A figure has words, and its rectangle is on its page."""
    for figura in (elemento for elemento in walk(letto) if elemento["/S"] == "/Figure"):
        x1, y1, x2, y2 = rettangolo = attributes(figura, "/Layout")["/BBox"]
        _, _, largo, alto = letto.lettore.pages[0]["/MediaBox"]
        if not figura.get("/Alt"):
            yield "figure", "senza parole"
        if not (-1 < x1 < x2 < largo + 1 and -1 < y1 < y2 < alto + 1):
            yield "figure", f"{rettangolo}"


def _marks(letto: DocumentoLetto) -> Iterator[tuple[int, int]]:
    """The marked contents that the tree holds: page and number."""
    for elemento in walk(letto):
        for voce in map(_plain, letto.entries(elemento)):
            if isinstance(voce, int):
                yield elemento.raw_get("/Pg").idnum, voce
            elif "/MCID" in voce:  # on another page than the beginning of the element
                yield voce.raw_get("/Pg").idnum, voce["/MCID"]


def parents(letto: DocumentoLetto) -> Iterator[Guaio]:
    """What a page marks, what the parent tree says and what the tree holds are the same."""
    radice = letto.lettore.root_object["/StructTreeRoot"]
    nums = radice["/ParentTree"]["/Nums"]
    chi = {int(nums[i]): nums[i + 1].get_object() for i in range(0, len(nums), 2)}
    tenuti: dict[int, set[int]] = {}
    for pagina, segno in _marks(letto):
        tenuti.setdefault(pagina, set()).add(segno)
    for pagina in letto.lettore.pages:
        flusso = ContentStream(pagina["/Contents"].get_object(), letto.lettore).operations
        segnati = {o[1]["/MCID"] for o, op in flusso if op == b"BDC" and "/MCID" in o[1]}
        detti = {
            i for i, di in enumerate(chi[pagina["/StructParents"]]) if isinstance(di.get_object(), DictionaryObject)
        }
        if not segnati == detti == tenuti.get(pagina.indirect_reference.idnum, set()):
            yield "padri", f"pagina {pagina['/StructParents'] + 1}"
