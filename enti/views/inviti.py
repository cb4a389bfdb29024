"""Pages of the invitations: making one, the sheet with its code, making it again, cancelling it, accepting it."""

from typing import Final

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import consume
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enti import inviti
from enti.accesso import find_ambito, find_ente, find_invito
from enti.conto import SESSIONE
from enti.conto import find_invito as find_given
from enti.forms.inviti import CodiceForm, InvitoForm, PersonaForm
from enti.incarichi import Richiesta
from enti.models import Incarico, Invito
from enti.models.utente import Ruolo
from enti.permessi import Azione
from enti.persone import members
from lessico import italiano
from lessico.flusso import AttoNonConsentito

SALE: Final = "codice dell’invito"
MINUTI_10: Final = 600
LIMITI: Final = {"invito": "10/m/ip,60/h/ip"}
"""How many codes, typed or in a link, are looked at from one address."""


@require_http_methods(["GET", "POST"])
def invita(request: Richiesta, ambito: str) -> HttpResponse:
    """The capofila invites anybody, to any incarico of the ambito and of its enti."""
    trovato, incarico = find_ambito(request, ambito, Azione.INVITO)
    form = InvitoForm(request.POST or None, enti=members(trovato, timezone.localdate()))
    stato = 422 if form.errors else 200
    if form.is_valid():
        try:
            return _invite(request, form.to_persona(trovato), incarico)
        except AttoNonConsentito as errore:
            form.add_error(None, str(errore))
            stato = 409
    return render(request, "enti/invita.html", {"form": form, "ambito": trovato}, status=stato)


@require_http_methods(["GET", "POST"])
def invita_ente(request: Richiesta, ente: str) -> HttpResponse:
    """Who certifies for an ente invites those who compile there."""
    trovato, incarico = find_ente(request, ente)
    form = PersonaForm(request.POST or None)
    stato = 422 if form.errors else 200
    if form.is_valid():
        chi = form.to_invitato(ente=trovato, ambito=None, ruolo=Ruolo.COMPILATORE)
        try:
            return _invite(request, chi, incarico)
        except AttoNonConsentito as errore:
            form.add_error(None, str(errore))
            stato = 409
    return render(request, "enti/invita.html", {"form": form, "ente": trovato}, status=stato)


def _invite(request: Richiesta, chi: inviti.Invitato, incarico: Incarico) -> HttpResponse:
    """Make the invitation, send it where mail goes out, and go to the sheet with the code."""
    fatto, codice = inviti.create_invito(chi, by=incarico, quando=timezone.now())
    return _to_sheet(request, fatto, codice)


def _to_sheet(request: Richiesta, invito: Invito, codice: str) -> HttpResponse:
    """To the page that shows the code once: it travels there in a signed cookie, for the server does not keep it."""
    _send(request, invito, codice)
    pagina = reverse("enti:invito", args=[invito.pk])
    risposta = redirect(pagina)
    risposta.set_signed_cookie(
        f"codice-{invito.pk}",
        codice,
        salt=SALE,
        max_age=MINUTI_10,
        path=pagina,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return risposta


def _send(request: Richiesta, invito: Invito, codice: str) -> None:
    if not inviti.is_mail_configured():
        messages.success(request, f"Invito pronto per {invito.email}: il codice si consegna a mano.")
    elif inviti.send(invito, codice, request.build_absolute_uri(reverse("enti:accetta_codice", args=[codice]))):
        messages.success(request, f"Invito mandato a {invito.email}.")
    else:
        messages.warning(request, "La posta non è partita: il codice si può consegnare a mano.")


@never_cache
@require_safe
def invito(request: Richiesta, invito: int) -> HttpResponse:
    """The sheet to print: the code is there only the first time."""
    trovato, incarico = find_invito(request, invito)
    nome = f"codice-{trovato.pk}"
    codice = request.get_signed_cookie(nome, default="", salt=SALE, max_age=MINUTI_10)
    contesto = {
        "invito": trovato,
        "presso": inviti.place_of(trovato),
        "codice": inviti.write_code(codice or ""),
        "indirizzo": request.build_absolute_uri(reverse("enti:accetta")),
        "fino_al": italiano.momento("al", trovato.scade_il),
        "chiuso": inviti.why_closed(trovato, timezone.now()),
        "ambito_persone": incarico.ambito,
    }
    risposta = render(request, "enti/invito.html", contesto)
    risposta.delete_cookie(nome, path=request.path, samesite="Strict")
    return risposta


@require_POST
def invito_rinnovo(request: Richiesta, invito: int) -> HttpResponse:
    """A new code and a new fortnight."""
    trovato, incarico = find_invito(request, invito)
    codice = inviti.renew(trovato, by=incarico, quando=timezone.now())
    return _to_sheet(request, trovato, codice)


@require_POST
def invito_annullamento(request: Richiesta, invito: int) -> HttpResponse:
    """The code is worth nothing from now on."""
    trovato, incarico = find_invito(request, invito)
    inviti.cancel(trovato, by=incarico, quando=timezone.now())
    messages.success(request, f"L’invito di {trovato.email} è annullato.")
    if incarico.ambito:
        return redirect("enti:persone", ambito=incarico.ambito.slug)
    return redirect("enti:persone_ente", ente=trovato.ente_id)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def accetta(request: HttpRequest) -> HttpResponse:
    """Who has a sheet types its code here."""
    form = CodiceForm(request.POST or None)
    if form.is_valid():
        return _enter(request, form, form.cleaned_data["codice"], stato=422)
    return render(request, "enti/accetta.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def accetta_codice(request: HttpRequest, codice: str) -> HttpResponse:
    """Who received the letter arrives here from its link."""
    form = CodiceForm({"codice": codice})
    form.is_valid()
    return _enter(request, form, codice, stato=404)


def _enter(request: HttpRequest, form: CodiceForm, codice: str, *, stato: int) -> HttpResponse:
    """From a code to the sign-up, to the login of who has an account already, or to a word of assent."""
    if not consume(request, app="enti", action="invito", config=LIMITI, limit_get=True):
        risposta: HttpResponse = respond_429(request)
        return risposta
    try:
        trovato = inviti.find_open(codice, timezone.now())
    except AttoNonConsentito as errore:
        form.add_error("codice", str(errore))
        return render(request, "enti/accetta.html", {"form": form}, status=stato)
    request.session[SESSIONE] = trovato.pk
    if request.user.is_authenticated:
        return redirect("enti:accettazione")
    if inviti.has_account(trovato):
        messages.info(
            request, f"L’invito è per {trovato.email}, che ha già un accesso: entrando l’incarico si aggiunge."
        )
        return redirect("account_login")
    get_adapter().stash_verified_email(request, trovato.email)
    return redirect("account_signup")


@never_cache
@require_http_methods(["GET", "POST"])
def accettazione(request: Richiesta) -> HttpResponse:
    """Who has already entered says yes."""
    trovato = find_given(request)
    if trovato is None:
        return redirect("enti:accetta")
    if request.method == "POST":
        inviti.accept(trovato, utente=request.user, quando=timezone.now())
        request.session.pop(SESSIONE, None)
        messages.success(request, f"Incarico ricevuto: {trovato.get_ruolo_display()}, {inviti.place_of(trovato)}.")
        return redirect("piano:scrivania")
    contesto = {
        "invito": trovato,
        "presso": inviti.place_of(trovato),
        "suo": inviti.is_for(trovato, request.user),
    }
    return render(request, "enti/accettazione.html", contesto)
