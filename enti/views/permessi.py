"""The page of the permissions: the table that decides, as it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enti.models.utente import Ruolo
from enti.permessi import PERMESSI


@require_safe
def permessi(request: HttpRequest) -> HttpResponse:
    """Role by action, for every user."""
    righe = [
        {"nome": permesso.nome, "celle": [{"ruolo": r.label, "parola": permesso.word_for(r)} for r in Ruolo]}
        for permesso in PERMESSI
    ]
    return render(request, "enti/permessi.html", {"righe": righe, "ruoli": [ruolo.label for ruolo in Ruolo]})
