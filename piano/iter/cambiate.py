"""A plan that is opened again: which parts were declared to change, and which really have."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from enti.calendario import day_of
from lessico.congelamento import thaw
from piano.componi.testi import write_heading
from piano.models import AttoDiVersione, Emendamento, Piano, Rettifica, StatoPiano, Versione
from piano.services import find_amendment
from piano.valori import PianoSnapshot, RigaCongelata, Testata
from raccolta.celle import values_of
from raccolta.quadri import whole_of

DALLA_TESTATA: Final[Mapping[str, tuple[str, ...]]] = {
    "contesto": ("enti", "altri_enti", "comuni", "usciti"),
    "percorso": ("designazioni", "finestre", "proroghe", "integrazioni"),
}
"""Section → what it tells of the heading of the plan; the others are written from voci, or from texts."""


class Riapertura(Struct, frozen=True, kw_only=True):
    """Why a plan is written again, and the headings: of what was named, of what changed, of what changed unnamed.

    ``votata``: the Assembly decided it while it approved. ``da``: the number of the version from which one starts.
    """

    motivo: str
    votata: bool
    quando: date
    da: int
    dichiarate: tuple[str, ...] = ()
    cambiate: tuple[str, ...] = ()
    non_dichiarate: tuple[str, ...] = ()


class Apertura(Struct, frozen=True):
    """What opens a plan again, and the version from which it starts."""

    riga: Emendamento | Rettifica
    versione: Versione

    def find_changed(self, dopo: PianoSnapshot) -> Mapping[str, str]:
        """The lines that are no longer as they were: code → heading."""
        return find_changed(thaw(bytes(self.versione.contenuto), PianoSnapshot), dopo)


def look_at_reopening(piano: Piano, snapshot: PianoSnapshot) -> Riapertura | None:
    """What was declared and what has changed; None for a plan that is written for the first time."""
    aperto = find_reopening(piano)
    if aperto is None:
        return None
    riga, cambiate = aperto.riga, aperto.find_changed(snapshot)
    titoli = {r.codice: write_heading(r, snapshot) for r in snapshot.contenuti.schema}
    return Riapertura(
        motivo=riga.testo if isinstance(riga, Emendamento) else riga.motivo,
        votata=isinstance(riga, Emendamento),
        quando=riga.data if isinstance(riga, Emendamento) else day_of(riga.aperta_il),
        da=aperto.versione.numero,
        dichiarate=tuple(titoli.get(codice, codice) for codice in riga.sezioni),
        cambiate=tuple(cambiate.values()),
        non_dichiarate=tuple(titolo for codice, titolo in cambiate.items() if codice not in riga.sezioni),
    )


def find_reopening(piano: Piano) -> Apertura | None:
    """The changes that were voted, else the correction under way; none where the plan was never closed."""
    riga = find_reason(piano)
    if riga is None:
        return None
    versioni = Versione.objects.for_system().filter(piano=piano).defer("html", "pdf").order_by("-numero")
    if isinstance(riga, Rettifica):  # while one is open nothing is approved after what it corrects
        versioni = versioni.filter(atto__in=(AttoDiVersione.APPROVAZIONE, AttoDiVersione.PUBBLICAZIONE))
    versione = versioni.first()
    return Apertura(riga, versione) if versione else None


def find_reason(piano: Piano) -> Emendamento | Rettifica | None:
    """The row that says why a plan is written again, and which parts were named."""
    if piano.stato == StatoPiano.MODIFICHE:
        return find_amendment(piano)
    return Rettifica.objects.for_system().filter(piano=piano, chiusa_il=None).first()


def find_changed(prima: PianoSnapshot, dopo: PianoSnapshot) -> Mapping[str, str]:
    """Code → heading of the lines whose text, data or heading is another, in the order of the plan.

    What is only derived, as a total that another section repeats, is not a change of its own.
    """
    voci, testata = frozenset(_voci(prima, dopo)), frozenset(_of_heading(prima, dopo))
    righe = {riga.codice: (riga, dopo) for riga in dopo.contenuti.schema}
    righe |= {r.codice: (r, prima) for r in prima.contenuti.schema if r.codice not in righe}
    diverse = {
        *(codice for codice in righe if _written(prima, codice) != _written(dopo, codice)),
        *(codice for codice, (riga, _) in righe.items() if _is_moved_by(riga, voci, testata)),
    }
    return {codice: write_heading(*righe[codice]) for codice in righe if codice in diverse}


def _written(piano: PianoSnapshot, codice: str) -> tuple[object, ...]:
    """The line, and its text."""
    righe = (riga for riga in piano.contenuti.schema if riga.codice == codice)
    testi = (capitolo for capitolo in piano.contenuti.capitoli if capitolo.codice == codice)
    return next(righe, None), next(testi, None)


def _is_moved_by(riga: RigaCongelata, voci: frozenset[str], testata: frozenset[str]) -> bool:
    return bool(voci & {*riga.voci, riga.sezione}) or riga.sezione in testata


def _voci(prima: PianoSnapshot, dopo: PianoSnapshot) -> Iterator[str]:
    """The voci of which a value, a limit or a reason is another; also the whole of which they are a part."""
    era, ora = (dict(_values(piano)) for piano in (prima, dopo))
    diverse = {cella for ente, cella in era.keys() | ora.keys() if era.get((ente, cella)) != ora.get((ente, cella))}
    for voce in {cella.partition("/")[0] for cella in diverse}:
        intera = whole_of(voce)
        yield from (voce, intera.codice) if intera else (voce,)
    vecchi, nuovi = ({limite.codice: limite for limite in p.contenuti.regime.limiti} for p in (prima, dopo))
    yield from (codice for codice in vecchi.keys() | nuovi.keys() if vecchi.get(codice) != nuovi.get(codice))
    if prima.contenuti.motivazioni != dopo.contenuti.motivazioni:
        yield "motivazioni"


def _values(piano: PianoSnapshot) -> Iterator[tuple[tuple[str, str], object]]:
    for scheda in (*piano.contenuti.schede, piano.contenuti.scheda_ambito):
        if scheda:
            yield from (((scheda.ente, cella), valore) for cella, valore in values_of(scheda).items())


def _of_heading(prima: PianoSnapshot, dopo: PianoSnapshot) -> Iterator[str]:
    for sezione, campi in DALLA_TESTATA.items():
        if _take(prima.contenuti.testata, campi) != _take(dopo.contenuti.testata, campi):
            yield sezione


def _take(testata: Testata, campi: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(testata, campo) for campo in campi)
