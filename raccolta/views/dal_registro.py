"""What a scheda takes from the register of dwellings: shown first, then written by the one way in."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from enti.incarichi import Richiesta
from enti.permessi import Azione
from enti.territorio import comuni_of
from lessico.flusso import AttoNonConsentito
from lessico.origine import Origine, TipoOrigine
from patrimonio.alloggi.conti import load_counts
from patrimonio.alloggi.elenco import Campo
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, find_writer, look_at, require_role
from raccolta.alloggi.accesso import TERRITORIALI
from raccolta.alloggi.proposta import Proposta, build_proposals, sign
from raccolta.atti import write
from raccolta.errori import CelleNonValide, SchedaCambiata
from raccolta.moduli.apertura import look
from raccolta.moduli.parole import tell_saved
from raccolta.valori import build_schede
from raccolta.views.scheda import frame

DAL_REGISTRO: Final = Origine(TipoOrigine.REGISTRO)
CAMBIATO: Final = "Nel frattempo sono cambiati il registro o la scheda: va riguardato che cosa si prende."


class Lettura(Struct, frozen=True):
    """The register beside the scheda, at the version that is shown."""

    letta: int
    alloggi: int
    proposte: tuple[Proposta, ...]
    firma: str


@require_http_methods(["GET", "HEAD", "POST"])
def dal_registro(request: Richiesta, scheda: int) -> HttpResponse:
    """The values that would change, voce by voce; the chosen ones are written."""
    trovata = find_scheda(request, scheda)
    lettura = _read(trovata)
    if request.method != "POST":
        return _show(request, trovata, lettura)
    by, scelte = require_role(request, Azione.COMPILAZIONE, trovata), request.POST.getlist("voci")
    celle = {c: v for p in lettura.proposte if p.voce in scelte for c, v in p.celle.items()}
    if not celle:
        return _show(request, trovata, lettura, rifiuti=("Va scelta almeno una voce.",), status=422)
    if request.POST.get("firma") != lettura.firma:
        return _show(request, trovata, lettura, rifiuti=(CAMBIATO,), status=409)
    try:
        modifiche = write(trovata, celle, by=by, quando=timezone.now(), letta=lettura.letta, origine=DAL_REGISTRO)
    except (AttoNonConsentito, SchedaCambiata, CelleNonValide) as errore:
        return _show(request, trovata, lettura, rifiuti=_reasons(errore), status=_status(errore))
    messages.success(request, tell_saved(modifiche, 0))
    return redirect("raccolta:scheda_detail", trovata.pk)


def _reasons(errore: Exception) -> tuple[str, ...]:
    if isinstance(errore, AttoNonConsentito):
        return tuple(errore.motivi)
    return tuple(errore.motivi.values()) if isinstance(errore, CelleNonValide) else (CAMBIATO,)


def _status(errore: Exception) -> int:
    return 422 if isinstance(errore, CelleNonValide) else 409


def _read(scheda: Scheda) -> Lettura:
    """404 for the scheda d'ambito, which has no dwellings."""
    if scheda.ente is None:
        raise Http404
    campo = Campo(interi=(scheda.ente.pk,))
    if scheda.ente.tipo not in TERRITORIALI:
        ambito = scheda.ricognizione.ambito_id
        campo = Campo(altri=(scheda.ente.pk,), comuni=frozenset(comuni_of([ambito]).get(ambito, ())))
    gruppi = campo.restrict(load_counts([scheda.ente.pk]))
    viva = build_schede([scheda])[scheda.pk]
    proposte = build_proposals(scheda, viva, campo, gruppi) if gruppi else ()
    return Lettura(scheda.versione, sum(gruppo.unita for gruppo in gruppi), proposte, sign(proposte))


def _show(
    request: Richiesta, scheda: Scheda, lettura: Lettura, *, rifiuti: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    situazione = look_at(request, scheda, timezone.now())
    apertura = look(scheda, situazione, find_writer(request, scheda))
    scelte = request.POST.getlist("voci") if request.method == "POST" else [p.voce for p in lettura.proposte]
    contesto = frame(scheda, lettura=lettura, apertura=apertura, scelte=scelte, rifiuti=rifiuti)
    contesto["si_prende"] = not apertura.perche and not apertura.ufficio and any(p.celle for p in lettura.proposte)
    return render(request, "raccolta/alloggi/dal_registro.html", contesto, status=status)
