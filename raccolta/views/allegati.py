"""The page of the files that go with a scheda."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.allegati import FileNonAmmesso
from enti.incarichi import Richiesta
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, find_writer, look_at, require_writer
from raccolta.documenti import attach, detach, find_documents, why_not
from raccolta.forms.domande import AllegatoForm
from raccolta.models import Documento
from raccolta.views.scheda import frame

CIFRE: Final = 19
"""As many as a key may have."""


@require_http_methods(["GET", "HEAD", "POST"])
def allegati(request: Richiesta, scheda: int) -> HttpResponse:
    """The files of a scheda: one is added, or taken away."""
    trovata = find_scheda(request, scheda)
    if request.method != "POST":
        return _show(request, trovata, AllegatoForm())
    if togli := request.POST.get("togli"):
        return _take_away(request, trovata, togli)
    chi, form = require_writer(request, trovata), AllegatoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, trovata, form, status=422)
    try:
        attach(trovata, by=chi, quando=timezone.now(), **form.meant())
    except FileNonAmmesso as errore:
        form.add_error("file", str(errore))
        return _show(request, trovata, form, status=422)
    messages.success(request, f"Allegato aggiunto: {form.cleaned_data['file'].name}")
    return redirect("raccolta:allegati", trovata.pk)


def _show(request: Richiesta, scheda: Scheda, form: AllegatoForm, status: int = 200) -> HttpResponse:
    chi, situazione = find_writer(request, scheda), look_at(request, scheda, timezone.now())
    contesto = frame(
        scheda, form=form, documenti=find_documents(request, scheda), perche_no=why_not(scheda, situazione, chi)
    )
    return render(request, "raccolta/allegati.html", contesto, status=status)


def _take_away(request: Richiesta, scheda: Scheda, chiave: str) -> HttpResponse:
    """404 for a file that is not of this scheda; one that has just gone is gone."""
    documenti = Documento.objects.visible_to(request.incarichi).filter(scheda=scheda)
    documento = get_object_or_404(documenti, pk=int(chiave) if chiave.isdecimal() and len(chiave) < CIFRE else 0)
    detach(documento, by=require_writer(request, scheda), quando=timezone.now())
    messages.success(request, "Allegato tolto.")
    return redirect("raccolta:allegati", scheda.pk)
