"""The desk of a person: from incarichi and situazioni to what is owed, what is awaited and what blocks, in words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from enti.calendario import day_of, time_left
from enti.domande import Domanda
from enti.inviti import place_of
from enti.isolamento import Incarichi
from enti.models import Ambito, Designazione, Incarico
from enti.models.utente import Ruolo
from lessico import italiano
from patrimonio.models import Ricognizione, Scheda
from piano.compiti import Compito, Posizione, find_compito
from piano.iter.compiti import find_plan_tasks
from piano.models import IN_BOZZA, Piano
from piano.tavoli import Tavolo, build_tavolo
from piano.versioni.voti import find_votes
from raccolta.situazione import build_situazioni

ANNI: Final = 2
"""The last surveys of an ambito that the desk looks at: this year's and the one before."""
_MAI: Final = datetime.max.replace(tzinfo=UTC)


class Voce(Struct, frozen=True, kw_only=True):
    """A person's incarico, with the pages it opens."""

    ruolo: str
    presso: str
    url_persone: str = ""
    url_alloggi: str = ""


class Gruppo(Struct, frozen=True, kw_only=True):
    """What concerns one ambito."""

    ambito: Ambito
    capofila: str
    da_fare: tuple[Compito, ...]
    in_attesa: tuple[Compito, ...]
    tavoli: tuple[Tavolo, ...]
    dirige: bool
    in_preparazione: str = ""

    @property
    def termine(self) -> datetime:
        """The first of its terms; the end of time where there is none."""
        return min((compito.termine or _MAI for compito in self.da_fare), default=_MAI)


class Scrivania(Struct, frozen=True, kw_only=True):
    """The whole desk."""

    gruppi: tuple[Gruppo, ...]
    incarichi: tuple[Voce, ...]
    frase: str
    vuota: tuple[str, ...]
    fogli: tuple[tuple[str, str], ...] = ()

    @property
    def piu_ambiti(self) -> bool:
        """Whether each ambito is named."""
        return len(self.gruppi) > 1

    @property
    def da_fare(self) -> bool:
        """Whether something is owed."""
        return any(gruppo.da_fare for gruppo in self.gruppi)

    @property
    def in_attesa(self) -> bool:
        """Whether something is awaited from others."""
        return any(gruppo.in_attesa or gruppo.in_preparazione for gruppo in self.gruppi)

    @property
    def dirige(self) -> bool:
        """Whether one works for the capofila of an ambito."""
        return any(gruppo.dirige for gruppo in self.gruppi)


def keep_last(ricognizioni: Iterable[Ricognizione]) -> list[Ricognizione]:
    """The last ones of each ambito; wants them from the latest on."""
    per_ambito: defaultdict[int, list[Ricognizione]] = defaultdict(list)
    for ricognizione in ricognizioni:
        per_ambito[ricognizione.ambito_id].append(ricognizione)
    return [ricognizione for righe in per_ambito.values() for ricognizione in righe[:ANNI]]


def build_scrivania(
    chi: Incarichi,
    persona: int,
    ambiti: Iterable[Ambito],
    ricognizioni: Sequence[Ricognizione],
    aperte: Sequence[Ricognizione],
    schede: Iterable[Scheda],
    adesso: datetime,
) -> Scrivania:
    """The desk of ``persona``: ``schede`` are those of the surveys that are ``aperte`` and that the person may see."""
    viste = sorted(schede, key=_by_name)
    situazioni = build_situazioni(viste, adesso, persona)
    per_ambito: defaultdict[int, list[Posizione]] = defaultdict(list)
    for scheda in viste:
        per_ambito[scheda.ricognizione.ambito_id].append(Posizione(scheda, situazioni[scheda.pk]))
    capofila, del_piano = _find_capofila(ricognizioni, adesso), find_plan_tasks(chi, ricognizioni)
    voti = find_votes(chi)
    gruppi = [
        _build_group(
            chi,
            ambito,
            per_ambito[ambito.pk],
            [r for r in aperte if r.ambito_id == ambito.pk],
            capofila,
            del_piano.get(ambito.pk, ()),
        )
        for ambito in ambiti
    ]
    gruppi = [replace(g, da_fare=(*voti.get(g.ambito.pk, ()), *g.da_fare)) for g in gruppi]
    ordinati = tuple(sorted(gruppi, key=lambda gruppo: (gruppo.termine, gruppo.ambito.nome)))
    return Scrivania(
        gruppi=ordinati,
        incarichi=tuple(_describe(incarico) for incarico in chi.tutti),
        frase=_sentence([compito for gruppo in ordinati for compito in gruppo.da_fare], adesso),
        vuota=_why_nothing(chi, ordinati),
        fogli=tuple(_workbooks(chi, viste)),
    )


def _by_name(scheda: Scheda) -> tuple[bool, str]:
    """As they are read on a list: the enti by name, the scheda d'ambito last."""
    return scheda.ente is None, str(scheda.ente)


def _workbooks(chi: Incarichi, viste: Sequence[Scheda]) -> Iterator[tuple[str, str]]:
    """For an ente that has a scheda in more ambiti, the page where one workbook serves for all: name and address."""
    quante = Counter((str(s.ente), s.ente_id, s.ricognizione.anno) for s in viste if s.ente_id in chi.enti)
    for (nome, ente, anno), schede in sorted(quante.items()):
        if schede > 1:
            yield f"{nome}, {anno}", reverse("raccolta:fogli_ente", args=[ente, anno])


_PROPOSTI: Final = Domanda(
    lambda ricognizioni: (
        Piano.objects.for_system()
        .filter(ricognizione__in=ricognizioni)
        .exclude(stato__in=IN_BOZZA)
        .values_list("ricognizione_id")
    )
)
_CAPOFILA: Final = Domanda(
    lambda ambiti, oggi: (
        Designazione.objects.filter(ambito__in=ambiti, ruolo="capofila", al=None, data__lte=oggi)
        .select_related("ente")
        .order_by("data")
    )
)


def find_open(ricognizioni: Sequence[Ricognizione]) -> list[Ricognizione]:
    """Of the surveys, those whose plan is still in the making: of the others nothing is owed."""
    chiuse = {pk for (pk,) in _PROPOSTI.ask([ricognizione.pk for ricognizione in ricognizioni])}
    return [ricognizione for ricognizione in ricognizioni if ricognizione.pk not in chiuse]


def _find_capofila(ricognizioni: Sequence[Ricognizione], adesso: datetime) -> Mapping[int, str]:
    """The capofila of each ambito, in words."""
    righe = _CAPOFILA.ask({r.ambito_id for r in ricognizioni}, day_of(adesso))
    return {riga.ambito_id: str(riga.ente) for riga in righe}


def _build_group(
    chi: Incarichi,
    ambito: Ambito,
    posizioni: Sequence[Posizione],
    ricognizioni: Sequence[Ricognizione],
    capofila: Mapping[int, str],
    del_piano: Collection[Compito],
) -> Gruppo:
    dirige = ambito.pk in chi.with_role(Ruolo.CAPOFILA)
    compiti = [
        c for p in posizioni if (c := find_compito(p, _roles_on(chi, p.scheda), recente=_is_last(p, ricognizioni)))
    ]
    compiti += del_piano
    tavoli = [build_tavolo(r, [p for p in posizioni if p.scheda.ricognizione_id == r.pk]) for r in ricognizioni]
    return Gruppo(
        ambito=ambito,
        capofila=capofila.get(ambito.pk, ""),
        da_fare=_in_order(c for c in compiti if c.mio),
        in_attesa=_in_order(c for c in compiti if not c.mio),
        tavoli=tuple(tavoli) if dirige else (),
        dirige=dirige,
        in_preparazione=_awaited_plan(ricognizioni) if ambito.pk in chi.with_role(Ruolo.ASSEMBLEA) else "",
    )


def _is_last(posizione: Posizione, ricognizioni: Collection[Ricognizione]) -> bool:
    return posizione.scheda.ricognizione.anno == max(r.anno for r in ricognizioni)


def _in_order(compiti: Iterable[Compito]) -> tuple[Compito, ...]:
    return tuple(sorted(compiti, key=lambda compito: (compito.termine or _MAI, -compito.anno, compito.nome)))


def _roles_on(chi: Incarichi, scheda: Scheda) -> frozenset[str]:
    """One's roles for whom the scheda is of: an ente, or the ambito."""
    if scheda.ente_id:
        return frozenset(i.ruolo for i in chi.tutti if i.ente_id == scheda.ente_id)
    return frozenset(i.ruolo for i in chi.tutti if i.ambito_id == scheda.ricognizione.ambito_id)


def _awaited_plan(ricognizioni: Sequence[Ricognizione]) -> str:
    if not ricognizioni:
        return ""
    return f"Il piano {ricognizioni[0].anno} è in preparazione: comparirà qui quando sarà proposto."


def _describe(incarico: Incarico) -> Voce:
    persone = ""
    if incarico.ambito and incarico.ruolo == Ruolo.CAPOFILA:
        persone = reverse("enti:persone", args=[incarico.ambito.slug])
    elif incarico.ruolo in (Ruolo.CERTIFICATORE, Ruolo.PARERE):
        persone = reverse("enti:persone_ente", args=[incarico.ente_id])
    return Voce(
        ruolo=incarico.get_ruolo_display(),
        presso=place_of(incarico),
        url_persone=persone,
        url_alloggi=_register_of(incarico),
    )


def _register_of(incarico: Incarico) -> str:
    """Its dwellings; an assembly has none."""
    di_chi = incarico.ente_id or (f"ambito-{incarico.ambito_id}" if incarico.ruolo == Ruolo.CAPOFILA else "")
    return f"{reverse('raccolta:unita')}?di={di_chi}" if di_chi else ""


def _sentence(da_fare: Sequence[Compito], adesso: datetime) -> str:
    """How much is owed and by when the first of it."""
    if not da_fare:
        return ""
    quante = italiano.maiuscola(italiano.conta(len(da_fare), "cosa da fare", "cose da fare"))
    termini = [compito.termine for compito in da_fare if compito.termine and compito.termine > adesso]
    if not termini:
        return f"{quante}."
    primo = min(termini)
    entro = f"{italiano.scadenza('il', primo)}: {time_left(primo, adesso)}"
    return f"{quante}, entro {entro}." if len(da_fare) == 1 else f"{quante}. La prima entro {entro}."


NULLA: Final[Mapping[str, str]] = {
    Ruolo.CAPOFILA: "Nulla da fare per la scheda d’ambito. A che punto sono gli enti si legge qui sotto.",
    Ruolo.COMPILATORE: "Nulla da compilare ora.",
    Ruolo.CERTIFICATORE: "Nulla da certificare ora.",
    Ruolo.PARERE: "Il parere si chiede quando il piano è proposto: comparirà qui.",
    Ruolo.ASSEMBLEA: "All’Assemblea si chiede di leggere il piano quando è proposto, e di approvarlo.",
    Ruolo.LETTURA: "Con la sola lettura non c’è nulla da fare: qui sotto c’è ciò che si può leggere.",
}


def _why_nothing(chi: Incarichi, gruppi: Sequence[Gruppo]) -> tuple[str, ...]:
    """What stands in place of an empty list, one sentence a role."""
    if any(gruppo.da_fare for gruppo in gruppi):
        return ()
    ruoli = {incarico.ruolo for incarico in chi.tutti}
    return tuple(frase for ruolo, frase in NULLA.items() if ruolo in ruoli)
