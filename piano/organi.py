"""Articles of the bodies and of the senders, whose names are free text: «l’Assemblea dei Sindaci», «dai Comuni»."""

from typing import Final

from lessico import italiano

_VOCALI: Final = "aeiouàèéìòù"
_CON_PREPOSIZIONE: Final = ("dal ", "dalla ", "dai ", "dagli ", "dalle ", "dall’", "da ")


def the_body(organo: str) -> str:
    """A body with its article: «l’Assemblea dei Sindaci», «la Giunta comunale», «il Consiglio comunale»."""
    nome = italiano.tipografico(organo)
    prima = nome.partition(" ")[0].casefold()
    if prima[:1] in _VOCALI:
        return f"l’{nome}"
    return f"la {nome}" if prima.endswith(("a", "ione")) else f"il {nome}"


def to_the_body(organo: str) -> str:
    """To a body: «all’Assemblea dei Sindaci», «alla Giunta comunale», «al Consiglio comunale»."""
    con_articolo = the_body(organo)
    return f"al {con_articolo[3:]}" if con_articolo.startswith("il ") else f"al{con_articolo}"


def by_senders(mittenti: str) -> str:
    """By senders whose ente is not known: «dai Comuni», «dagli enti», «da Regione Lombardia»."""
    nome = italiano.tipografico(mittenti.strip())
    if not nome:
        return "da mittenti non indicati"
    if nome.casefold().startswith(_CON_PREPOSIZIONE):
        return nome
    if nome.partition(" ")[0].casefold().endswith("i"):
        return f"dagli {nome}" if nome[0].casefold() in _VOCALI else f"dai {nome}"
    return f"da {nome}"
