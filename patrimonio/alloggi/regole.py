"""What cannot be true of a dwelling, whoever writes it: the sentences beside the constraints of the database."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lessico import italiano
from patrimonio.models.alloggio import CON_LAVORI, StatoUnita

FISCALE: Final = re.compile(r"\b[A-Za-z]{6}\d{2}[A-EHLMPRSTa-ehlmprst]\d{2}[A-Za-z]\d{3}[A-Za-z]\b")
"""A codice fiscale, wherever it is in a text."""
PERSONA: Final = "C’è un codice fiscale: nel registro non entrano dati di persone."
"""Said of a text that is not repeated, not even to say where it is wrong."""

_FINE: Final = "La data di fine dei lavori va solo a un alloggio «In lavori»."
_COSTO: Final = "I lavori e il loro costo vanno solo a un alloggio «Da riparare» o «In lavori»."
CON_LO_STATO: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "fine_lavori": ((StatoUnita.LAVORI,), _FINE),
    "lavori": (CON_LAVORI, _COSTO),
    "costo_lavori": (CON_LAVORI, _COSTO),
}
"""Field → the states in which it may have a value, and what is said in the others."""

NEGATIVO: Final = "Il numero è negativo."
MASSIMI: Final[Mapping[str, int]] = {"superficie_utile": 2_000, "vani": 50, "costo_lavori": 50_000_000}
"""Field → the largest number that a dwelling may have."""


def contradictions(stato: str, value_of: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """The fields that cannot have the value that they have, each with its sentence; a cost of zero is none."""
    for campo, (ammessi, frase) in CON_LO_STATO.items():
        if value_of(campo) and stato not in ammessi:
            yield campo, frase


def names_a_person(valore: object) -> bool:
    """Whether a text has a codice fiscale in it."""
    return isinstance(valore, str) and FISCALE.search(valore) is not None


def excesses(value_of: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """The numbers that are too large, or below zero."""
    for campo, massimo in MASSIMI.items():
        valore = value_of(campo) or 0
        if not 0 <= valore <= massimo:
            yield campo, NEGATIVO if valore < 0 else tell_limit(massimo)


def tell_limit(massimo: int) -> str:
    """What is said of a number beyond the largest."""
    return f"Il numero è troppo grande: al massimo {italiano.numero(massimo)}. Il punto separa le migliaia."
