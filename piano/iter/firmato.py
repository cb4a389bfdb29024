"""A file that came back signed: which stored version it contains, if any."""

import base64
import binascii

from piano.models import Piano, Versione


def find_signed(piano: Piano, contenuto: bytes) -> Versione | None:
    """The version whose PDF is inside the file, the last one first: a signature adds to it and changes nothing."""
    dentro = _decode(contenuto)
    for versione in Versione.objects.for_system().filter(piano=piano).defer("contenuto", "html").order_by("-numero"):
        if (pdf := bytes(versione.pdf)) and pdf in dentro:
            return versione
    return None


def _decode(contenuto: bytes) -> bytes:
    """The bytes of a P7M written in base64, with or without its header; others as they are."""
    righe = [riga for riga in contenuto.split() if not riga.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(righe), validate=True)
    except (binascii.Error, ValueError):
        return contenuto
