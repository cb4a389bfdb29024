"""The download of a file that somebody attached."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from enti.models import Allegato


@require_safe
def allegato(request: Richiesta, allegato: int) -> HttpResponse:
    """The file, always to be saved and never shown: it comes from somebody else."""
    trovato = get_object_or_404(Allegato.objects.visible_to(request.incarichi), pk=allegato)
    intestazioni = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=trovato.nome) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(trovato.contenuto), content_type=trovato.tipo, headers=intestazioni)
