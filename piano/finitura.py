"""The last touch to a PDF: what WeasyPrint 70 leaves undone for PDF/A-3a and PDF/UA-1 together, one method a step.

It reads internals of WeasyPrint (boxes, marks) and of pydyf (lists of objects): both are pinned, and the tree of tags
is proved by ``tests/piano/test_norme_pdf.py``.
"""

from typing import Any, Final

import pydyf

from piano.albero import Albero, Oggetto, cells, edge, is_element
from piano.errori import DocumentoNonValido

FAMIGLIE: Final = frozenset({"Titillium Web", "Fira Sans"})
"""The bundled families: the second is for the characters that the first does not have."""

CONTENITORI: Final = {
    "article": "/Art",
    "section": "/Sect",
    "div": "/Div",
    "p": "/P",
    "ul": "/L",
    "ol": "/L",
    "dl": "/L",
    "li": "/LI",
}
"""HTML elements that a page break may split, and their tags."""

ANONIMI: Final = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"})
"""Tags that never hold themselves."""

PDFUA: Final = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part><pdfaExtension:schemas>
<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
"""PDF/UA-1 beside PDF/A-3: an identifier that PDF/A knows only through its extension schema."""


def finish(documento: Any, pdf: Any) -> None:
    """WeasyPrint's ``finisher``; raises DocumentoNonValido."""
    Finitura(documento, pdf).run()


class Finitura(Albero):
    """The steps; each leaves the tree whole."""

    def run(self) -> None:
        """The steps, in the order in which each finds what it needs."""
        self.fonts()
        self.metadata()
        self.margin_boxes()
        self.links()
        self.join_tables()
        self.join_pages()
        for elemento in self.walk(self.cima):
            self.element(elemento)
        self.attachments()

    def fonts(self) -> None:
        """Only bundled families, and every character drawn: else the bytes, or the document, depend on the machine."""
        mancano = "".join(sorted({chr(c) for font in self.documento.fonts.values() for c in font.missing}))
        estranei = ", ".join(sorted({font.family for font in self.documento.fonts.values()} - FAMIGLIE))
        if mancano:
            raise DocumentoNonValido(f"I caratteri «{mancano}» non si possono stampare.")
        if estranei:
            raise DocumentoNonValido(f"Il documento usa caratteri tipografici che non gli appartengono: {estranei}.")

    def metadata(self) -> None:
        """Declare PDF/UA-1 in the one ``rdf:RDF``; uncompressed, so that plain readers find it."""
        flusso = self.obj(self.pdf.catalog["Metadata"])
        xml = b"".join(flusso.stream)
        flusso.stream, flusso.compress = [xml.replace(b"</rdf:RDF>", PDFUA, 1)], False

    def margin_boxes(self) -> None:
        """Running heads and page numbers are artifacts; their elements, outside the tree, go."""
        vivi = {elemento.number for elemento in self.walk(self.cima)}
        for pagina in range(len(self.documento.pages)):
            fuori = {n for n, chi in enumerate(self.di_chi[pagina]) if self.obj(chi).number not in vivi}
            self.artifact(pagina, fuori)
        for oggetto in self.pdf.objects:
            if is_element(oggetto) and oggetto.number not in vivi:
                oggetto.clear()

    def artifact(self, pagina: int, segni: set[int]) -> None:
        """Turn marked contents of a page, by MCID, into artifacts."""
        for segno in segni:
            self.di_chi[pagina][segno] = b"null"
        pezzi = self.obj(self.obj(self.pdf.page_references[pagina])["Contents"]).stream
        for i, pezzo in enumerate(pezzi):  # three tokens: "/Span", {MCID}, b"BDC"
            if pezzo == b"BDC" and isinstance(pezzi[i - 1], dict) and pezzi[i - 1].get("MCID") in segni:
                pezzi[i - 2 : i] = b"/Artifact", pydyf.Dictionary({"Type": "/Pagination"})

    def links(self) -> None:
        """A link is called by its words, is one element over its lines, and in the contents is an entry of a TOC."""
        primi: dict[Any, Oggetto] = {}
        for collegamento, annotazione in self.own_links():
            elemento = self.obj(self.di_chi[annotazione["StructParent"]])
            detto = collegamento.get("aria-label") or " ".join("".join(collegamento.itertext()).split())
            annotazione["Contents"] = pydyf.String(detto)
            self.flatten(elemento)
            primo: Oggetto = primi.setdefault(collegamento, elemento)
            if primo is not elemento and primo["Pg"] == elemento["Pg"]:
                self.merge_link(primo, elemento, annotazione)
            elif collegamento.get("class") == "toc":
                self.toc_entry(elemento)

    def own_links(self) -> list[tuple[Any, Oggetto]]:
        """Element and annotation of each line of each link; those that elements inside a link get besides go."""
        scatole = [s for pagina in self.documento.pages for genere, _, _, s in pagina.links if genere != "attachment"]
        veri = []
        for scatola in scatole:
            elemento = self.obj(self.di_chi[scatola.link_annotation["StructParent"]])
            if elemento["S"] == "/Link":
                veri.append((scatola.element, scatola.link_annotation))
            else:
                self.drop_annotation(scatola.link_annotation, elemento)
        return veri

    def drop_annotation(self, annotazione: Oggetto, elemento: Oggetto) -> None:
        """Take an annotation off its page, its element and the parent tree."""
        elemento["K"][:] = [figlio for figlio in elemento["K"] if not self.points_to(figlio, annotazione)]
        self.obj(elemento["Pg"])["Annots"].remove(annotazione.reference)
        posto = self.nums.index(annotazione["StructParent"], 2 * len(self.documento.pages))
        del self.nums[posto : posto + 2]
        annotazione.clear()

    def points_to(self, figlio: Any, annotazione: Oggetto) -> bool:
        """Whether a kid of an element is the reference to an annotation."""
        return isinstance(figlio, bytes) and self.obj(figlio).get("Obj") == annotazione.reference

    def merge_link(self, primo: Oggetto, altro: Oggetto, annotazione: Oggetto) -> None:
        """The second line of a link joins the first, with its annotation."""
        primo["K"].extend(altro["K"])
        self.flatten(primo)
        posto = self.nums.index(annotazione["StructParent"], 2 * len(self.documento.pages))
        self.nums[posto + 1] = primo.reference
        self.remove(altro)

    def toc_entry(self, elemento: Oggetto) -> None:
        """Climb from a link of the contents: Reference in P in TOCI in TOC."""
        nomi = {"/Span": "/Reference", "/LBody": "/P", "/LI": "/TOCI", "/L": "/TOC"}
        sopra = self.obj(elemento["P"])
        while sopra["S"] in nomi:
            sopra["S"], sopra = nomi[sopra["S"]], self.obj(sopra["P"])

    def join_tables(self) -> None:
        """One HTML table is one Table, over however many pages: rows move into the first."""
        parti: dict[Any, dict[int, Oggetto]] = {}
        for pagina in self.documento.pages:
            for tabella, cella in cells(pagina._page_box):
                elemento = self.obj(self.obj(self.obj(cella["P"])["P"])["P"])
                parti.setdefault(tabella, {})[elemento.number] = elemento
        for prima, *altre in (tuple(pezzi.values()) for pezzi in parti.values()):
            for altra in altre:
                self.join_table(prima, altra)

    def join_table(self, prima: Oggetto, altra: Oggetto) -> None:
        """The rows of a table's page go to the end of the first; its head, unless it is the first, is an artifact."""
        nuovi: dict[Any, Any] = {}
        for gruppo in self.kids(altra):
            uguale = next((k for k in self.kids(prima) if k["S"] == gruppo["S"]), None)
            if uguale is None:
                self.adopt(gruppo, prima)
            elif gruppo["S"] == "/THead":
                coppie = zip(self.cells_of(gruppo), self.cells_of(uguale), strict=True)
                nuovi = {ripetuta["ID"].string: vera["ID"] for ripetuta, vera in coppie}
                self.drop_head(gruppo)
            else:
                self.move(gruppo, uguale)
        corpi = (gruppo for gruppo in self.kids(prima) if gruppo["S"] == "/TBody")
        for cella in (cella for corpo in corpi for cella in self.cells_of(corpo)):
            if "Headers" in cella["A"]:
                intestazioni = cella["A"]["Headers"]
                intestazioni[:] = [nuovi.get(i.string, i) for i in intestazioni]
        self.remove(altra)

    def adopt(self, gruppo: Oggetto, tabella: Oggetto) -> None:
        """Give a table a group that its first page does not have, for it did not fit: a head goes before rows."""
        corpo = next((k.reference for k in self.kids(tabella) if k["S"] == "/TBody"), None)
        posto = tabella["K"].index(corpo) if corpo and gruppo["S"] == "/THead" else len(tabella["K"])
        tabella["K"].insert(posto, gruppo.reference)
        gruppo["P"] = tabella.reference

    def drop_head(self, gruppo: Oggetto) -> None:
        """A head repeated on a following page is decoration: nobody should hear it twice."""
        morti = list(self.walk(gruppo))
        segni = {k for elemento in morti for k in elemento["K"] if isinstance(k, int)}
        self.artifact(self.pdf.page_references.index(gruppo["Pg"]), segni)
        for elemento in morti:
            elemento.clear()

    def join_pages(self) -> None:
        """What a page break splits is one element: article, section, paragraph, list."""
        pagine = self.documento.pages
        for numero in range(1, len(pagine)):
            sotto = edge(pagine[numero]._page_box, 0)
            spezzati = [e for e in edge(pagine[numero - 1]._page_box, -1) if any(e is altro for altro in sotto)]
            figli = self.kids(self.cima)
            dopo = next((i for i, f in enumerate(figli) if f["Pg"] == self.pdf.page_references[numero]), 0)
            if dopo:
                self.join(figli[dopo - 1], figli[dopo], [CONTENITORI.get(e.tag, "") for e in spezzati])

    def join(self, prima: Oggetto, dopo: Oggetto, attesi: list[str]) -> None:
        """Join two halves while they are what the boxes say was split, then what is inside at the seam."""
        if prima["S"] != dopo["S"] or prima["S"] not in (*attesi[:1], "/LBody"):
            return
        restano = attesi[1:] if attesi and prima["S"] == attesi[0] else attesi
        ultimo, primo = self.kids(prima)[-1:], self.kids(dopo)[:1]
        self.move(dopo, prima)
        self.remove(dopo)
        if ultimo and primo:
            self.join(ultimo[0], primo[0], restano)

    def element(self, elemento: Oggetto) -> None:
        """What single elements lack: scope of headers, rectangle of figures, body of list items."""
        if elemento["S"] == "/TH":
            gruppo = self.obj(self.obj(elemento["P"])["P"])["S"]
            elemento["A"]["Scope"] = "/Column" if gruppo == "/THead" else "/Row"
        elif elemento["S"] == "/Figure":
            alto, (x1, y1, x2, y2) = self.obj(elemento["Pg"])["MediaBox"][3], elemento["A"]["BBox"]
            elemento["A"]["BBox"] = pydyf.Array([x1 * 0.75, alto - y2 * 0.75, x2 * 0.75, alto - y1 * 0.75])
        elif elemento["S"] == "/LI":
            self.item_body(elemento)
        elif elemento["S"] == "/Table":
            self.lone_row(elemento)
        elif elemento["S"] in ANONIMI:
            self.absorb(elemento)

    def absorb(self, elemento: Oggetto) -> None:
        """Boxes without an element, such as those of a ``display: table``, repeat the tag of the one around them."""
        while any(figlio["S"] == elemento["S"] for figlio in self.kids(elemento)):
            doppio = next(figlio for figlio in self.kids(elemento) if figlio["S"] == elemento["S"])
            for figlio in self.kids(doppio):
                figlio["P"] = elemento.reference
            posto = elemento["K"].index(doppio.reference)
            elemento["K"][posto : posto + 1] = doppio["K"]
            doppio.clear()

    def lone_row(self, tabella: Oggetto) -> None:
        """In a table of one row the first cell heads nothing but its neighbours: it becomes a cell like them."""
        gruppi: dict[str, list[Oggetto]] = {"/THead": [], "/TBody": []}
        for gruppo in self.kids(tabella):
            gruppi.get(gruppo["S"], []).extend(self.kids(gruppo))
        if len(gruppi["/TBody"]) != 1 or not gruppi["/THead"]:
            return
        celle, prima = self.kids(gruppi["/TBody"][0]), self.kids(gruppi["/THead"][-1])[0]
        proprie = [cella.pop("ID").string for cella in celle if cella["S"] == "/TH"]
        for cella in celle:
            ereditate = cella["A"].setdefault("Headers", pydyf.Array([prima["ID"]]))
            ereditate[:] = [i for i in ereditate if i.string not in proprie]
            cella["S"] = "/TD"

    def item_body(self, voce: Oggetto) -> None:
        """A list item holds a label and a body, and nothing loose."""
        sciolti = [figlio for figlio in self.kids(voce) if figlio["S"] not in ("/Lbl", "/LBody")]
        if not sciolti:
            return
        corpo = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": voce["Pg"]})
        self.pdf.add_object(corpo)
        corpo["P"] = voce.reference
        for figlio in sciolti:
            voce["K"].remove(figlio.reference)
            corpo["K"].append(figlio.reference)
            figlio["P"] = corpo.reference
        voce["K"].append(corpo.reference)

    def attachments(self) -> None:
        """WeasyPrint lists every attachment twice, and names out of order."""
        catalogo = self.pdf.catalog
        if "AF" in catalogo:
            catalogo["AF"] = pydyf.Array(dict.fromkeys(catalogo["AF"]))
            nomi = self.obj(catalogo["Names"]["EmbeddedFiles"])["Names"]
            coppie = sorted(zip(nomi[::2], nomi[1::2], strict=True), key=lambda coppia: bytes(coppia[0].data))
            nomi[:] = [voce for coppia in coppie for voce in coppia]
