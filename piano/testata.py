"""The heading of the snapshot, from the database: the ambito, its members, their territory, the survey."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from enti.models import Adesione, Comune, Ente, Popolazione
from patrimonio.models import Finestra, Proroga, Ricognizione
from piano.models import Piano
from piano.valori import (
    ComuneCongelato,
    DesignazioneCongelata,
    EnteCongelato,
    FinestraCongelata,
    IntegrazioneCongelata,
    ProrogaCongelata,
    Testata,
    Uscita,
)
from raccolta.valori import SchedaCongelata

ROMA = ZoneInfo("Europe/Rome")


def find_members(piano: Piano) -> tuple[list[Adesione], list[Adesione]]:
    """Who belongs to the ambito in the year of the plan, and who left it since the year before.

    Members are those in on the first day of the plan's year or later; comuni and unions come first.
    """
    ricognizione = piano.ricognizione
    capodanno = date(ricognizione.anno, 1, 1)
    adesioni = (
        Adesione.objects.filter(ambito=ricognizione.ambito, dal__lte=date(ricognizione.anno, 12, 31))
        .filter(Q(al=None) | Q(al__gte=date(ricognizione.anno - 1, 1, 1)))
        .select_related("ente")
        .prefetch_related("ente__alias", "ente__comuni_uniti")
    )
    ordinate = sorted(adesioni, key=lambda adesione: (_rank(adesione.ente), adesione.dal))
    ultime = {adesione.ente_id: adesione for adesione in ordinate}.values()  # who left and came back is one member
    membri = [adesione for adesione in ultime if adesione.al is None or adesione.al >= capodanno]
    return membri, [adesione for adesione in ultime if adesione not in membri]


def _rank(ente: Ente) -> tuple[int, str, str]:
    """Comuni by ISTAT code, then unions, then the others."""
    posti = {"comune": 0, "unione": 1}
    return posti.get(ente.tipo, len(posti)), ente.comune_id or "", ente.slug


def build_heading(
    piano: Piano, membri: list[Adesione], usciti: list[Adesione], schede: Collection[SchedaCongelata]
) -> Testata:
    """Who and when. The comuni are those of the members and those where somebody declared a value."""
    ricognizione, ambito = piano.ricognizione, piano.ricognizione.ambito
    enti = tuple(_ente(adesione.ente, adesione.sede) for adesione in membri)
    return Testata(
        ambito=ambito.slug,
        ambito_nome=ambito.nome,
        organo=ambito.organo,
        dimostrazione=ambito.dimostrazione,
        anno=ricognizione.anno,
        tipo=piano.tipo,
        enti=enti,
        altri_enti=_others(enti, usciti, schede),
        comuni=_comuni(enti, schede, piano.regime_al),
        usciti=tuple(Uscita(a.ente.nome, a.ente.tipo, a.al) for a in usciti if a.al),
        designazioni=_designations(ricognizione),
        finestre=tuple(_window(f.dal, f.al, f.motivo, f.canale) for f in _ordered(ricognizione)),
        proroghe=_extensions(ricognizione),
        integrazioni=_integrations(ricognizione),
    )


def _ente(ente: Ente, sede: str = "") -> EnteCongelato:
    uniti = sorted(comune.istat for comune in ente.comuni_uniti.all())
    return EnteCongelato(
        slug=ente.slug,
        tipo=ente.tipo,
        nome=ente.nome,
        comuni=(ente.comune_id,) if ente.comune_id else tuple(uniti),
        alias=tuple(sorted(alias.nome for alias in ente.alias.all())),
        sede=sede,
        unico_addetto=ente.unico_addetto,
    )


def _others(
    enti: Collection[EnteCongelato], usciti: Collection[Adesione], schede: Collection[SchedaCongelata]
) -> tuple[EnteCongelato, ...]:
    """Those whom the plan names and who are no members: who manages dwellings of one, who left (an opinion stays)."""
    gestori = {riga.gestore for scheda in schede for riga in scheda.consistenza if riga.gestore}
    noti = {ente.slug for ente in enti} | {adesione.ente_id for adesione in usciti}
    esterni = Ente.objects.filter(pk__in=gestori - noti).prefetch_related("alias", "comuni_uniti")
    return tuple(_ente(ente) for ente in sorted((*(a.ente for a in usciti), *esterni), key=_rank))


def _comuni(
    enti: Iterable[EnteCongelato], schede: Collection[SchedaCongelata], al: date
) -> tuple[ComuneCongelato, ...]:
    altrove = {
        riga.ubicazione
        for scheda in schede
        for righe in (scheda.consistenza, scheda.disponibilita, scheda.assegnabili, scheda.riserve, scheda.esiti)
        for riga in righe
        if riga.ubicazione
    }
    territorio = {istat for ente in enti for istat in ente.comuni}
    popolazioni = Popolazione.objects.filter(dal__lte=al).order_by("dal")
    comuni = Comune.objects.filter(pk__in=territorio | altrove).prefetch_related(
        Prefetch("popolazioni", queryset=popolazioni)
    )
    return tuple(_comune(comune) for comune in sorted(comuni, key=lambda comune: comune.istat))


def _comune(comune: Comune) -> ComuneCongelato:
    popolazioni = list(comune.popolazioni.all())
    if not popolazioni:
        return ComuneCongelato(comune.istat, comune.nome, comune.provincia)
    ultima = popolazioni[-1]
    return ComuneCongelato(comune.istat, comune.nome, comune.provincia, ultima.fascia, ultima.abitanti)


def _designations(ricognizione: Ricognizione) -> tuple[DesignazioneCongelata, ...]:
    """The designations in force in the year: the last capofila, every supporting body."""
    capodanno = date(ricognizione.anno, 1, 1)
    in_vigore = list(
        ricognizione.ambito.designazioni.filter(data__lte=date(ricognizione.anno, 12, 31))
        .filter(Q(al=None) | Q(al__gte=capodanno))
        .order_by("data")
    )
    ultime = {d.pk if d.ruolo != "capofila" else 0: d for d in in_vigore}
    return tuple(
        DesignazioneCongelata(d.ruolo, d.ente_id or "", d.nome, d.organo, d.data, d.atto)
        for d in sorted(ultime.values(), key=lambda d: (d.ruolo, d.data, d.ente_id or d.nome))
    )


def _ordered(ricognizione: Ricognizione) -> Iterable[Finestra]:
    return ricognizione.finestre.for_system().order_by("dal")


def _last_day(fine: datetime) -> date:
    """The last day included in a window that ends at ``fine``."""
    return (fine.astimezone(ROMA) - timedelta(microseconds=1)).date()


def _window(dal: datetime, al: datetime, motivo: str, canale: str) -> FinestraCongelata:
    return FinestraCongelata(dal.astimezone(ROMA).date(), _last_day(al), motivo, canale)


def _extensions(ricognizione: Ricognizione) -> tuple[ProrogaCongelata, ...]:
    proroghe = Proroga.objects.for_system().filter(scheda__ricognizione=ricognizione).select_related("scheda")
    return tuple(
        ProrogaCongelata(p.scheda.ente_id or "", _last_day(p.al), p.motivo, p.atto)
        for p in sorted(proroghe, key=lambda p: (p.scheda.ente_id or "", p.al))
    )


def _integrations(ricognizione: Ricognizione) -> tuple[IntegrazioneCongelata, ...]:
    return tuple(
        IntegrazioneCongelata(i.ente_id or "", i.mittenti, i.ricevuta_il, i.canale, i.protocollo)
        for i in ricognizione.integrazioni.for_system().order_by("ordine")
    )
