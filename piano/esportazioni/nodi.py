"""The rendered document as a tree of elements and texts: as much of HTML as our own templates write."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_VUOTI: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"})
_MUTI: Final = frozenset({"head", "style", "script", "template", "button"})


class Nodo:
    """An element with its children: elements and texts."""

    def __init__(self, tag: str, attributi: dict[str, str]) -> None:
        """Without children yet."""
        self.tag, self.attributi = tag, attributi
        self.figli: list[Nodo | str] = []

    @property
    def classi(self) -> list[str]:
        return self.attributi.get("class", "").split()

    @property
    def muto(self) -> bool:
        """Whether nobody reads it: hidden, or not a text."""
        nascosto = "hidden" in self.attributi or self.attributi.get("aria-hidden") == "true"
        return nascosto or self.tag in _MUTI

    def find(self, *tag: str) -> Iterator["Nodo"]:
        """The outermost descendants with one of these tags."""
        for figlio in self.figli:
            if isinstance(figlio, Nodo):
                if figlio.tag in tag:
                    yield figlio
                else:
                    yield from figlio.find(*tag)


class _Lettore(HTMLParser):
    """HTML → tree. The document is well formed: what is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.radice = Nodo("", {})
        self.pila = [self.radice]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nodo = Nodo(tag, {nome: valore or "" for nome, valore in attrs})
        self.pila[-1].figli.append(nodo)
        if tag not in _VUOTI:
            self.pila.append(nodo)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VUOTI:
            self.pila.pop()

    def handle_data(self, data: str) -> None:
        self.pila[-1].figli.append(data)


def parse(html: str) -> Nodo:
    """The root of the tree."""
    lettore = _Lettore()
    lettore.feed(html)
    lettore.close()
    return lettore.radice
