"""The running numbers of tables and figures in a document, and the list of them."""

from msgspec import Struct


class Didascalia(Struct, frozen=True):
    """A numbered caption, and the anchor where it stands."""

    ancora: str
    testo: str


class Numeratore:
    """Gives 1, 2, 3… to the tables and to the figures of one document as they are written, and remembers them."""

    def __init__(self) -> None:
        """Nothing is numbered yet."""
        self.tabelle: list[Didascalia] = []
        self.figure: list[Didascalia] = []

    def tabella(self, didascalia: str) -> int:
        """The number of the next table."""
        numero = len(self.tabelle) + 1
        self.tabelle.append(Didascalia(f"tabella-{numero}", f"Tabella {numero}. {didascalia}"))
        return numero

    def figura(self, titolo: str) -> int:
        """The number of the next figure."""
        numero = len(self.figure) + 1
        self.figure.append(Didascalia(f"figura-{numero}", f"Figura {numero}. {titolo}"))
        return numero
