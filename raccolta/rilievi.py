"""What the rules find on the schede now: the whole registry, run on many in a few queries, with the reasons given."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q, QuerySet
from msgspec import Struct
from msgspec.structs import replace

from enti.domande import Domanda
from enti.models import Comune, Ente
from enti.territorio import comuni_of
from lessico.regime import Regime
from lessico.regola import Gravita, Segnalazione, run_rules
from patrimonio.alloggi.conti import RegistroContato, load_counts
from patrimonio.models import Scheda
from raccolta.controlli import REGOLE
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.models import Certificazione, Motivazione
from raccolta.quote import Quota, find_quotas
from raccolta.regime import Codice, load_codes
from raccolta.valori import SchedaCongelata, build_schede, thaw_scheda


class Motivata(Struct, frozen=True):
    """A written reason: of which rule, on which values."""

    pk: int
    regola: str
    impronta: str
    testo: str
    autore: str
    data: date
    celle: tuple[str, ...] = ()


class RilievoVivo(Struct, frozen=True):
    """A finding, with the reason that excuses it and the one that did before its values changed."""

    segnalazione: Segnalazione
    motivazione: Motivata | None = None
    decaduta: Motivata | None = None

    @property
    def aperto(self) -> bool:
        """Whether it still stands in the way."""
        return self.segnalazione.ferma and self.motivazione is None


class Controllo(Struct, frozen=True):
    """What the rules say of a scheda; ``decadute`` are the reasons that no finding needs any longer.

    ``quote``: its percentages made units, with their arithmetic. ``viva``, ``precedente`` and ``regime`` are what was
    looked at, so that who shows the findings beside the values does not read them again.
    """

    rilievi: tuple[RilievoVivo, ...] = ()
    decadute: tuple[Motivata, ...] = ()
    quote: tuple[Quota, ...] = ()
    viva: SchedaCongelata | None = None
    regime: Regime | None = None
    precedente: SchedaCongelata | None = None

    def open_of(self, gravita: Gravita) -> tuple[RilievoVivo, ...]:
        """The findings of a weight that still stand in the way."""
        return tuple(r for r in self.rilievi if r.aperto and r.segnalazione.gravita is gravita)


def _certified(
    ambiti: Collection[int], anni: Collection[int], enti: Collection[str], d_ambito: int | None
) -> QuerySet[Certificazione, Any]:
    """The certifications of some enti, and of the schede d'ambito where they are wanted."""
    di_chi = Q(scheda__ente__in=enti) | (Q(scheda__ente=None) if d_ambito else Q(pk__in=()))
    righe = Certificazione.objects.for_system().filter(
        di_chi, scheda__ricognizione__ambito__in=ambiti, scheda__ricognizione__anno__in=anni
    )
    colonne = ("scheda__ricognizione__ambito", "scheda__ricognizione__anno", "scheda__ente", "contenuto")
    return righe.order_by("numero").values_list(*colonne)


_PRIMA: Final = Domanda(_certified)
_ENTI: Final = Domanda(lambda enti: Ente.objects.filter(pk__in=enti))
_UNITI: Final = Domanda(
    lambda enti: Ente.comuni_uniti.through.objects.filter(ente__in=enti).values_list("ente_id", "comune_id")
)
_COMUNI: Final = Domanda(lambda codici: Comune.objects.filter(pk__in=codici).values_list("istat", "nome"))
_MOTIVAZIONI: Final = Domanda(
    lambda schede: Motivazione.objects.for_system().filter(scheda__in=schede).order_by("data", "pk")
)


def find_findings(esame: SchedaInEsame, codice: Codice) -> tuple[Segnalazione, ...]:
    """The whole registry on one scheda; no query."""
    return run_rules(
        REGOLE,
        esame,
        codice.regime,
        anno=esame.anno,
        valori=esame.valori,
        da_verificare=codice.da_verificare,
    )


def build_controlli(
    schede: Collection[Scheda], valori: Mapping[int, SchedaCongelata] | None = None
) -> Mapping[int, Controllo]:
    """By primary key, in a number of queries that does not depend on how many; ``valori`` where they are at hand."""
    if not schede:
        return {}
    codici = load_codes({scheda.ricognizione_id for scheda in schede})
    esami, motivazioni = build_subjects(schede, codici, valori), load_reasons(schede)
    return {scheda.pk: _check(esami[scheda.pk], codici[scheda.ricognizione_id], motivazioni) for scheda in schede}


def _check(esame: SchedaInEsame, codice: Codice, motivazioni: Mapping[int, tuple[Motivata, ...]]) -> Controllo:
    segnalazioni, quote = _examine(esame, codice)
    controllo = with_reasons(segnalazioni, motivazioni.get(esame.pk, ()))
    return replace(controllo, quote=quote, viva=esame.scheda, regime=codice.regime, precedente=esame.precedente)


@lru_cache(maxsize=512)
def _examine(esame: SchedaInEsame, codice: Codice) -> tuple[tuple[Segnalazione, ...], tuple[Quota, ...]]:
    """Rules are pure: of the same values, under the same law, they say the same. Kept by content, a few hundred."""
    solo = replace(esame)  # what the rules work out on the way goes when they are done
    return find_findings(solo, codice), find_quotas(solo, codice.regime)


def build_subjects(
    schede: Collection[Scheda], codici: Mapping[int, Codice], valori: Mapping[int, SchedaCongelata] | None = None
) -> Mapping[int, SchedaInEsame]:
    """What the rules look at, of schede of whatever surveys; ``codici`` of load_codes."""
    vive = build_schede(schede) if valori is None else valori
    enti = _owners({scheda.ente_id for scheda in schede if scheda.ente_id})
    prima, registri = _year_before(schede, codici.values()), _registers(enti, codici.values())
    esami = [
        SchedaInEsame(
            pk=scheda.pk,
            anno=(codice := codici[scheda.ricognizione_id]).anno,
            scheda=vive[scheda.pk],
            ente=enti.get(scheda.ente_id or ""),
            precedente=prima.get((codice.ambito, codice.anno - 1, scheda.ente_id or "")),
            registro=registri.get((codice.ambito, scheda.ente_id or "")),
        )
        for scheda in schede
    ]
    return {esame.pk: esame for esame in _with_places(esami)}


def _registers(
    enti: Mapping[str, EnteInEsame], codici: Collection[Codice]
) -> Mapping[tuple[int, str], RegistroContato]:
    """(ambito, ente) → its register, in one query, and one more where an ente has no territory of its own."""
    contati = load_counts(enti)
    altrove = any(not enti[slug].comunale for slug in contati)
    comuni = comuni_of({codice.ambito for codice in codici}) if altrove else {}
    trovati = {
        (codice.ambito, slug): registro if enti[slug].comunale else registro.only_in(comuni.get(codice.ambito, ()))
        for codice in codici
        for slug, registro in contati.items()
    }
    return {chi: registro for chi, registro in trovati.items() if registro.gruppi}


def _owners(slug: Collection[str]) -> Mapping[str, EnteInEsame]:
    """Two queries."""
    uniti: defaultdict[str, list[str]] = defaultdict(list)
    for ente, istat in _UNITI.ask(slug):
        uniti[ente].append(istat)
    return {
        ente.slug: EnteInEsame(
            ente.slug, ente.tipo, str(ente), (ente.comune_id,) if ente.comune_id else tuple(sorted(uniti[ente.slug]))
        )
        for ente in _ENTI.ask(slug)
    }


def _year_before(
    schede: Collection[Scheda], codici: Collection[Codice]
) -> Mapping[tuple[int, int, str], SchedaCongelata]:
    """What each ente certified last for the year before: (ambito, year, ente) → scheda, in one query."""
    enti = {scheda.ente_id for scheda in schede if scheda.ente_id}
    di_ambito = 1 if any(scheda.ente_id is None for scheda in schede) else None
    anni = {(codice.ambito, codice.anno - 1) for codice in codici}
    righe = _PRIMA.ask({a for a, _ in anni}, {n for _, n in anni}, enti, di_ambito)
    ultime = {(a, n, ente or ""): contenuto for a, n, ente, contenuto in righe if (a, n) in anni}
    return {chiave: thaw_scheda(bytes(contenuto)) for chiave, contenuto in ultime.items()}


def _with_places(esami: Collection[SchedaInEsame]) -> Iterable[SchedaInEsame]:
    """The same, with the names of the comuni that each speaks of: one query."""
    codici = {esame.pk: _codes_in(esame) for esame in esami}
    nomi = dict(_COMUNI.ask(set[str]().union(*codici.values())))
    for esame in esami:
        luoghi = tuple((istat, nomi[istat]) for istat in sorted(codici[esame.pk]) if istat in nomi)
        yield replace(esame, luoghi=luoghi)


def _codes_in(esame: SchedaInEsame) -> frozenset[str]:
    """The comuni of its ente, and those of its rows, this year and the year before."""
    comuni = esame.ente.comuni if esame.ente else ()
    return frozenset(comuni).union(*(_locations(scheda) for scheda in (esame.scheda, esame.precedente) if scheda))


@lru_cache(maxsize=1024)
def _locations(scheda: SchedaCongelata) -> frozenset[str]:
    tabelle = (scheda.consistenza, scheda.disponibilita, scheda.assegnabili, scheda.riserve, scheda.esiti)
    return frozenset(riga.ubicazione for righe in tabelle for riga in righe if riga.ubicazione)


def load_reasons(schede: Collection[Scheda]) -> Mapping[int, tuple[Motivata, ...]]:
    """The written reasons of some schede, in one query, the newest last."""
    trovate: defaultdict[int, list[Motivata]] = defaultdict(list)
    for riga in _MOTIVAZIONI.ask({scheda.pk for scheda in schede}):
        trovate[riga.scheda_id or 0].append(reason_of(riga))
    return {scheda: tuple(motivate) for scheda, motivate in trovate.items()}


def reason_of(riga: Motivazione) -> Motivata:
    """A row as a value."""
    celle = tuple(riga.celle)
    return Motivata(riga.pk, riga.regola, riga.impronta_valori, riga.testo, riga.autore, riga.data, celle)


def with_reasons(segnalazioni: Collection[Segnalazione], motivate: Collection[Motivata]) -> Controllo:
    """Each finding with its reason; a reason whose values have changed excuses nothing, and is shown as lapsed."""
    buone = {(m.regola, m.impronta): m for m in motivate}
    attuali = {(s.regola, s.impronta) for s in segnalazioni if s.si_motiva}
    vecchie = {(m.regola, m.celle): m for m in motivate if (m.regola, m.impronta) not in attuali}
    rilievi = tuple(
        RilievoVivo(
            s,
            buone.get((s.regola, s.impronta)) if s.si_motiva else None,
            _lapsed(s, vecchie) if (s.regola, s.impronta) not in buone else None,
        )
        for s in segnalazioni
    )
    riprese = {r.decaduta.pk for r in rilievi if r.decaduta}
    return Controllo(rilievi, tuple(m for m in vecchie.values() if m.pk not in riprese))


def _lapsed(s: Segnalazione, vecchie: Mapping[tuple[str, tuple[str, ...]], Motivata]) -> Motivata | None:
    """The last reason of the same rule on some of the same celle."""
    simili = [m for (regola, celle), m in vecchie.items() if regola == s.regola and set(celle) & set(s.celle)]
    return simili[-1] if simili else None
