"""What htmx is answered when the answer is not a piece of the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class RichiestaHtmx(HttpRequest):
    """A request that went through django-htmx's middleware."""

    htmx: HtmxDetails


class FrammentiMiddleware:
    """A redirect moves the whole page, or the login page of an expired session would land inside a fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's protocol."""
        self.get_response = get_response

    def __call__(self, request: RichiestaHtmx) -> HttpResponse:
        """Who asks is read first: a confirmed act is replayed with the headers of its own request."""
        frammento = bool(request.htmx)
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])  # else the back button may show a fragment as a page
        if not frammento or not isinstance(response, HttpResponseRedirect):
            return response
        spostamento = HttpResponseClientRedirect(response.url)
        spostamento.cookies = response.cookies  # the messages travel there
        return spostamento
