"""A file that came back signed: which stored version it contains, if any."""

from piano.models import Piano, Versione
from piano.verifica.busta import BustaIllegibile, open_envelopes


def find_signed(piano: Piano, contenuto: bytes) -> Versione | None:
    """The version whose PDF the file begins with, out of its envelopes: a signature adds to it and changes nothing."""
    try:
        dentro, _ = open_envelopes(contenuto)
    except BustaIllegibile:
        return None
    versioni = Versione.objects.for_system().filter(piano=piano).defer("contenuto", "html").order_by("-numero")
    return next((v for v in versioni if (pdf := bytes(v.pdf)) and dentro.startswith(pdf)), None)
