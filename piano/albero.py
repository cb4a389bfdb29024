"""The tree of tags of a PDF about to be written, and the boxes it was made from: reading it, moving its parts."""

from collections.abc import Iterator
from typing import Any

Oggetto = Any  # an object of pydyf, a package without types


class Albero:
    """The document that was laid out, and the PDF about to be written."""

    def __init__(self, documento: Any, pdf: Any) -> None:
        """``di_chi``: for each page, or annotation, the element that its contents belong to."""
        self.documento, self.pdf = documento, pdf
        radice = self.obj(pdf.catalog["StructTreeRoot"])
        self.cima = self.obj(radice["K"][0])
        self.nums = self.obj(radice["ParentTree"])["Nums"]
        self.di_chi: dict[int, Any] = dict(zip(self.nums[::2], self.nums[1::2], strict=True))

    def obj(self, riferimento: bytes) -> Oggetto:
        """The object of a reference such as ``b"12 0 R"``."""
        return self.pdf.objects[int(riferimento.split()[0])]

    def kids(self, elemento: Oggetto) -> list[Oggetto]:
        """The structure elements inside one."""
        trovati = (self.obj(figlio) for figlio in elemento["K"] if isinstance(figlio, bytes))
        return [oggetto for oggetto in trovati if is_element(oggetto)]

    def walk(self, elemento: Oggetto) -> Iterator[Oggetto]:
        """An element and all that it holds, in reading order."""
        yield elemento
        for figlio in self.kids(elemento):
            yield from self.walk(figlio)

    def move(self, da: Oggetto, verso: Oggetto) -> None:
        """All that an element holds goes to the end of another."""
        for figlio in self.kids(da):
            figlio["P"] = verso.reference
        verso["K"].extend(da["K"])
        da["K"].clear()

    def remove(self, elemento: Oggetto) -> None:
        """Take an element off the tree. Its object stays, empty: were it free, pydyf would miscount its table."""
        self.obj(elemento["P"])["K"].remove(elemento.reference)
        elemento.clear()

    def cells_of(self, gruppo: Oggetto) -> Iterator[Oggetto]:
        """The cells of a group of rows, in order."""
        return (cella for riga in self.kids(gruppo) for cella in self.kids(riga))

    def flatten(self, collegamento: Oggetto) -> None:
        """The words of a link hang from the link itself, in their order."""
        pagina = self.pdf.page_references.index(collegamento["Pg"])
        voci = collegamento["K"]
        while any(is_element(self.obj(voce)) for voce in voci if isinstance(voce, bytes)):
            for i, voce in enumerate(voci):
                if isinstance(voce, bytes) and is_element(self.obj(voce)):
                    voci[i : i + 1] = self.obj(voce)["K"]
                    self.obj(voce).clear()
                    break
        for segno in voci:
            if isinstance(segno, int):
                self.di_chi[pagina][segno] = collegamento.reference


def is_element(oggetto: Oggetto) -> bool:
    """Whether an object of the PDF is a node of the tree."""
    return isinstance(oggetto, dict) and oggetto.get("Type") == "/StructElem"


def cells(scatola: Any, tabella: Any = None) -> Iterator[tuple[Any, Oggetto]]:
    """The ``<table>`` and the structure element of each cell below a box."""
    if tabella is None and scatola.element_tag == "table":
        tabella = scatola.element
    if tabella is not None and hasattr(scatola, "mark"):  # set by WeasyPrint on the boxes of TH and TD
        yield tabella, scatola.mark
        return
    for figlia in getattr(scatola, "children", ()):
        yield from cells(figlia, tabella)


def edge(scatola: Any, verso: int) -> list[Any]:
    """The HTML elements at the top (0) or at the bottom (-1) of a page, from the outermost."""
    elementi: list[Any] = []
    scatola = scatola.children[0]  # html: the others are margin boxes
    while getattr(scatola, "children", ()):
        scatola = scatola.children[verso]
        if scatola.element is not None and scatola.element.tag != "body" and scatola.element not in elementi[-1:]:
            elementi.append(scatola.element)
    return elementi
