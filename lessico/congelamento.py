"""Freezing: a value becomes canonical bytes, the bytes become a value again, and the bytes have a fingerprint."""

import hashlib
from typing import TypeVar

import msgspec

T = TypeVar("T")


class ContenutoIllegibile(ValueError):
    """Frozen bytes that do not have the shape they should."""


def freeze(valore: object) -> bytes:
    """Canonical JSON in UTF-8: keys sorted, no spaces, Decimals as text; the same value gives the same bytes."""
    return msgspec.json.encode(valore, order="sorted")


def thaw(contenuto: bytes, tipo: type[T]) -> T:
    """The value that was frozen; raises ContenutoIllegibile when the bytes are not of that type."""
    try:
        return msgspec.json.decode(contenuto, type=tipo)
    except (msgspec.ValidationError, msgspec.DecodeError) as errore:
        raise ContenutoIllegibile(f"Il contenuto congelato non si legge come {tipo.__name__}: {errore}.") from errore


def fingerprint(contenuto: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal: 64 characters."""
    return hashlib.sha256(contenuto).hexdigest()
