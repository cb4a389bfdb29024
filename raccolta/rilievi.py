"""What the rules find on the schede now: the whole registry, run on many in a few queries, with the reasons given."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from msgspec import Struct
from msgspec.structs import replace

from enti.models import Comune, Ente
from enti.territorio import comuni_of
from lessico.congelamento import thaw
from lessico.regime import Regime
from lessico.regola import Gravita, Segnalazione, run_rules
from patrimonio.alloggi.conti import RegistroContato, load_counts
from patrimonio.models import Scheda
from raccolta.controlli import REGOLE
from raccolta.controlli.scheda import EnteInEsame, SchedaInEsame
from raccolta.models import Certificazione, Motivazione
from raccolta.quote import Quota, find_quotas
from raccolta.regime import Codice, load_codes
from raccolta.valori import SchedaCongelata, build_schede


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

    ``quote``: its percentages made units, with their arithmetic. ``viva`` and ``regime`` are what was looked at, so
    that who shows the findings beside the values does not read them again.
    """

    rilievi: tuple[RilievoVivo, ...] = ()
    decadute: tuple[Motivata, ...] = ()
    quote: tuple[Quota, ...] = ()
    viva: SchedaCongelata | None = None
    regime: Regime | None = None

    def open_of(self, gravita: Gravita) -> tuple[RilievoVivo, ...]:
        """The findings of a weight that still stand in the way."""
        return tuple(r for r in self.rilievi if r.aperto and r.segnalazione.gravita is gravita)


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
    controllo = with_reasons(find_findings(esame, codice), motivazioni.get(esame.pk, ()))
    quote = find_quotas(esame, codice.regime)
    return replace(controllo, quote=quote, viva=esame.scheda, regime=codice.regime)


def build_subjects(
    schede: Collection[Scheda], codici: Mapping[int, Codice], valori: Mapping[int, SchedaCongelata] | None = None
) -> Mapping[int, SchedaInEsame]:
    """What the rules look at, of schede of whatever surveys; ``codici`` of load_codes."""
    vive = build_schede(schede) if valori is None else valori
    enti = _owners({scheda.ente_id for scheda in schede if scheda.ente_id})
    prima, luoghi = _year_before(schede, codici.values()), _places(vive.values(), enti.values())
    registri = _registers(enti, codici.values())
    return {
        scheda.pk: SchedaInEsame(
            pk=scheda.pk,
            anno=(codice := codici[scheda.ricognizione_id]).anno,
            scheda=vive[scheda.pk],
            ente=enti.get(scheda.ente_id or ""),
            precedente=prima.get((codice.ambito, codice.anno - 1, scheda.ente_id or "")),
            luoghi=luoghi,
            registro=registri.get((codice.ambito, scheda.ente_id or "")),
        )
        for scheda in schede
    }


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
    for ente, istat in Ente.comuni_uniti.through.objects.filter(ente__in=slug).values_list("ente_id", "comune_id"):
        uniti[ente].append(istat)
    return {
        ente.slug: EnteInEsame(
            ente.slug, ente.tipo, str(ente), (ente.comune_id,) if ente.comune_id else tuple(sorted(uniti[ente.slug]))
        )
        for ente in Ente.objects.filter(pk__in=slug)
    }


def _year_before(
    schede: Collection[Scheda], codici: Collection[Codice]
) -> Mapping[tuple[int, int, str], SchedaCongelata]:
    """What each ente certified last for the year before: (ambito, year, ente) → scheda, in one query."""
    enti = {scheda.ente_id for scheda in schede if scheda.ente_id}
    ambito = Q(scheda__ente=None) if any(scheda.ente_id is None for scheda in schede) else Q(pk__in=())
    anni = {(codice.ambito, codice.anno - 1) for codice in codici}
    ambiti = Q(scheda__ricognizione__ambito__in={a for a, _ in anni})
    righe = (
        Certificazione.objects.for_system()
        .filter(ambiti, scheda__ricognizione__anno__in={n for _, n in anni})
        .filter(Q(scheda__ente__in=enti) | ambito)
        .order_by("numero")
        .values_list("scheda__ricognizione__ambito", "scheda__ricognizione__anno", "scheda__ente", "contenuto")
    )
    ultime = {(a, n, ente or ""): contenuto for a, n, ente, contenuto in righe if (a, n) in anni}
    return {chiave: thaw(bytes(contenuto), SchedaCongelata) for chiave, contenuto in ultime.items()}


def _places(schede: Collection[SchedaCongelata], enti: Collection[EnteInEsame]) -> Mapping[str, str]:
    """The names of the comuni that the schede and the enti speak of: one query."""
    codici = {istat for ente in enti for istat in ente.comuni}
    for scheda in schede:
        for righe in (scheda.consistenza, scheda.disponibilita, scheda.assegnabili, scheda.riserve, scheda.esiti):
            codici |= {riga.ubicazione for riga in righe if riga.ubicazione}
    return dict(Comune.objects.filter(pk__in=codici).values_list("istat", "nome"))


def load_reasons(schede: Collection[Scheda]) -> Mapping[int, tuple[Motivata, ...]]:
    """The written reasons of some schede, in one query, the newest last."""
    righe = Motivazione.objects.for_system().filter(scheda__in=[scheda.pk for scheda in schede]).order_by("data", "pk")
    trovate: defaultdict[int, list[Motivata]] = defaultdict(list)
    for riga in righe:
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
