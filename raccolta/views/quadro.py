"""The pages on which a scheda is filled in, one quadro a page: shown, saved, with rows added and taken away."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enti.incarichi import Richiesta
from lessico.flusso import AttoNonConsentito
from patrimonio.alloggi.conti import keeps_register
from raccolta.accesso import require_writer
from raccolta.documenti import find_documents
from raccolta.errori import Altrui, SchedaCambiata
from raccolta.lettura.cammino import stages
from raccolta.lettura.etichette import load_names
from raccolta.moduli.accanto import Accanto
from raccolta.moduli.azioni import change_rows
from raccolta.moduli.disegno import draw
from raccolta.moduli.disposizione import build_helper
from raccolta.moduli.nuove import ModuloRiga
from raccolta.moduli.parole import tell_saved, tell_taken, tell_tried, tell_waiting
from raccolta.moduli.salvataggio import Esito, Pagina, changed_by_others, find_contested, save, try_out
from raccolta.moduli.sessione import DI_CHI, keeps_typed, sign_owner, take_typed
from raccolta.moduli.stesura import ModuloAlterato, rebase
from raccolta.moduli.veduta import Veduta
from raccolta.moduli.visita import (
    Visita,
    frame,
    keys_in,
    look_beside,
    open_form,
    open_page,
    read_sent,
    rescue_page,
    visit,
)
from raccolta.quadri import Quadro
from raccolta.rilievi import Controllo

SALVA: Final = "salva"
AVANTI: Final = "salva-e-avanti"
CONTROLLA: Final = "controlla"
DAL_REGISTRO: Final = ("patrimonio", "disponibilita")
"""The pages that may take their values from the register of dwellings."""


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def quadro(request: Richiesta, scheda: int, quadro: Quadro) -> HttpResponse:
    """A page of the scheda: its form, or the same values as text where it cannot be written."""
    if request.method == "POST":
        return _receive(request, visit(request, scheda, quadro, timezone.now(), keys_in(request.POST)))
    sospesi = take_typed(request)
    visita = visit(request, scheda, quadro, timezone.now(), keys_in(sospesi or QueryDict()))
    if sospesi:
        return _resume(request, visita, sospesi)
    return _open(request, visita)


def _resume(request: Richiesta, visita: Visita, sospesi: QueryDict) -> HttpResponse:
    """What was typed when the session ended; nothing of it for who may not write here."""
    if visita.apertura.perche:
        messages.warning(request, "Il testo scritto prima di uscire qui non si può salvare: non è stato tenuto.")
        return _show(request, visita, open_page(visita))
    try:
        pagina = read_sent(visita, sospesi)
    except ModuloAlterato:
        return _show(request, visita, open_page(visita))
    pagina.modulo.keep_errors(())
    messages.warning(request, "La sessione era finita: qui c’è quello che era stato scritto, e non è ancora salvato.")
    return _show(request, visita, pagina, motivo=sospesi.get("motivo", ""))


def _receive(request: Richiesta, visita: Visita) -> HttpResponse:
    """What was sent: to be saved, or only a row to add or to take away."""
    require_writer(request, visita.scheda)
    azione = request.POST.get("azione", SALVA)
    try:
        pagina = read_sent(visita, request.POST)
        if azione in (SALVA, AVANTI):
            return _save(request, visita, pagina)
        if azione == CONTROLLA:
            return _try_out(request, visita, pagina)
        return _change_rows(request, visita, pagina, azione)
    except ModuloAlterato as errore:
        return _show(request, visita, rescue_page(visita, request.POST), rifiuti=(str(errore),), status=422)


def _change_rows(request: Richiesta, visita: Visita, pagina: Pagina, azione: str) -> HttpResponse:
    """A row more or less; nothing is saved, and what is wrong elsewhere waits."""
    fatto = change_rows(visita.sfondo, pagina.stesura, azione, request.POST)
    cambiata = Pagina(
        visita.sfondo,
        fatto.stesura,
        open_form(visita, fatto.stesura),
        pagina.letta,
        pagina.bozza_letta,
    )
    cambiata.modulo.keep_errors(())
    stato = 422 if fatto.nuova else 200
    return _show(request, visita, cambiata, nuova=fatto.nuova, fuoco=fatto.fuoco, annuncio=fatto.annuncio, status=stato)


def _try_out(request: Richiesta, visita: Visita, pagina: Pagina) -> HttpResponse:
    """What the rules would say of the page as it is: what was typed stays typed, and nothing is saved."""
    if visita.apertura.perche:
        return _show(request, visita, pagina, rifiuti=(visita.apertura.perche,), status=409)
    prova = try_out(pagina, by=require_writer(request, visita.scheda))
    pagina.modulo.keep_errors(pagina.stesura.scritti)
    for nome, motivo in prova.rifiutate.items():
        pagina.modulo.add_error(nome if nome in pagina.modulo.fields else None, motivo)
    voci = {voce.codice for voce in visita.sfondo.voci}
    return _show(request, visita, pagina, controllo=prova.controllo, prova=tell_tried(prova, voci))


def _save(request: Richiesta, visita: Visita, pagina: Pagina) -> HttpResponse:
    """What stands is written, the rest waits; in doubt about what others wrote nothing is."""
    motivo, incarico = request.POST.get("motivo", ""), require_writer(request, visita.scheda)
    if rifiuti := _before_saving(request, visita, motivo):
        return _show(request, visita, pagina, rifiuti=rifiuti, status=422)
    conferme = [voce for voce in visita.sfondo.da_confermare if f"conferma/{voce}" in request.POST]
    try:
        prese = changed_by_others(pagina)
        adesso = visita.situazione.adesso
        esito = save(pagina, conferme=conferme, by=incarico, quando=adesso, motivo=motivo)
    except AttoNonConsentito as errore:
        pagina.modulo.keep_errors(())
        return _show(request, visita, pagina, rifiuti=errore.motivi, status=409)
    except SchedaCambiata as errore:
        return _show_contested(request, visita, pagina, errore)
    return _answer(request, visita, esito, prese)


def _before_saving(request: Richiesta, visita: Visita, motivo: str) -> tuple[str, ...]:
    """What has to be said first: the reason of who writes d'ufficio, and which value stays where two have written."""
    rifiuti = []
    if visita.apertura.ufficio and not visita.apertura.perche and not motivo.strip():
        rifiuti.append("Per scrivere d’ufficio occorre un motivo: non è stato salvato nulla.")
    scelte = [request.POST.get(f"scelta/{cella}") in ("qui", "altri") for cella in request.POST.getlist("contese")]
    if not all(scelte):
        rifiuti.append("Per ogni valore scritto da due persone va scelto quale tenere: non è stato salvato nulla.")
    return tuple(rifiuti)


def _answer(request: Richiesta, visita: Visita, esito: Esito, prese: Mapping[str, Altrui]) -> HttpResponse:
    """A page that is clean goes on; one that is not comes back with what waits."""
    for frase in tell_taken(prese, visita.sfondo):
        messages.info(request, frase)
    if esito.attesa:
        adesso = visita.situazione.adesso
        dopo = visit(request, visita.scheda.pk, visita.sfondo.quadro, adesso)
        return _show(request, dopo, open_page(dopo), avviso=tell_waiting(esito.modifiche, esito.attesa), status=422)
    messages.success(request, tell_saved(esito.modifiche, esito.confermate))
    risposta = redirect(_next_page(request, visita) if request.POST.get("azione") == AVANTI else request.path)
    risposta.status_code = 303
    return risposta


def _next_page(request: Richiesta, visita: Visita) -> str:
    """The page after this one; after the last, the summary. Of a scheda sent back, the next to look at again."""
    tappe = stages(visita.scheda, visita.situazione)
    dopo = tappe[[tappa.indirizzo for tappa in tappe].index(request.path) + 1 :]
    if visita.situazione.rinvio and not visita.apertura.ufficio:
        dopo, fine = tuple(t for t in dopo if t.segno == "rivedi"), _overview(visita)
    else:
        fine = _summary(visita)
    return dopo[0].indirizzo if dopo else fine


def _overview(visita: Visita) -> str:
    return reverse("raccolta:scheda_detail", args=[visita.scheda.pk])


def _summary(visita: Visita) -> str:
    return reverse("raccolta:riepilogo", args=[visita.scheda.pk])


def _show_contested(request: Richiesta, visita: Visita, pagina: Pagina, errore: SchedaCambiata) -> HttpResponse:
    """Everything that was typed, the values of the others beside it, and the version they belong to."""
    ora = visit(request, visita.scheda.pk, visita.sfondo.quadro, visita.situazione.adesso, keys_in(request.POST))
    prese = changed_by_others(pagina)
    stesura = rebase(pagina.stesura, ora.sfondo, prese)
    nuova = Pagina(ora.sfondo, stesura, open_form(ora, stesura), errore.versione, pagina.bozza_letta)
    nuova.modulo.keep_errors(())
    return _show(request, ora, nuova, contese=errore.altrui, prese=tell_taken(prese, ora.sfondo), status=409)


def _show(
    request: Richiesta,
    visita: Visita,
    pagina: Pagina,
    *,
    contese: Mapping[str, Altrui] | None = None,
    nuova: ModuloRiga | None = None,
    fuoco: str = "",
    controllo: Controllo | None = None,
    status: int = 200,
    **altro: object,
) -> HttpResponse:
    """The page; where two have written, until it is said which value stays, both are shown."""
    if contese is None:
        contese = find_contested(visita.sfondo, request.POST.getlist("contese"))
    accanto = look_beside(visita, controllo or visita.situazione.controllo)
    veduta = Veduta(
        sfondo=visita.sfondo,
        stesura=pagina.stesura,
        modulo=pagina.modulo,
        apertura=visita.apertura,
        contese=contese,
        nuova=nuova,
        fuoco=fuoco,
        accanto=accanto,
    )
    contesto = {
        **_frame(request, visita, accanto),
        "modulo": pagina.modulo,
        "helper": build_helper(veduta),
        "nulla_di_aperto": visita.apertura.perche or not pagina.modulo.fields,
        "letta": pagina.letta,
        "bozza_letta": pagina.bozza_letta,
        "contese": veduta.contested(load_names(contese, visita.scheda)) if contese else (),
        "motivo": request.POST.get("motivo", ""),
        **altro,
    }
    return render(request, "raccolta/quadro.html", contesto, status=status)


def _open(request: Richiesta, visita: Visita) -> HttpResponse:
    """The page as it opens; what waits to be corrected may contradict what others have written, and then is said."""
    controllo, bozza = visita.situazione.controllo, visita.sfondo.bozza
    disegno = draw(visita.sfondo.letto, visita.apertura, controllo.rilievi, controllo.quote)
    if disegno.proposte:
        return _show(request, visita, open_page(visita))
    contesto = {
        **_frame(request, visita, look_beside(visita, controllo)),
        "disegno": disegno,
        "nulla_di_aperto": visita.apertura.perche or not disegno.aperto,
        "letta": visita.scheda.versione,
        "bozza_letta": bozza.quando.isoformat() if bozza else "",
    }
    return render(request, "raccolta/quadro.html", contesto)


def _frame(request: Richiesta, visita: Visita, accanto: Accanto) -> dict[str, object]:
    """What is around the form, whatever is in it."""
    return {
        **frame(visita, request.path),
        "dal_registro": visita.sfondo.quadro.codice in DAL_REGISTRO and keeps_register(visita.scheda.ente_id),
        "guasti": accanto.rilievi.get("", ()),
        "autore": (DI_CHI, sign_owner(request)),
        "documenti": find_documents(request, visita.scheda) if visita.sfondo.solo_note else (),
    }
