"""The pages around a scheda: where one is, everything on one page, the story, one value."""

from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti.domande import DomandaDi
from enti.incarichi import Richiesta
from enti.models.utente import Ruolo
from enti.permessi import Azione, find_incarico
from enti.tavole.consegna import hand_over_recorded, is_asked
from lessico.tavole.tavola import Tavola
from patrimonio.models import Scheda, StatoScheda
from raccolta.accesso import find_ricognizione, find_scheda, find_writer, look_at
from raccolta.conduzione.conversazioni import find_talker, read_conversations
from raccolta.conduzione.organico import load_organici
from raccolta.documenti import find_documents
from raccolta.forms.domande import RispostaForm
from raccolta.lettura import cammino, parole
from raccolta.lettura.cronologia import read_story
from raccolta.lettura.intera import read_whole
from raccolta.lettura.provenienza import find_value
from raccolta.lettura.registrati import read_events
from raccolta.models import Certificazione
from raccolta.rilievi import build_controlli
from raccolta.situazione import Situazione
from raccolta.tavole.riepilogo import summary_table
from raccolta.tavole.storia import story_table, survey_story_table


def frame(scheda: Scheda, **altro: object) -> dict[str, object]:
    """What every page around a scheda has in its context."""
    return {"scheda": scheda, "ambito": scheda.ricognizione.ambito, **altro}


@require_safe
def scheda_detail(request: Richiesta, scheda: int) -> HttpResponse:
    """Where one is, what is to be done next and by when."""
    adesso, trovata = timezone.now(), find_scheda(request, scheda)
    situazione = look_at(request, trovata, adesso)
    documenti = find_documents(request, trovata)
    organico = load_organici([trovata], timezone.localdate(adesso))[trovata.pk]
    contesto = frame(
        trovata,
        situazione=situazione,
        stato=(stato := _state_for(request, trovata, situazione)),
        tempo=cammino.beside_state(situazione, stato),
        passo=cammino.next_step(request, trovata, situazione),
        tappe=cammino.stages(trovata, situazione, len(documenti)),
        rivedere=cammino.asked_again(trovata, situazione),
        da_risolvere=parole.count_to_solve(situazione),
        organico=organico,
        attesa=cammino.waits_for(situazione, organico),
        ufficio=cammino.writes_for_others(request, trovata, situazione),
        rinviabile=cammino.can_send_back(request, trovata),
        cruscotto=find_incarico(request.incarichi, Azione.CRUSCOTTO, ambito=trovata.ricognizione.ambito_id),
    )
    return render(request, "raccolta/scheda.html", contesto)


def _state_for(request: Richiesta, scheda: Scheda, s: Situazione) -> str:
    """Of the schede of others the capofila reads what it waits for."""
    chi = find_writer(request, scheda)
    altrui = chi is not None and chi.ruolo == Ruolo.CAPOFILA and not s.d_ambito
    return parole.for_capofila(s) if altrui else parole.for_ente(s)


@require_safe
def riepilogo(request: Richiesta, scheda: int) -> HttpResponseBase:
    """Everything on one page, to read and to print."""
    adesso, trovata = timezone.now(), find_scheda(request, scheda)
    if is_asked(request):
        return _take_away(request, trovata, summary_table(trovata, read_whole(trovata)))
    situazione = look_at(request, trovata, adesso)
    organico = load_organici([trovata], timezone.localdate(adesso))[trovata.pk]
    certificata = trovata.stato == StatoScheda.CERTIFICATA
    controllo = build_controlli([trovata])[trovata.pk] if certificata else situazione.controllo
    contesto = frame(
        trovata,
        situazione=situazione,
        passo=cammino.next_step(request, trovata, situazione),
        attesa=cammino.waits_for(situazione, organico),
        conti=controllo.quote,
        riassunto=read_whole(trovata, controllo.viva),
        documenti=find_documents(request, trovata),
        certificazione=next(iter(_CERTIFICAZIONI.ask(request.incarichi, trovata.pk)), None),
        adesso=adesso,
    )
    return render(request, "raccolta/riepilogo.html", contesto)


_CERTIFICAZIONI: Final = DomandaDi(
    lambda chi, scheda: (
        Certificazione.objects.visible_to(chi).filter(scheda=scheda).defer("contenuto").order_by("-numero")[:1]
    )
)


@require_safe
def storia(request: Richiesta, scheda: int) -> HttpResponseBase:
    """All that happened to a scheda, newest first."""
    adesso, trovata = timezone.now(), find_scheda(request, scheda)
    if is_asked(request):
        return _take_away(request, trovata, story_table(trovata, adesso))
    pagina, fatti = read_story(trovata, adesso, request.GET.get("pagina"))
    return render(request, "raccolta/storia.html", frame(trovata, pagina=pagina, fatti=fatti))


def _take_away(request: Richiesta, scheda: Scheda, tavola: Tavola) -> HttpResponseBase:
    """A table of a scheda as a file; its story says who took it."""
    catena, adesso = scheda.ricognizione.catena, timezone.now()
    return hand_over_recorded(request, tavola, catena=catena, quando=adesso, oggetto=str(scheda))


@require_safe
def storia_ricognizione(request: Richiesta, ambito: str, anno: int) -> HttpResponseBase:
    """What the registro holds of a survey, newest first."""
    ricognizione, _ = find_ricognizione(request, ambito, anno, Azione.CRUSCOTTO)
    if is_asked(request):
        tavola = survey_story_table(ricognizione)
        return hand_over_recorded(request, tavola, catena=ricognizione.catena, quando=timezone.now())
    pagina, eventi = read_events(ricognizione.catena, request.GET.get("pagina"))
    contesto = {"ricognizione": ricognizione, "ambito": ricognizione.ambito, "pagina": pagina, "eventi": eventi}
    return render(request, "raccolta/storia_ricognizione.html", contesto)


@require_safe
def valore(request: Richiesta, scheda: int) -> HttpResponse:
    """One value: what it is, where it comes from, what was said about it."""
    trovata = find_scheda(request, scheda)
    if (cella := find_value(trovata, request.GET.get("cella", ""))) is None:
        raise Http404
    contesto = frame(
        trovata,
        valore=cella,
        discorsi=read_conversations(request, trovata, cella.cella),
        form=RispostaForm() if find_talker(request, trovata) else None,
    )
    return render(request, "raccolta/valore.html", contesto)
