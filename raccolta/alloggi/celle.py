"""What one cell of a file of dwellings says: a value, or the sentence that says why it is none. Pure functions."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from patrimonio.alloggi.regole import NEGATIVO, PERSONA, names_a_person, tell_limit
from raccolta.fogli.formule import ERRORE, ERRORI, FRASI

Lettura = Callable[[Any], Any]
"""From a cell, never empty, to a value; raises CellaErrata."""

CENTESIMO: Final = Decimal("0.01")
_MIGLIAIA: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_CIFRE: Final = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)
_ERRORI: Final = {*ERRORI, *ERRORI.values()}
_SPAZI: Final = re.compile(r"\s+")
_NON_STAMPABILI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_GIORNO: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class CellaErrata(ValueError):
    """Why a cell holds no value; the same sentence for all the cells that are wrong in the same way."""


def to_text(valore: Any) -> str:
    """A cell as a person would have typed it, with no space too many."""
    if isinstance(valore, str):
        return _SPAZI.sub(" ", valore).strip()  # a non-breaking space is a space
    if isinstance(valore, float):
        return str(int(valore)) if valore.is_integer() else repr(valore).replace(".", ",")
    if isinstance(valore, list):
        return valore[0] if is_broken(valore) else f"{date.fromisoformat(valore[0]):%d/%m/%Y}"
    return str(valore)


def is_broken(valore: Any) -> bool:
    """Whether it is a cell of which the value is not known."""
    return isinstance(valore, list) and len(valore) > 1


def why_broken(valore: Any) -> str:
    """The sentence that says why the value of a cell is not known; nothing where it is. Errors may come as texts."""
    if is_broken(valore):
        return FRASI[valore[1]]
    return FRASI[ERRORE] if isinstance(valore, str) and valore[:1] == "#" and valore.strip() in _ERRORI else ""


def simplify(testo: str) -> str:
    """What is left when the spelling does not count: «Cod. Alloggio» and «cod_alloggio» are one."""
    senza = "".join(c for c in unicodedata.normalize("NFKD", testo) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", senza.casefold()))


def text(massimo: int) -> Lettura:
    """A short text, in which nobody is named."""

    def read(cella: Any) -> str:
        if isinstance(cella, list):
            raise CellaErrata("C’è una data dove serve un testo: la casella va formattata come testo, e riscritta.")
        testo = to_text(cella)
        if len(testo) > massimo:
            raise CellaErrata(f"Il testo è troppo lungo: al massimo {massimo} caratteri.")
        if _NON_STAMPABILI.search(testo):
            raise CellaErrata("Ci sono caratteri che non si possono scrivere: va ricopiato il testo.")
        if names_a_person(testo):
            raise CellaErrata(PERSONA)
        return testo

    return read


def number(massimo: int) -> Lettura:
    """A number with two decimals, from zero to ``massimo``; written as in Italy, or as a machine writes it."""

    def read(cella: Any) -> Decimal:
        if isinstance(cella, list):
            raise CellaErrata("C’è una data dove serve un numero: il foglio l’ha cambiato da sé, e va riscritto.")
        valore = Decimal(repr(cella)) if isinstance(cella, int | float) else _read_decimal(to_text(cella))
        if valore < 0:
            raise CellaErrata(NEGATIVO)
        if valore > massimo:
            raise CellaErrata(tell_limit(massimo))
        return valore.quantize(CENTESIMO)

    return read


def _read_decimal(testo: str) -> Decimal:
    """«1.475» is one thousand and more; «85.5» and «85,50» are eighty-five and a half."""
    pulito = testo.removeprefix("€").removesuffix("€").removesuffix("mq").removesuffix("m²").replace(" ", "")
    if "," in pulito or _MIGLIAIA.fullmatch(pulito):
        pulito = pulito.replace(".", "").replace(",", ".")
    if not _CIFRE.fullmatch(pulito):
        raise CellaErrata("Non è un numero: si scrive 85,50 oppure 1.475.")
    return Decimal(pulito)


def whole(massimo: int) -> Lettura:
    """A whole number."""
    leggi = number(massimo)

    def read(cella: Any) -> int:
        valore: Decimal = leggi(cella)
        if valore % 1:
            raise CellaErrata("Non è un numero intero.")
        return int(valore)

    return read


def day(cella: Any) -> date:
    """A day, as a spreadsheet keeps it or as it is written: 31/10/2026."""
    if isinstance(cella, list):
        return date.fromisoformat(cella[0])
    testo = to_text(cella)
    try:
        if trovato := _GIORNO.fullmatch(testo):
            return date(int(trovato[3]), int(trovato[2]), int(trovato[1]))
        return date.fromisoformat(testo)
    except ValueError:
        raise CellaErrata("Non è una data: si scrive 31/10/2026.") from None


def choice(nomi: Mapping[str, str], ammessi: str) -> Lettura:
    """One of a few words, however it is spelt. ``nomi``: simplified word → value; ``ammessi``: said to who errs."""

    def read(cella: Any) -> str:
        trovato = nomi.get(simplify(to_text(cella)))
        if trovato is None:
            raise CellaErrata(f"Non è uno dei valori ammessi: {ammessi}.")
        return trovato

    return read


_SI: Final = {"si", "s", "vero", "true", "1", "x", "presente", "con ascensore"}
_NO: Final = {"no", "n", "falso", "false", "0", "assente", "senza ascensore"}


def yes_or_no(cella: Any) -> bool:
    """«Sì» or «no», in the many ways in which they are written."""
    detto = simplify(to_text(cella))
    if detto in _SI or detto in _NO:
        return detto in _SI
    raise CellaErrata("Si scrive «sì» oppure «no».")
