"""The hidden sheet of a workbook: whose it is, of which year, at which version; sealed, for who edits it by hand."""

from typing import Any, Final

from django.core import signing
from msgspec import Struct

from patrimonio.models import Scheda

FOGLIO: Final = "_pianocasa"
FORMATO: Final = 1
_SALE: Final = "raccolta.fogli"


class FoglioRifiutato(ValueError):
    """A workbook of which nothing is kept; its message is the sentence for who sent it."""


class Chiave(Struct, frozen=True):
    """``versione`` is that of the scheda when the workbook was written."""

    formato: int
    scheda: int
    ente: str
    anno: int
    versione: int


def seal_key(scheda: Scheda) -> str:
    """The key of the workbook of a scheda, as one text."""
    chiave = {"f": FORMATO, "s": scheda.pk, "e": scheda.ente_id or "", "a": scheda.ricognizione.anno}
    return signing.dumps({**chiave, "v": scheda.versione}, salt=_SALE)


def open_key(testo: str) -> Chiave:
    """Raises FoglioRifiutato where the key is not one of ours."""
    try:
        letta: Any = signing.loads(testo, salt=_SALE)
    except signing.BadSignature as errore:
        raise FoglioRifiutato(
            "Il foglio nascosto del file è stato cambiato: va scaricato di nuovo il foglio, e vi si riportano i valori."
        ) from errore
    return Chiave(letta["f"], letta["s"], letta["e"], letta["a"], letta["v"])


def check_key(chiave: Chiave, scheda: Scheda) -> None:
    """That the workbook is of this scheda, and of a form that is still read; raises FoglioRifiutato."""
    if chiave.formato != FORMATO:
        raise FoglioRifiutato("Il file è di una versione vecchia del foglio: va scaricato di nuovo.")
    if chiave.anno != scheda.ricognizione.anno:
        raise FoglioRifiutato(
            f"Il file è del {chiave.anno}, questa scheda è del {scheda.ricognizione.anno}: va scelto il file giusto."
        )
    if chiave.scheda != scheda.pk:
        raise FoglioRifiutato("Il file è della scheda di un altro ente: va scelto il file di questo.")
