"""The conversations on the values of a scheda."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.permessi import Azione
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, require_role
from raccolta.conduzione.conversazioni import ask, find_talker, read, read_conversations, reply, resolve
from raccolta.forms.domande import DomandaForm, RispostaForm
from raccolta.lettura.etichette import label_of, load_names
from raccolta.lettura.provenienza import exists
from raccolta.models import Conversazione
from raccolta.quadri import VOCI, is_asked
from raccolta.views.scheda import frame


@require_http_methods(["GET", "HEAD", "POST"])
def domande(request: Richiesta, scheda: int) -> HttpResponse:
    """The conversations of a scheda, the open ones first, and a new question."""
    trovata = find_scheda(request, scheda)
    oggetto = request.POST.get("oggetto") or request.GET.get("oggetto", "")
    scelte = _choices(trovata, oggetto)
    if request.method != "POST":
        return _show_all(request, trovata, DomandaForm(initial={"oggetto": oggetto}, scelte=scelte))
    chi, form = require_role(request, Azione.DOMANDA, trovata), DomandaForm(request.POST, scelte=scelte)
    if not form.is_valid():
        return _show_all(request, trovata, form, status=422)
    nuova = ask(trovata, by=chi, quando=timezone.now(), **form.cleaned_data)
    messages.success(request, "La domanda è stata registrata: chi compila, chi certifica e il capofila la leggono qui.")
    return redirect("raccolta:domanda", trovata.pk, nuova.pk)


def _choices(scheda: Scheda, oggetto: str) -> Sequence[tuple[str, str]]:
    """The voci of the scheda, and the cella that one comes from."""
    voci = [(v.codice, v.nome) for v in VOCI.values() if is_asked(v, ambito=scheda.ente_id is None)]
    if oggetto and oggetto not in VOCI and exists(scheda, oggetto):
        return [(oggetto, label_of(oggetto, load_names([oggetto], scheda))), *voci]
    return voci


def _show_all(request: Richiesta, scheda: Scheda, form: DomandaForm, status: int = 200) -> HttpResponse:
    discorsi = read_conversations(request, scheda)
    contesto = frame(scheda, discorsi=discorsi, form=form if find_talker(request, scheda) else None)
    return render(request, "raccolta/domande.html", contesto, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def domanda(request: Richiesta, scheda: int, domanda: int) -> HttpResponse:
    """One conversation: read, answered, resolved."""
    trovata = find_scheda(request, scheda)
    tutte = Conversazione.objects.visible_to(request.incarichi).filter(scheda=trovata)
    conversazione = get_object_or_404(tutte, pk=domanda)
    if request.method != "POST":
        return _show_one(request, trovata, conversazione, RispostaForm())
    chi, form = require_role(request, Azione.DOMANDA, trovata), RispostaForm(request.POST)
    if request.POST.get("azione") == "risolvi":
        return _resolve(request, conversazione, chi)
    if not form.is_valid():
        return _show_one(request, trovata, conversazione, form, status=422)
    reply(conversazione, testo=form.cleaned_data["testo"], by=chi, quando=timezone.now())
    return redirect("raccolta:domanda", trovata.pk, domanda)


def _show_one(
    request: Richiesta, scheda: Scheda, conversazione: Conversazione, form: RispostaForm, status: int = 200
) -> HttpResponse:
    [discorso] = read(Conversazione.objects.visible_to(request.incarichi).filter(pk=conversazione.pk), scheda)
    contesto = frame(scheda, discorso=discorso, form=form if find_talker(request, scheda) else None)
    return render(request, "raccolta/domanda.html", contesto, status=status)


def _resolve(request: Richiesta, conversazione: Conversazione, chi: Incarico) -> HttpResponse:
    resolve(conversazione, by=chi, quando=timezone.now())
    messages.success(request, "La domanda è risolta. Un nuovo messaggio la riapre.")
    return redirect("raccolta:domande", conversazione.scheda_id)
