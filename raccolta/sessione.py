"""What was typed when the session ended: kept aside under its address while the person logs in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

Vista: TypeAlias = Callable[..., HttpResponseBase]

CHIAVE: Final = "testo_sospeso"
MASSIMO: Final = 200_000
"""The longest page that is kept, in bytes; one for each session, the last one."""


def keeps_typed(vista: Vista) -> Vista:
    """For a page with a long form: who is not logged in goes to the login, and what was sent is not lost."""

    @login_not_required
    @wraps(vista)
    def interna(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return vista(request, *args, **kwargs)
        if request.method == "POST":
            _put_aside(request)
        return redirect_to_login(request.path)

    return interna


def _put_aside(request: HttpRequest) -> None:
    """The text goes where the session is, without the token that protected its form."""
    inviati = request.POST.copy()
    inviati.pop("csrfmiddlewaretoken", None)
    corpo = inviati.urlencode()
    if inviati and len(corpo) <= MASSIMO:
        request.session[CHIAVE] = {"pagina": request.path, "corpo": corpo}


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was put aside for this page, once; another page's text is left for it."""
    sospeso = request.session.get(CHIAVE)
    if not isinstance(sospeso, dict) or sospeso.get("pagina") != request.path:
        return None
    del request.session[CHIAVE]
    return QueryDict(sospeso["corpo"])
