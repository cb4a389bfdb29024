"""Certifying a scheda, reading a certification, sending a scheda back."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from enti.firma import firma
from enti.incarichi import Richiesta
from enti.models import Incarico
from enti.permessi import Azione, find_incarico
from lessico import italiano
from lessico.flusso import AttoNonConsentito
from patrimonio.models import Scheda, StatoScheda
from raccolta.accesso import find_scheda, look_at, require_role
from raccolta.atti import certify, send_back
from raccolta.certificazione import find_previous, read_content
from raccolta.conduzione.avvisi import announce
from raccolta.esame import examine, last_role, saved_since
from raccolta.flusso import SCHEDA, Atto
from raccolta.forms.certificazione import CertificazioneForm
from raccolta.forms.rinvio import CORREGGI, RINVIA, RinvioForm
from raccolta.lettura.cambiamenti import describe_changes
from raccolta.models import Certificazione, Rinvio
from raccolta.rinvio import Lettera, QuadroOfferto, choices, offer, write_letter

Vista = Callable[..., HttpResponseBase]
Chi = Callable[[Richiesta, Scheda], Incarico]
LETTURA_E_ATTO: Final = ["GET", "HEAD", "POST"]


def by_who(chi: Chi) -> Callable[[Vista], Vista]:
    """Outside ``firma``: who may not see the scheda gets 404, who has not the role 409, before any password."""

    def decora(vista: Vista) -> Vista:
        @wraps(vista)
        def interna(request: Richiesta, scheda: int, **altro: Any) -> HttpResponseBase:
            trovata = find_scheda(request, scheda)
            return vista(request, scheda=trovata, incarico=chi(request, trovata), **altro)

        return interna

    return decora


def _certifier(request: Richiesta, scheda: Scheda) -> Incarico:
    return require_role(request, Azione.CERTIFICAZIONE if scheda.ente_id else Azione.CERTIFICAZIONE_AMBITO, scheda)


def _capofila(request: Richiesta, scheda: Scheda) -> Incarico:
    return require_role(request, Azione.RINVIO, scheda)


@by_who(_certifier)
@firma("certificazione della scheda")
@require_http_methods(LETTURA_E_ATTO)
def certifica(request: Richiesta, scheda: Scheda, incarico: Incarico) -> HttpResponse:
    """The attestation, what changed, what stands in the way; then the act."""
    if scheda.stato == StatoScheda.CERTIFICATA:
        return _already_certified(request, scheda)
    if request.method != "POST":
        return _ask(request, scheda, incarico)
    esame = examine(scheda, by=incarico, quando=timezone.now())
    form = CertificazioneForm(request.POST, uguale=esame.uguale)
    if not form.is_valid():
        return _ask(request, scheda, incarico, form=form, status=422)
    try:
        fatta = certify(scheda, by=incarico, quando=timezone.now(), **form.meant())
    except AttoNonConsentito as rifiuto:
        return _ask_again(request, scheda, incarico, form=form, motivi=rifiuto.motivi)
    return redirect("raccolta:certificata", scheda.pk, fatta.numero)


def _ask(
    request: Richiesta,
    scheda: Scheda,
    incarico: Incarico,
    *,
    form: CertificazioneForm | None = None,
    qualifica: str | None = None,
    status: int = 200,
    **altro: object,
) -> HttpResponse:
    """The page on which one certifies; without a form, a new one."""
    esame = examine(scheda, by=incarico, quando=timezone.now())
    if form is None:
        veste = last_role(incarico) if qualifica is None else qualifica
        form = CertificazioneForm(initial={"letta": esame.versione, "qualifica": veste}, uguale=esame.uguale)
    contesto = {"scheda": scheda, "ambito": scheda.ricognizione.ambito, "esame": esame, "form": form, **altro}
    return render(request, "raccolta/certificazione.html", contesto, status=status)


def _ask_again(
    request: Richiesta, scheda: Scheda, incarico: Incarico, *, form: CertificazioneForm, motivi: tuple[str, ...]
) -> HttpResponse:
    """Refused: the scheda as it is now, what changed while the page was open, and the attestation to be read again."""
    com_e_ora, dati = find_scheda(request, scheda.pk), form.cleaned_data
    if com_e_ora.stato == StatoScheda.CERTIFICATA:
        return _already_certified(request, com_e_ora)
    salvate = saved_since(com_e_ora, dati["letta"]) if dati["letta"] != com_e_ora.versione else ()
    return _ask(request, com_e_ora, incarico, status=409, qualifica=dati["qualifica"], motivi=motivi, salvate=salvate)


def _already_certified(request: Richiesta, scheda: Scheda) -> HttpResponse:
    """To the certification: who only looks, and who pressed twice. Anybody else is told who was quicker."""
    righe = Certificazione.objects.visible_to(request.incarichi).filter(scheda=scheda)
    ultima = righe.select_related("incarico").latest("numero")
    sua = ultima.incarico is not None and ultima.incarico.utente_id == request.user.pk
    if request.method != "POST" or (sua and request.POST.get("letta") == str(ultima.versione)):
        return redirect("raccolta:certificata", scheda.pk, ultima.numero)
    raise AttoNonConsentito(
        f"La scheda è già certificata: da {ultima.nome}, {italiano.istante(ultima.quando)}. "
        "Per cambiarla il capofila la deve rinviare."
    )


@require_safe
def certificata(request: Richiesta, scheda: int, numero: int) -> HttpResponse:
    """What was certified, by whom, when, and the receipt."""
    trovata = find_scheda(request, scheda)
    tutte = Certificazione.objects.visible_to(request.incarichi).filter(scheda=trovata)
    certificazione = get_object_or_404(tutte, numero=numero)
    prima, situazione = find_previous(certificazione), look_at(request, trovata, timezone.now())
    ultima = situazione.certificazione
    contesto = {
        "scheda": trovata,
        "ambito": trovata.ricognizione.ambito,
        "certificazione": certificazione,
        "situazione": situazione,
        "vale": ultima is None or ultima.numero == numero,
        "cambiamenti": describe_changes(read_content(prima), read_content(certificazione)) if prima else (),
        "altre": tutte.exclude(numero=numero).order_by("-numero"),
        "rinviabile": find_incarico(request.incarichi, Azione.RINVIO, ambito=trovata.ricognizione.ambito_id),
    }
    return render(request, "raccolta/certificata.html", contesto)


@by_who(_capofila)
@firma("rinvio della scheda")
@require_http_methods(LETTURA_E_ATTO)
def rinvia(request: Richiesta, scheda: Scheda, incarico: Incarico) -> HttpResponse:
    """What to look at again and why; then what the ente will read; then the act."""
    ultima = _last_of(request, scheda)
    offerti = offer(ultima, request.POST.getlist("celle"))
    if request.method != "POST":
        SCHEDA.find(scheda.stato, Atto.RINVIO, incarico.ruolo)
        form = RinvioForm(initial={"letta": ultima.numero}, scelte=choices(offerti))
        return _choose(request, ultima, offerti, form)
    form = RinvioForm(request.POST, scelte=choices(offerti))
    azione = request.POST.get("azione")
    if azione == CORREGGI or not form.is_valid():
        return _choose(request, ultima, offerti, form, status=200 if azione == CORREGGI else 422)
    lettera = _write(request, scheda, incarico, form)
    if azione != RINVIA:
        return _choose(request, ultima, offerti, form, lettera=lettera)
    return _send_back(request, ultima, offerti, form, lettera=lettera, by=incarico)


def _last_of(request: Richiesta, scheda: Scheda) -> Certificazione:
    """The last certification, with the scheda that was found; raises AttoNonConsentito."""
    righe = Certificazione.objects.visible_to(request.incarichi).filter(scheda=scheda)
    if (ultima := righe.order_by("-numero").first()) is None:
        raise AttoNonConsentito("Si rinvia una scheda certificata: questa non lo è ancora mai stata.")
    ultima.scheda = scheda
    return ultima


def _choose(
    request: Richiesta,
    ultima: Certificazione,
    offerti: Sequence[QuadroOfferto],
    form: RinvioForm,
    *,
    status: int = 200,
    **altro: object,
) -> HttpResponse:
    """The page of the choice or, with a ``lettera``, what the ente will read."""
    contesto = {
        "scheda": ultima.scheda,
        "ambito": ultima.scheda.ricognizione.ambito,
        "certificazione": ultima,
        "offerti": offerti,
        "scelte": form["celle"].value() or (),
        "form": form,
        **altro,
    }
    return render(request, "raccolta/rinvio.html", contesto, status=status)


def _write(request: Richiesta, scheda: Scheda, incarico: Incarico, form: RinvioForm) -> Lettera:
    indirizzo = request.build_absolute_uri(reverse("raccolta:scheda_detail", args=[scheda.pk]))
    situazione = look_at(request, scheda, timezone.now())
    dati = form.cleaned_data
    return write_letter(scheda, situazione, dati["celle"], dati["motivo"], by=incarico, indirizzo=indirizzo)


def _send_back(
    request: Richiesta,
    ultima: Certificazione,
    offerti: Sequence[QuadroOfferto],
    form: RinvioForm,
    *,
    lettera: Lettera,
    by: Incarico,
) -> HttpResponse:
    """The act, then the mail; who pressed twice is told of the first."""
    adesso, verso = timezone.now(), redirect("raccolta:scheda_detail", ultima.scheda_id)
    try:
        send_back(ultima.scheda, by=by, quando=adesso, **form.cleaned_data)
    except AttoNonConsentito as rifiuto:
        if _is_done(request, ultima.scheda, form):
            return verso
        return _choose(request, ultima, offerti, form, status=409, motivi=rifiuto.motivi)
    esito = announce(ultima.scheda, lettera, al=timezone.localdate(adesso))
    messages.success(request, f"La scheda è stata rinviata. {esito}")
    return verso


def _is_done(request: Richiesta, scheda: Scheda, form: RinvioForm) -> bool:
    """The same rinvio is open already, by the same person."""
    chiesto = {"celle": sorted(form.cleaned_data["celle"]), "motivo": form.cleaned_data["motivo"]}
    aperti = Rinvio.objects.visible_to(request.incarichi).filter(scheda=scheda, chiuso_il=None)
    return aperti.filter(da=str(request.user), **chiesto).exists()
