"""The page that asks for the name of who has none."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from enti.forms.nome import NomeForm
from enti.incarichi import Richiesta
from enti.nome import SCRIVANIA, give_name


@require_http_methods(["GET", "HEAD", "POST"])
def nome(request: Richiesta) -> HttpResponse:
    """Asked once: who has a name keeps the one that the acts already bear."""
    dopo = request.GET.get("next", SCRIVANIA)
    sicuro = url_has_allowed_host_and_scheme(dopo, {request.get_host()}, require_https=request.is_secure())
    poi = dopo if sicuro else SCRIVANIA
    if request.user.ha_nome:
        return redirect(poi)
    form = NomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_name(request.user, **form.cleaned_data)
        return redirect(poi)
    return render(request, "enti/nome.html", {"form": form}, status=422 if form.errors else 200)
