"""The heading of the snapshot, from the database: the ambito, its members, their territory, the survey."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from enti.domande import Domanda
from enti.models import Adesione, Alias, Comune, Designazione, Ente, Popolazione
from patrimonio.models import Finestra, Integrazione, Proroga, Ricognizione
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

_ADESIONI: Final = Domanda(
    lambda ambito, entro, da: (
        Adesione.objects.filter(ambito=ambito, dal__lte=entro).filter(Q(al=None) | Q(al__gte=da)).select_related("ente")
    )
)
_ALIAS: Final = Domanda(lambda enti: Alias.objects.filter(ente__in=enti).values_list("ente_id", "nome"))
_UNITI: Final = Domanda(
    lambda enti: Ente.comuni_uniti.through.objects.filter(ente__in=enti).values_list("ente_id", "comune_id")
)
_ENTI: Final = Domanda(lambda enti: Ente.objects.filter(pk__in=enti))
_COMUNI: Final = Domanda(lambda codici: Comune.objects.filter(pk__in=codici).values_list("istat", "nome", "provincia"))
_POPOLAZIONI: Final = Domanda(
    lambda comuni, al: (
        Popolazione.objects.filter(comune__in=comuni, dal__lte=al)
        .order_by("dal")
        .values_list("comune_id", "fascia", "abitanti")
    )
)
_DESIGNAZIONI: Final = Domanda(
    lambda ambito, entro, da: (
        Designazione.objects.filter(ambito=ambito, data__lte=entro)
        .filter(Q(al=None) | Q(al__gte=da))
        .order_by("data")
        .values_list("pk", "ruolo", "ente_id", "nome", "organo", "data", "atto")
    )
)
_FINESTRE: Final = Domanda(
    lambda ricognizione: (
        Finestra.objects.for_system()
        .filter(ricognizione=ricognizione)
        .order_by("dal")
        .values_list("dal", "al", "motivo", "canale")
    )
)
_PROROGHE: Final = Domanda(
    lambda ricognizione: (
        Proroga.objects.for_system()
        .filter(scheda__ricognizione=ricognizione)
        .values_list("scheda__ente_id", "al", "motivo", "atto")
    )
)
_INTEGRAZIONI: Final = Domanda(
    lambda ricognizione: (
        Integrazione.objects.for_system()
        .filter(ricognizione=ricognizione)
        .order_by("ordine")
        .values_list("ente_id", "mittenti", "ricevuta_il", "canale", "protocollo")
    )
)


def find_adesioni(ricognizione: Ricognizione) -> list[Adesione]:
    """What ``split_members`` needs for the year of the survey and for the year before: comuni and unions first."""
    anno = ricognizione.anno
    adesioni = _ADESIONI.ask(ricognizione.ambito_id, date(anno, 12, 31), date(anno - 2, 1, 1))
    return sorted(adesioni, key=lambda adesione: (_rank(adesione.ente), adesione.dal))


def split_members(adesioni: Iterable[Adesione], anno: int) -> tuple[list[Adesione], list[Adesione]]:
    """Who belongs to the ambito in a year, and who left it since the year before, in the order in which they come.

    Members are those in on the first day of the year or later.
    """
    prima, capodanno, san_silvestro = date(anno - 1, 1, 1), date(anno, 1, 1), date(anno, 12, 31)
    recenti = (a for a in adesioni if a.dal <= san_silvestro and (a.al is None or a.al >= prima))
    ultime = {adesione.ente_id: adesione for adesione in recenti}.values()  # who left and came back is one member
    membri = [adesione for adesione in ultime if adesione.al is None or adesione.al >= capodanno]
    return membri, [adesione for adesione in ultime if adesione.al and adesione.al < capodanno]


def _rank(ente: Ente) -> tuple[int, str, str]:
    """Comuni by ISTAT code, then unions, then the others."""
    posti = {"comune": 0, "unione": 1}
    return posti.get(ente.tipo, len(posti)), ente.comune_id or "", ente.slug


def build_heading(
    piano: Piano, membri: list[Adesione], usciti: list[Adesione], schede: Collection[SchedaCongelata]
) -> Testata:
    """Who and when. The comuni are those of the members and those where somebody declared a value."""
    ricognizione, ambito = piano.ricognizione, piano.ricognizione.ambito
    altri = _others(membri, usciti, schede)
    freeze_ente = _freezer([*(adesione.ente for adesione in membri), *altri])
    enti = tuple(freeze_ente(adesione.ente, adesione.sede) for adesione in membri)
    return Testata(
        ambito=ambito.slug,
        ambito_nome=ambito.nome,
        organo=ambito.organo,
        dimostrazione=ambito.dimostrazione,
        anno=ricognizione.anno,
        tipo=piano.tipo,
        enti=enti,
        altri_enti=tuple(freeze_ente(ente) for ente in altri),
        comuni=_comuni(enti, schede, piano.regime_al),
        usciti=tuple(Uscita(a.ente.nome, a.ente.tipo, a.al) for a in usciti if a.al),
        designazioni=_designations(ricognizione),
        finestre=_windows(ricognizione),
        proroghe=_extensions(ricognizione),
        integrazioni=_integrations(ricognizione),
    )


def _freezer(enti: Collection[Ente]) -> Callable[..., EnteCongelato]:
    """Freezes an ente among these, with its seat; their names and territories are read once."""
    alias, uniti = defaultdict(list), defaultdict(list)
    chi = sorted({ente.pk for ente in enti})
    for slug, nome in _ALIAS.ask(chi):
        alias[slug].append(nome)
    for slug, istat in _UNITI.ask(chi):
        uniti[slug].append(istat)

    def freeze_ente(ente: Ente, sede: str = "") -> EnteCongelato:
        return EnteCongelato(
            slug=ente.slug,
            tipo=ente.tipo,
            nome=ente.nome,
            comuni=(ente.comune_id,) if ente.comune_id else tuple(sorted(uniti[ente.slug])),
            alias=tuple(sorted(alias[ente.slug])),
            sede=sede,
            unico_addetto=ente.unico_addetto,
        )

    return freeze_ente


def _others(
    membri: Collection[Adesione], usciti: Collection[Adesione], schede: Collection[SchedaCongelata]
) -> list[Ente]:
    """Those whom the plan names and who are no members: who manages dwellings of one, who left (an opinion stays)."""
    gestori = {riga.gestore for scheda in schede for riga in scheda.consistenza if riga.gestore}
    noti = {adesione.ente_id for adesione in (*membri, *usciti)}
    esterni = _ENTI.ask(gestori - noti)
    return sorted((*(adesione.ente for adesione in usciti), *esterni), key=_rank)


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
    codici = territorio | altrove
    ultime = {istat: dato for istat, *dato in _POPOLAZIONI.ask(codici, al)}
    return tuple(ComuneCongelato(*comune, *ultime.get(comune[0], ())) for comune in sorted(_COMUNI.ask(codici)))


def _designations(ricognizione: Ricognizione) -> tuple[DesignazioneCongelata, ...]:
    """The designations in force in the year: the last capofila, every supporting body."""
    anno = ricognizione.anno
    in_vigore = _DESIGNAZIONI.ask(ricognizione.ambito_id, date(anno, 12, 31), date(anno, 1, 1))
    ultime = {
        pk if ruolo != "capofila" else 0: DesignazioneCongelata(ruolo, ente or "", nome, organo, data, atto)
        for pk, ruolo, ente, nome, organo, data, atto in in_vigore
    }
    return tuple(sorted(ultime.values(), key=lambda d: (d.ruolo, d.data, d.ente or d.nome)))


def _windows(ricognizione: Ricognizione) -> tuple[FinestraCongelata, ...]:
    return tuple(
        FinestraCongelata(dal.astimezone(ROMA).date(), _last_day(al), motivo, canale)
        for dal, al, motivo, canale in _FINESTRE.ask(ricognizione.pk)
    )


def _last_day(fine: datetime) -> date:
    """The last day included in a window that ends at ``fine``."""
    return (fine.astimezone(ROMA) - timedelta(microseconds=1)).date()


def _extensions(ricognizione: Ricognizione) -> tuple[ProrogaCongelata, ...]:
    righe = sorted(_PROROGHE.ask(ricognizione.pk), key=lambda riga: (riga[0] or "", riga[1]))
    return tuple(ProrogaCongelata(ente or "", _last_day(al), motivo, atto) for ente, al, motivo, atto in righe)


def _integrations(ricognizione: Ricognizione) -> tuple[IntegrazioneCongelata, ...]:
    return tuple(
        IntegrazioneCongelata(ente or "", mittenti, ricevuta_il, canale, protocollo)
        for ente, mittenti, ricevuta_il, canale, protocollo in _INTEGRAZIONI.ask(ricognizione.pk)
    )
