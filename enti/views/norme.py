"""The register of the law: what is in force on a day, for anybody."""

from datetime import date
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.forms.norme import GiornoForm
from enti.normativa import read_register
from enti.regime import load_register
from enti.tavole.consegna import hand_over, is_asked
from enti.tavole.norme import law_table
from lessico.numeri import write_date

MOMENTI: Final = (
    (date(2018, 1, 1), "quando il regolamento comincia"),
    (date(2024, 1, 1), "prima delle modifiche del 2024 e del 2025"),
    (date(2026, 1, 1), "dopo quelle modifiche"),
)
"""The days worth comparing."""


@login_not_required
@require_safe
def norme(request: HttpRequest) -> HttpResponseBase:
    """Parameters and categories on a day; on today's where none is asked for."""
    oggi, contesto = timezone.localdate(), {"momenti": MOMENTI}
    form = GiornoForm({"al": request.GET.get("al", "").strip() or write_date(oggi)})
    if not form.is_valid():
        return render(request, "enti/norme.html", {**contesto, "form": form}, status=422)
    al = form.cleaned_data["al"]
    letto = read_register(load_register(), al)
    if is_asked(request):
        return hand_over(request, law_table(letto, al))
    form = GiornoForm(initial={"al": write_date(al)})
    return render(request, "enti/norme.html", {**contesto, "form": form, "al": al, "oggi": oggi, "registro": letto})
