"""From a request to the ambito, the ente, the incarico or the invitation it is about: 404 for who may not see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from enti.incarichi import Richiesta
from enti.isolamento import Incarichi
from enti.models import Ambito, Ente, Incarico, Invito
from enti.models.utente import Ruolo
from enti.permessi import Azione, find_incarico, require
from enti.persone import ambiti_of, load_ente
from lessico.flusso import AttoNonConsentito


def find_ambito(request: Richiesta, ambito: str, azione: Azione) -> tuple[Ambito, Incarico]:
    """The ambito, for who may do something to it; raises AttoNonConsentito for who only sees it."""
    trovato = get_object_or_404(Ambito.objects.visible_to(request.incarichi), slug=ambito)
    return trovato, require(request.incarichi, azione, ambito=trovato.pk)


def find_ente(request: Richiesta, ente: str) -> tuple[Ente, Incarico]:
    """An ente for who invites those who compile there: its certifier, its ALER's opinion, the capofila."""
    ambiti = ambiti_of(ente, request.incarichi.al)
    if ente not in request.incarichi.enti and not ambiti & request.incarichi.with_role(Ruolo.CAPOFILA):
        raise Http404
    if incarico := find_inviter(request.incarichi, ruolo=Ruolo.COMPILATORE, ambito=None, ente=ente):
        return load_ente(ente), incarico
    raise AttoNonConsentito("Le persone di un ente le vede chi certifica per l’ente e l’ufficio del capofila.")


def find_inviter(chi: Incarichi, *, ruolo: str, ambito: int | None, ente: str | None) -> Incarico | None:
    """The incarico by which one gives this role, and takes it away; None when one may not."""
    for capofila in {ambito} if ambito else ambiti_of(ente or "", chi.al) & chi.with_role(Ruolo.CAPOFILA):
        if incarico := find_incarico(chi, Azione.INVITO, ambito=capofila, ente=ente):
            return incarico
    if ruolo != Ruolo.COMPILATORE:
        return None
    return find_incarico(chi, Azione.INVITO_COMPILATORE, ambito=0, ente=ente)


def find_invito(request: Richiesta, invito: int) -> tuple[Invito, Incarico]:
    """An invitation for who may send it again or cancel it; raises AttoNonConsentito."""
    inviti = Invito.objects.visible_to(request.incarichi).select_related("ente", "ambito")
    trovato = get_object_or_404(inviti, pk=invito)
    return trovato, _require_inviter(request, trovato)


def find_incarico_altrui(request: Richiesta, incarico: int) -> tuple[Incarico, Incarico]:
    """An incarico, and the one by which it may be ended; raises AttoNonConsentito."""
    incarichi = Incarico.objects.visible_to(request.incarichi).select_related("ente", "ambito", "utente")
    trovato = get_object_or_404(incarichi, pk=incarico)
    return trovato, _require_inviter(request, trovato)


def _require_inviter(request: Richiesta, posto: Incarico | Invito) -> Incarico:
    chi = request.incarichi
    if incarico := find_inviter(chi, ruolo=posto.ruolo, ambito=posto.ambito_id, ente=posto.ente_id):
        return incarico
    raise AttoNonConsentito("Questo incarico lo dà e lo conclude l’ufficio del capofila.")
