"""The catalogue of the rules: what is checked before a certification and before a plan, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.regime import load_register
from enti.tavole.consegna import hand_over, is_asked
from piano.catalogo import PESI, SLUG, TUTTE, Tema, build_catalogo, only
from piano.tavole.regole import rules_table
from raccolta.lettura.rilievi import GRAVITA


@login_not_required
@require_safe
def regole(request: HttpRequest) -> HttpResponseBase:
    """All the rules by theme, or those of one weight; the numbers of the law are those of today."""
    oggi, chiesto = timezone.localdate(), request.GET.get("peso", "")
    catalogo = build_catalogo(load_register(), oggi)
    if is_asked(request):
        return hand_over(request, rules_table(only(catalogo, chiesto), oggi))
    filtri = [(TUTTE, "Tutte", _count(catalogo))]
    filtri += [(slug, GRAVITA[peso], _count(only(catalogo, slug))) for slug, peso in SLUG.items()]
    contesto = {
        "temi": only(catalogo, chiesto),
        "filtri": filtri,
        "peso": chiesto if chiesto in SLUG else TUTTE,
        "pesi": [(peso.value, GRAVITA[peso], frase) for peso, frase in PESI.items()],
        "oggi": oggi,
    }
    return render(request, "piano/regole.html", contesto)


def _count(temi: tuple[Tema, ...]) -> int:
    return sum(len(tema.regole) for tema in temi)
