"""The findings of the rules in words: how much they weigh, why, what to do, by which norm, and where the values are."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from msgspec import Struct

from assegnazioni.voci import PONTE
from lessico.cella import NON_RIPARTITA
from lessico.regola import Gravita, Segnalazione
from raccolta.controlli import ponte
from raccolta.lettura.etichette import Nomi, label_of
from raccolta.quadri import QUADRI
from raccolta.rilievi import Motivata, RilievoVivo

GRAVITA: Final[Mapping[Gravita, str]] = {
    Gravita.BLOCCANTE: "Da correggere",
    Gravita.DA_MOTIVARE: "Da spiegare",
    Gravita.INFORMATIVA: "Da sapere",
    Gravita.STILE: "Da rileggere",
}
"""Weight → what is expected of who reads."""


_DEL_PONTE: Final = frozenset(regola.codice for regola in ponte.REGOLE)


class Luogo(Struct, frozen=True):
    """A cella in words, and the page where it is."""

    testo: str
    indirizzo: str


class RilievoDetto(Struct, frozen=True, kw_only=True):
    """``gravita`` in words; ``aperto``: it still stands in the way; ``si_motiva``: a written reason is enough.

    ``del_ponte``: it is settled on the page of the bridge.
    """

    codice: str
    peso: str
    gravita: str
    perche: str
    cosa_fare: str
    norma: str
    luoghi: tuple[Luogo, ...]
    impronta: str
    aperto: bool
    si_motiva: bool
    motivazione: Motivata | None = None
    decaduta: Motivata | None = None
    del_ponte: bool = False


def describe_findings(scheda: int, rilievi: Iterable[RilievoVivo], nomi: Nomi) -> tuple[RilievoDetto, ...]:
    """In words, in their order, with no query; ``scheda`` is the primary key for the links, ``nomi`` of load_names."""
    return tuple(describe_finding(r, find_places(scheda, r.segnalazione, nomi)) for r in rilievi)


def describe_finding(rilievo: RilievoVivo, luoghi: tuple[Luogo, ...]) -> RilievoDetto:
    """One finding in words; ``luoghi``: where its values are."""
    segnalazione = rilievo.segnalazione
    return RilievoDetto(
        codice=segnalazione.regola,
        peso=segnalazione.gravita.value,
        gravita=GRAVITA[segnalazione.gravita],
        perche=segnalazione.perche,
        cosa_fare=segnalazione.cosa_fare,
        norma=segnalazione.norma,
        luoghi=luoghi,
        impronta=segnalazione.impronta,
        aperto=rilievo.aperto,
        si_motiva=segnalazione.si_motiva,
        motivazione=rilievo.motivazione,
        decaduta=rilievo.decaduta,
        del_ponte=is_of_bridge(segnalazione),
    )


def is_of_bridge(segnalazione: Segnalazione) -> bool:
    """Whether it is settled on the page of the bridge."""
    return segnalazione.regola in _DEL_PONTE


def find_places(scheda: int, segnalazione: Segnalazione, nomi: Nomi) -> tuple[Luogo, ...]:
    """The celle of a finding, each with the page of the scheda where it is written."""
    return tuple(Luogo(_call(cella, nomi), address_of(scheda, cella)) for cella in segnalazione.celle)


def _call(cella: str, nomi: Nomi) -> str:
    """The state of a voce is called as the voce: it is where one goes."""
    voce, _, misura = cella.partition(f"/{NON_RIPARTITA}/")
    return label_of(voce if misura == "stato" else cella, nomi)


def address_of(scheda: int, cella: str) -> str:
    """The page of the scheda where a value is written, at its field."""
    voce = cella.split("/", maxsplit=1)[0]
    if voce == PONTE.codice:
        return f"{reverse('piano:ponte', args=[scheda])}#id_{cella}"
    quadro = next(q.codice for q in QUADRI if any(v.codice == voce for v in q.voci))
    return f"{reverse('raccolta:quadro', args=[scheda, quadro])}#id_{cella}"
