"""What a file would do to a register: which dwellings are new, which change and how, which are not in the file."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec import Struct

from patrimonio.alloggi.regole import CON_LO_STATO
from patrimonio.alloggi.servizi import write_field
from patrimonio.models import UnitaAbitativa
from raccolta.alloggi.campi import PER_CODICE
from raccolta.alloggi.esame import Esame, encode

LETTI: Final = 5_000
"""The dwellings of the register that are looked at at a time."""
_DECIMALI: Final = {"superficie_utile", "costo_lavori"}
_GIORNI: Final = {"fine_lavori"}

decode: Final = msgspec.msgpack.Decoder().decode


class Confronto(Struct, frozen=True):
    """``cambiate``: code → what the register says and what it will, packed in the order of ``campi``.

    ``campi``: those of the file, and those that the state of a dwelling may take away. ``mancanti``: codes.
    """

    campi: tuple[str, ...]
    nuove: tuple[str, ...]
    cambiate: Mapping[str, tuple[bytes, bytes]]
    uguali: int
    mancanti: tuple[str, ...]


def compare(ente: str, esame: Esame) -> Confronto:
    """One pass over the register of an ente; only the fields that the file has are compared."""
    cambiate: dict[str, tuple[bytes, bytes]] = {}
    mancanti: list[str] = []
    uguali, presenti, quanti = 0, set[str](), len(esame.campi)
    campi = (*esame.campi, *(campo for campo in CON_LO_STATO if campo not in esame.campi))
    righe = UnitaAbitativa.objects.for_system().filter(ente=ente).order_by("codice").values_list(*campi)
    for valori in righe.iterator(chunk_size=LETTI):
        codice, letta = valori[0], esame.righe.get(valori[0])
        if letta is None:
            mancanti.extend([codice] if codice not in esame.scartati else ())
            continue
        presenti.add(codice)
        if letta[1] == encode(valori[:quanti]):
            uguali += 1
        else:
            cambiate[codice] = encode(valori), _complete(campi, letta[1], valori[quanti:])
    nuove = tuple(codice for codice in esame.righe if codice not in presenti)
    return Confronto(campi, nuove, cambiate, uguali, tuple(mancanti))


def _complete(campi: Sequence[str], scritta: bytes, altri: Sequence[Any]) -> bytes:
    """What the file says, then what the register has of other fields, as far as the new state allows it."""
    letti = decode(scritta)
    stato = letti[campi.index("stato")]
    restano = [
        valore if stato in CON_LO_STATO[campo][0] else PER_CODICE[campo].vuoto
        for campo, valore in zip(campi[len(letti) :], altri, strict=True)
    ]
    return encode([*letti, *restano])


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
