"""The parts of the key of a row, in the columns of a sheet: how each is written, and how it is read back."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from enti.nomi import simplify
from lessico import italiano
from lessico.cella import NON_RIPARTITA
from lessico.voce import Tabella
from patrimonio.models import Quando, TipoUnita
from raccolta.moduli.nuove import find_comune
from raccolta.moduli.righe import SENZA_COMUNE
from raccolta.moduli.sfondo import Sfondo

UBICAZIONE, NOME, NUMERO = "ubicazione_id", "slug", "ordine"
TITOLI: Final = {
    UBICAZIONE: "Comune",
    "gestore_id": "Chi li gestisce, se non il proprietario",
    "tipo": "Tipo",
    "quando": "Quando",
    "categoria": "Categoria",
    "avviso": "Avviso",
    NOME: "Nome breve",
    NUMERO: "Numero",
}
_LUNGHEZZA: Final = 60


def columns_of(tabella: Tabella) -> tuple[str, ...]:
    """The columns that say which row it is."""
    return tuple(parte.campo for parte in tabella.chiave)


def choices_of(campo: str, sfondo: Sfondo) -> Mapping[str, str]:
    """What a part may be: code → as it is read; nothing where it is free."""
    if campo == UBICAZIONE:
        return {**_typographic(sfondo.comuni), NON_RIPARTITA: SENZA_COMUNE}
    if campo in ("tipo", "quando"):
        return {str(codice): str(nome) for codice, nome in {"tipo": TipoUnita, "quando": Quando}[campo].choices}
    return _typographic({codice: nome or codice for codice, nome in sfondo.nomi.get(campo, {}).items()})


def _typographic(nomi: Mapping[str, str]) -> Mapping[str, str]:
    return {codice: italiano.tipografico(nome) for codice, nome in nomi.items()}


def say(campo: str, testo: str, sfondo: Sfondo) -> str:
    """A part of a key as a sheet shows it; nothing for what is not said."""
    if testo == NON_RIPARTITA:
        return SENZA_COMUNE if campo == UBICAZIONE else ""
    return {**sfondo.nomi.get(campo, {}), **choices_of(campo, sfondo)}.get(testo, testo)


def is_same(campo: str, testo: str, scritto: str, sfondo: Sfondo) -> bool:
    """Whether what is written is that part of the key; nothing written says nothing."""
    return not scritto or simplify(scritto) in (simplify(say(campo, testo, sfondo)), simplify(testo))


def read(campo: str, scritto: str, sfondo: Sfondo) -> str:
    """The code of what is written in a column of the key, nothing where nothing is; raises ValidationError."""
    if not scritto:
        return ""
    if campo == NOME:
        return slugify(scritto)[:_LUNGHEZZA].strip("-")
    cercato = simplify(scritto)
    for codice, nome in choices_of(campo, sfondo).items():
        if cercato and cercato in (simplify(nome), simplify(codice)):
            return codice
    if campo == UBICAZIONE:
        return find_comune(scritto)
    raise ValidationError(f"«{scritto[:40]}» non è tra quelli previsti: va preso dall’elenco.")
