"""The pages that no house owns."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def conto(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is, and the doors to what one may change."""
    return render(request, "pianocasa/conto.html", {"secondo_fattore": is_mfa_enabled(request.user)})
