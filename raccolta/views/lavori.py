"""A job in the background: how far it has gone, how to stop it, what to do if nobody is doing it."""

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from raccolta.alloggi.accesso import require_keeper
from raccolta.alloggi.lavori import cancel, execute, is_interrupted, repeat
from raccolta.alloggi.modelli import Lavoro, StatoLavoro, TipoLavoro

PAZIENZA: Final = timedelta(seconds=8)
"""After so long a job that nobody has begun has nobody to do it."""


@require_http_methods(["GET", "HEAD", "POST"])
def lavoro(request: Richiesta, lavoro: int) -> HttpResponse:
    """Real progress, with and without JavaScript; once it is done, what came of it."""
    lavori = Lavoro.objects.visible_to(request.incarichi).select_related("importazione__ente")
    trovato = get_object_or_404(lavori.defer("importazione__contenuto", "importazione__assaggi"), pk=lavoro)
    by, adesso = require_keeper(request, trovato.importazione.ente), timezone.now()
    if request.method == "POST":
        return _act(request, trovato)
    if trovato.stato == StatoLavoro.FINITO:
        return redirect("raccolta:importazione_detail", trovato.importazione_id)
    interrotto = is_interrupted(trovato, adesso)
    contesto = {
        "lavoro": trovato,
        "importazione": trovato.importazione,
        "by": by,
        "interrotto": interrotto,
        "fermo": trovato.stato == StatoLavoro.ATTESA and adesso - trovato.chiesto_il > PAZIENZA,
        "in_moto": trovato.stato in (StatoLavoro.ATTESA, StatoLavoro.CORSO) and not interrotto,
        "scrive": trovato.tipo == TipoLavoro.SCRITTURA,
    }
    frammento = getattr(request, "htmx", False)
    return render(request, "raccolta/alloggi/_lavoro.html" if frammento else "raccolta/alloggi/lavoro.html", contesto)


def _act(request: Richiesta, trovato: Lavoro) -> HttpResponse:
    """Stop it, do it here and now, or do it again."""
    by, azione = require_keeper(request, trovato.importazione.ente), request.POST.get("azione")
    if azione == "annulla":
        cancel(trovato)
    elif azione == "esegui":
        execute(trovato.pk)
    elif azione == "ripeti" and (_is_over(trovato) or is_interrupted(trovato, timezone.now())):
        intero = Lavoro.objects.visible_to(request.incarichi).select_related("importazione").get(pk=trovato.pk)
        return redirect("raccolta:lavoro", repeat(intero, by=by, quando=timezone.now()).pk)
    return redirect("raccolta:lavoro", trovato.pk)


def _is_over(lavoro: Lavoro) -> bool:
    return lavoro.stato in (StatoLavoro.ANNULLATO, StatoLavoro.FALLITO)
