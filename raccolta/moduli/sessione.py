"""What was typed when the session ended: kept aside under its address while the person logs in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.cache import patch_cache_control

Vista: TypeAlias = Callable[..., HttpResponseBase]

CHIAVE: Final = "testo_sospeso"
MASSIMO: Final = 200_000
"""The longest page that is kept, in bytes; one for each session, the last one."""

DI_CHI: Final = "di-chi"
"""The hidden field that says to whom a page was given: what is typed there is theirs, whoever logs in next."""


def keeps_typed(vista: Vista) -> Vista:
    """For a page with a long form: who is not logged in goes to the login, and what was sent is not lost."""

    @login_not_required
    @wraps(vista)
    def interna(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            risposta = vista(request, *args, **kwargs)
            patch_cache_control(risposta, private=True, no_cache=True)  # with no-store «back» would lose what was typed
            return risposta
        if request.method == "POST":
            _put_aside(request)
        return redirect_to_login(request.path)

    return interna


def _put_aside(request: HttpRequest) -> None:
    """The text goes where the session is, without the token that protected its form."""
    inviati = request.POST.copy()
    inviati.pop("csrfmiddlewaretoken", None)
    di_chi = _read_owner(inviati.get(DI_CHI, ""))
    corpo = inviati.urlencode()
    if di_chi and len(corpo) <= MASSIMO:
        request.session[CHIAVE] = {"pagina": request.path, "corpo": corpo, "di": di_chi}


def sign_owner(request: HttpRequest) -> str:
    """What a page says in its hidden field of who is reading it: nobody else can write it."""
    return signing.dumps(request.user.pk, salt=CHIAVE)


def _read_owner(firmato: str) -> int | None:
    try:
        di_chi: int = signing.loads(firmato, salt=CHIAVE)
    except signing.BadSignature:  # a page that was never given: nothing of it is kept
        return None
    return di_chi


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was put aside for this page, once, for who wrote it; another page's text is left for it."""
    sospeso = request.session.get(CHIAVE)
    if not isinstance(sospeso, dict):
        return None
    suo = sospeso.get("di") == request.user.pk
    if suo and sospeso.get("pagina") != request.path:
        return None
    del request.session[CHIAVE]
    return QueryDict(sospeso["corpo"]) if suo else None
