"""The key of a workbook: whose it is, of which year, at which version; sealed, for who edits it by hand."""

import re
from collections.abc import Collection
from typing import Any, Final

from django.core import signing
from msgspec import Struct

from patrimonio.models import Scheda

FOGLIO: Final = "_pianocasa"
FORMATO: Final = 2
_FIRMA: Final = signing.Signer(salt="raccolta.fogli")  # with no time in it: the same scheda has the same seal
_FORMA: Final = re.compile(r"[\w-]+:[\w-]+")
_CAMBIATA: Final = (
    "Il foglio nascosto del file, o la prima colonna di un quadro, è stato cambiato: va scaricato di nuovo il foglio, "
    "e vi si riportano i valori."
)


class FoglioRifiutato(ValueError):
    """A workbook of which nothing is kept; its message is the sentence for who sent it."""


class Chiave(Struct, frozen=True):
    """``versione`` is that of the scheda when the workbook was written."""

    formato: int
    scheda: int
    ente: str
    ambito: str
    anno: int
    versione: int


def seal_key(scheda: Scheda) -> str:
    """The key of the workbook of a scheda, as one text."""
    chiave = {"f": FORMATO, "s": scheda.pk, "e": scheda.ente_id or "", "o": scheda.ricognizione.ambito.slug}
    chiave |= {"a": scheda.ricognizione.anno, "v": scheda.versione}
    return _FIRMA.sign_object(chiave)


def looks_sealed(testo: object) -> bool:
    """Whether a text has the form of a key, whatever its seal."""
    return isinstance(testo, str) and bool(_FORMA.fullmatch(testo.strip()))


def open_key(testo: str) -> Chiave:
    """Raises FoglioRifiutato where the key is not one of ours, or is of a form that is not read any more."""
    try:
        letta: Any = _FIRMA.unsign_object(testo.strip())
    except signing.BadSignature as errore:
        raise FoglioRifiutato(_CAMBIATA) from errore
    if letta.get("f") != FORMATO:
        raise FoglioRifiutato("Il file è di una versione vecchia del foglio: va scaricato di nuovo.")
    return Chiave(letta["f"], letta["s"], letta["e"], letta["o"], letta["a"], letta["v"])


def describe_key(scheda: Scheda) -> tuple[str, ...]:
    """What the hidden sheet says for people: ente, ambito, year, version."""
    ricognizione = scheda.ricognizione
    return (scheda.ente_id or "ambito", ricognizione.ambito.slug, str(ricognizione.anno), str(scheda.versione))


def check_description(chiave: Chiave, detto: Collection[str]) -> None:
    """That what is said for people is what is sealed; raises FoglioRifiutato."""
    vero = (chiave.ente or "ambito", chiave.ambito, str(chiave.anno), str(chiave.versione))
    if tuple(detto) != vero:
        raise FoglioRifiutato(_CAMBIATA)


def check_key(chiave: Chiave, schede: Collection[Scheda]) -> None:
    """That the workbook is of one of these schede; raises FoglioRifiutato, which says of what it is instead."""
    if any(chiave.scheda == scheda.pk and chiave.versione <= scheda.versione for scheda in schede):
        return
    anni, enti = {s.ricognizione.anno for s in schede}, {s.ente_id or "" for s in schede}
    if chiave.anno not in anni:
        qui = ", ".join(map(str, sorted(anni)))
        raise FoglioRifiutato(f"Il file è del {chiave.anno}, questa scheda è del {qui}: va scelto il file giusto.")
    if chiave.ente not in enti:
        raise FoglioRifiutato("Il file è della scheda di un altro ente: va scelto il file di questo.")
    raise FoglioRifiutato(
        "Il file è della stessa annata, ma di un’altra scheda: va riportato dalla pagina da cui è stato scaricato."
    )
