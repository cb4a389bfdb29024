"""The page from which the capofila takes the archive of a plan away; who took it is in the registro."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from enti.permessi import Azione
from piano.archivio.consegna import hand_over
from piano.archivio.modelli import FUORI, model_of
from piano.models import Piano
from raccolta.accesso import find_ricognizione


@require_http_methods(["GET", "HEAD", "POST"])
def archivio(request: Richiesta, ambito: str, anno: int) -> HttpResponseBase:
    """What is in it and what is not; then the file."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.ARCHIVIO)
    piani = Piano.objects.visible_to(request.incarichi).select_related("ricognizione__ambito")
    piano = get_object_or_404(piani, ricognizione=ricognizione)
    if request.method == "POST":
        file, _ = hand_over(piano, by=incarico, quando=timezone.now())
        return FileResponse(file, as_attachment=True, filename=f"archivio-{ambito}-{anno}.zip")
    return _show(request, piano)


def _show(request: Richiesta, piano: Piano) -> HttpResponse:
    ricognizione = piano.ricognizione
    contesto = {
        "ricognizione": ricognizione,
        "ambito": ricognizione.ambito,
        "versioni": piano.versioni.count(),
        "fuori": [(model_of(modello)._meta.verbose_name_plural, perche) for modello, perche in FUORI.items()],
    }
    return render(request, "piano/archivio.html", contesto)
