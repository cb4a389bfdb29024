"""The running numbers of tables in a document."""


class Numeratore:
    """Gives 1, 2, 3… to the tables of one document as they are written."""

    def __init__(self) -> None:
        """Nothing is numbered yet."""
        self.tabelle = 0

    def tabella(self) -> int:
        """The number of the next table."""
        self.tabelle += 1
        return self.tabelle
