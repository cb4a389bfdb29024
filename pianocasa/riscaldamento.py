"""What a server does before it takes the first request: what it will need is loaded, so that nobody waits for it."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.template.loader import get_template

MODELLI: Final = ("piano/pubblicazione/piano.html", "piano/pubblicazione/dati.html", "piano/pubblicazione/ambito.html")
"""The pages that anybody may open first."""
POCHI: Final = 4
"""Plans that are asked for: among the first there is a published one."""
_PIANO: Final = re.compile(r'href="(/piani/[\w-]+/\d+/)"')
Applicazione = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm_up(application: Applicazione) -> None:
    """Ask for the home, and for the plans it names first, from inside: what their pages are made with is then ready."""
    home = ask(application, "/")
    for modello in MODELLI:
        get_template(modello)
    for percorso in list(dict.fromkeys(_PIANO.findall(home)))[:POCHI]:
        ask(application, percorso)


def ask(application: Applicazione, percorso: str) -> str:
    """The page at an address, as who has no cookie receives it."""
    domanda: dict[str, Any] = {"PATH_INFO": percorso, "HTTP_HOST": _host(), "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(domanda)
    risposta = application(domanda, lambda *_: None)
    try:
        return b"".join(risposta).decode(errors="replace")
    finally:
        if close := getattr(risposta, "close", None):
            close()


def _host() -> str:
    """A name under which the site answers."""
    nomi = [nome.lstrip(".") for nome in settings.ALLOWED_HOSTS if nome != "*"]
    return nomi[0] if nomi else "localhost"
