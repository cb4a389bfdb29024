"""What a file would do to a register: which dwellings are new, which change and how, which are not in the file."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec import Struct

from patrimonio.alloggi.servizi import write_field
from patrimonio.models import UnitaAbitativa
from raccolta.alloggi.esame import Esame, encode

LETTI: Final = 5_000
"""The dwellings of the register that are looked at at a time."""
_DECIMALI: Final = {"superficie_utile", "costo_lavori"}
_GIORNI: Final = {"fine_lavori"}

decode: Final = msgspec.msgpack.Decoder().decode


class Confronto(Struct, frozen=True):
    """``cambiate``: code → what the register says, packed as the file's row is; ``mancanti``: codes."""

    nuove: tuple[str, ...]
    cambiate: Mapping[str, bytes]
    uguali: int
    mancanti: tuple[str, ...]


def compare(ente: str, esame: Esame) -> Confronto:
    """One pass over the register of an ente; only the fields that the file has are compared."""
    cambiate: dict[str, bytes] = {}
    mancanti: list[str] = []
    uguali, presenti = 0, set[str]()
    righe = UnitaAbitativa.objects.for_system().filter(ente=ente).order_by("codice").values_list(*esame.campi)
    for valori in righe.iterator(chunk_size=LETTI):
        codice, scritta = valori[0], encode(valori)
        letta = esame.righe.get(codice)
        if letta is None:
            mancanti.extend([codice] if codice not in esame.scartati else ())
            continue
        presenti.add(codice)
        if letta[1] == scritta:
            uguali += 1
        else:
            cambiate[codice] = scritta
    nuove = tuple(codice for codice in esame.righe if codice not in presenti)
    return Confronto(nuove, cambiate, uguali, tuple(mancanti))


def unpack(campi: Sequence[str], scritta: bytes) -> list[Any]:
    """The values of a row, as the model keeps them."""
    return [_thaw(campo, valore) for campo, valore in zip(campi, decode(scritta), strict=True)]


def _thaw(campo: str, valore: Any) -> Any:
    if valore is None:
        return None
    if campo in _DECIMALI:
        return Decimal(valore)
    return date.fromisoformat(valore) if campo in _GIORNI else valore


def changes_of(campi: Sequence[str], prima: bytes, dopo: bytes) -> dict[str, list[str]]:
    """Field → what it was, what it will be, as texts."""
    trovati = zip(campi, unpack(campi, prima), unpack(campi, dopo), strict=True)
    return {campo: [write_field(da), write_field(a)] for campo, da, a in trovati if da != a}
