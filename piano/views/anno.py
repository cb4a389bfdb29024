"""Pages of the year: making it from the one before, undoing it while it is empty."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.accesso import find_ambito
from enti.incarichi import Richiesta
from enti.permessi import Azione
from lessico import italiano
from piano.anno import create, last_survey, propose, reasons_to_keep, undo
from piano.forms import AnnoForm
from raccolta.accesso import find_ricognizione


@require_http_methods(["GET", "POST"])
def nuovo_anno(request: Richiesta, ambito: str) -> HttpResponse:
    """What the new year will hold; then it is made. The form names its year: a second click finds it made."""
    trovato, incarico = find_ambito(request, ambito, Azione.RICOGNIZIONE)
    ultima, adesso = last_survey(trovato), timezone.now()
    atteso = ultima.anno + 1 if ultima else adesso.year + 1
    form = AnnoForm(request.POST or None, initial={"anno": atteso})
    if form.is_valid():
        ricognizione = create(propose(trovato, form.cleaned_data["anno"]), by=incarico, quando=adesso)
        messages.success(request, f"L’anno {ricognizione.anno} è pronto. Ora si apre la raccolta, con una finestra.")
        return redirect("raccolta:cruscotto", ambito=ambito, anno=ricognizione.anno)
    contesto = {"ambito": trovato, "form": form, "proposta": propose(trovato, atteso), "primo": ultima is None}
    return render(request, "piano/nuovo_anno.html", contesto, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def annulla_anno(request: Richiesta, ambito: str, anno: int) -> HttpResponse:
    """Asks to confirm, then undoes a year in which nobody has written."""
    ricognizione, incarico = find_ricognizione(request, ambito, anno, Azione.RICOGNIZIONE)
    if request.method == "POST":
        undo(ricognizione, by=incarico, quando=timezone.now())
        messages.success(request, f"L’anno {anno} è annullato.")
        return redirect("piano:scrivania")
    motivi = italiano.elenco(reasons_to_keep(ricognizione))
    contesto = {"ambito": ricognizione.ambito, "ricognizione": ricognizione, "motivi": motivi}
    return render(request, "piano/nuovo_anno_annulla.html", contesto)
