"""The receipt of a certification, to be downloaded."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from piano.errori import DocumentoNonValido
from piano.ricevuta import INTORNO, build_receipt, render_receipt
from raccolta.accesso import find_scheda
from raccolta.models import Certificazione


@require_safe
def ricevuta(request: Richiesta, scheda: int, numero: int) -> HttpResponse:
    """The PDF. Raises AttoNonConsentito when the scheda holds what cannot be printed."""
    certificazioni = Certificazione.objects.visible_to(request.incarichi).filter(scheda=find_scheda(request, scheda))
    scritta = build_receipt(get_object_or_404(certificazioni.select_related(*INTORNO), numero=numero))
    try:
        contenuto = render_receipt(scritta)
    except DocumentoNonValido as errore:
        raise AttoNonConsentito(f"La ricevuta non si può stampare. {errore}") from errore
    nome = f"ricevuta-{scritta.nome_file}.pdf"
    return HttpResponse(
        contenuto, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{nome}"'}
    )
