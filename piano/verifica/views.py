"""The page of verification, for anybody: a file, or an impronta, and which version it is. Nothing is kept."""

from typing import Final

from allauth.core.internal.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from piano.models import Versione
from piano.verifica.forms import MASSIMO, TROPPO_GRANDE, FileForm, ImprontaForm
from piano.verifica.parole import Risposta, answer
from piano.verifica.ricerca import verify_bytes, verify_digits

LIMITI: Final = {"verifica": "30/m/ip,300/h/ip"}
"""How many files and impronte are looked at from one address."""
INTORNO: Final = 64 * 1024
"""What a form adds around its file, in bytes."""


@login_not_required
@csrf_exempt  # it changes nothing: the size of what comes is looked at before any of it is read
@require_http_methods(["GET", "HEAD", "POST"])
def verifica(request: Richiesta) -> HttpResponse:
    """Who has not logged in is told of published versions, the others also of those they may see."""
    cercata = request.method != "POST" and "impronta" in request.GET
    if request.method != "POST" and not cercata:
        return _show(request, ImprontaForm(), FileForm())
    if not consume(request, app="piano", action="verifica", config=LIMITI, limit_get=True):
        troppe = "Sono arrivate troppe domande da qui: tra un minuto si può riprovare."
        return _show(request, ImprontaForm(), FileForm(), rifiuto=troppe, status=429)
    return _verify_digits(request) if cercata else _verify_file(request)


def _verify_digits(request: Richiesta) -> HttpResponse:
    form = ImprontaForm(request.GET)
    if not form.is_valid():
        return _show(request, form, FileForm(), status=422)
    esito = verify_digits(form.cleaned_data["impronta"], Versione.objects.visible_to(request.incarichi))
    return _show(request, form, FileForm(), risposta=answer(esito))


def _verify_file(request: Richiesta) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MASSIMO + INTORNO:
        return _show(request, ImprontaForm(), FileForm(), rifiuto=TROPPO_GRANDE, status=413)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, ImprontaForm(), form, status=422)
    esito = verify_bytes(form.cleaned_data["file"], Versione.objects.visible_to(request.incarichi))
    return _show(request, ImprontaForm(), FileForm(), risposta=answer(esito), nome=form.nome)


def _show(
    request: Richiesta,
    impronta: ImprontaForm,
    file: FileForm,
    *,
    risposta: Risposta | None = None,
    rifiuto: str = "",
    nome: str = "",
    status: int = 200,
) -> HttpResponse:
    contesto = {"impronta": impronta, "file": file, "risposta": risposta, "rifiuto": rifiuto, "nome": nome}
    return render(request, "piano/verifica.html", contesto, status=status)
