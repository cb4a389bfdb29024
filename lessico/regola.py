"""Regola: one pure function on a frozen value, with a code and a norm; a registry of them is run whole."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from inspect import cleandoc
from typing import Final, Generic, TypedDict, TypeVar, Unpack

from msgspec import Struct

from lessico.congelamento import fingerprint, freeze
from lessico.norme import Norma
from lessico.regime import Regime

S = TypeVar("S")
"""What a rule looks at: a scheda with what surrounds it, or a plan."""

_registro_del_programma: Final = logging.getLogger(__name__)


class Gravita(StrEnum):
    """How much a finding weighs: it blocks an act, blocks it until motivated, informs, or is a matter of style."""

    BLOCCANTE = "bloccante"
    DA_MOTIVARE = "da_motivare"
    INFORMATIVA = "informativa"
    STILE = "stile"


class Mancanti(StrEnum):
    """What a rule does where a value is missing: it is silent, takes a nil as zero, or looks all the same."""

    SALTA = "salta"
    ZERO = "zero"
    SEMPRE = "sempre"


class Rilievo(Struct, frozen=True):
    """What a rule found: the celle it looked at, why, what to do.

    ``altri`` are the operands that are in no cella of this scheda (last year's, the law's): a reason given for the
    finding is bound to them as well.
    """

    celle: tuple[str, ...]
    perche: str
    cosa_fare: str
    altri: tuple[str, ...] = ()


class Regola(Struct, Generic[S], frozen=True, kw_only=True):
    """A line of the registry. ``dal`` and ``al`` are years of the plan, both included.

    ``atti``: what a finding stands in the way of. ``parametro``: the number of the law that it needs. ``si_motiva`` is
    false where a written reason is not enough. ``cede_a``: the rules whose finding on the same celle says it better.
    """

    codice: str
    norma: Norma
    gravita: Gravita
    mancanti: Mancanti
    funzione: Callable[[S, Regime], Iterator[Rilievo]]
    parametro: str = ""
    dal: int | None = None
    al: int | None = None
    atti: tuple[str, ...] = ()
    si_motiva: bool = True
    cede_a: tuple[str, ...] = ()

    @property
    def frase(self) -> str:
        """What must hold, in a sentence for the user: it is the docstring of the function."""
        return cleandoc(self.funzione.__doc__ or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")

    def applies(self, anno: int, regime: Regime) -> bool:
        """Whether the rule is in force in a year, and the regime has the number that it needs."""
        in_vigore = (self.dal or anno) <= anno <= (self.al or anno)
        return in_vigore and (not self.parametro or regime.limite(self.parametro) is not None)

    def check(self, valore: S, regime: Regime) -> list[Rilievo]:
        """What the function finds."""
        return list(self.funzione(valore, regime))


class Opzioni(TypedDict, total=False):
    """What a rule may say of itself besides; see Regola."""

    parametro: str
    dal: int
    al: int
    atti: tuple[str, ...]
    si_motiva: bool
    cede_a: tuple[str, ...]


def regola(
    codice: str, norma: Norma, gravita: Gravita, mancanti: Mancanti, **opzioni: Unpack[Opzioni]
) -> Callable[[Callable[[S, Regime], Iterator[Rilievo]]], Regola[S]]:
    """Make a rule of a function; see Regola for what each argument means."""

    def make(funzione: Callable[[S, Regime], Iterator[Rilievo]]) -> Regola[S]:
        return Regola(codice=codice, norma=norma, gravita=gravita, mancanti=mancanti, funzione=funzione, **opzioni)

    return make


class Segnalazione(Struct, frozen=True, kw_only=True):
    """A finding with the rule that made it, its weight here, and the impronta of the values it looked at.

    ``guasta``: the rule itself failed, so that nobody knows.
    """

    regola: str
    norma: str
    gravita: Gravita
    celle: tuple[str, ...]
    perche: str
    cosa_fare: str
    impronta: str
    atti: tuple[str, ...] = ()
    si_motiva: bool = False
    guasta: bool = False

    @property
    def ferma(self) -> bool:
        """Whether it stands in the way of an act, unless a reason is given."""
        return self.gravita in (Gravita.BLOCCANTE, Gravita.DA_MOTIVARE)


def run_rules(
    regole: Iterable[Regola[S]],
    valore: S,
    regime: Regime,
    *,
    anno: int,
    valori: Mapping[str, object],
    da_verificare: frozenset[str] = frozenset(),
) -> tuple[Segnalazione, ...]:
    """All the findings of a registry on a value, in its order; one for each problem.

    ``valori``: what is in each cella, for the impronta. ``da_verificare``: the parameters whose text of law nobody has
    read: a rule that rests on one never blocks. A rule that raises is a finding of its own and hides no other.
    """
    in_vigore = [regola for regola in regole if regola.applies(anno, regime)]
    trovate = [s for regola in in_vigore for s in _run(regola, valore, regime, valori, da_verificare)]
    return _one_for_each_problem(trovate, {regola.codice: regola.cede_a for regola in in_vigore})


def _run(
    regola: Regola[S], valore: S, regime: Regime, valori: Mapping[str, object], da_verificare: frozenset[str]
) -> list[Segnalazione]:
    try:
        rilievi = regola.check(valore, regime)
    except Exception:
        _registro_del_programma.exception("La regola %s non si è potuta applicare", regola.codice)
        return [_broken(regola)]
    incerta = regola.parametro in da_verificare and regola.gravita is Gravita.BLOCCANTE
    gravita = Gravita.DA_MOTIVARE if incerta else regola.gravita
    return [
        Segnalazione(
            regola=regola.codice,
            norma=str(regola.norma),
            gravita=gravita,
            celle=rilievo.celle,
            perche=rilievo.perche,
            cosa_fare=rilievo.cosa_fare,
            impronta=seal(regola.codice, rilievo, valori),
            atti=regola.atti,
            si_motiva=regola.si_motiva and gravita is Gravita.DA_MOTIVARE,
        )
        for rilievo in rilievi
    ]


def _broken(regola: Regola[S]) -> Segnalazione:
    """It never blocks for good: who answers for the data can say in writing that they were looked at by hand."""
    ferma = regola.gravita in (Gravita.BLOCCANTE, Gravita.DA_MOTIVARE)
    return Segnalazione(
        regola=regola.codice,
        norma=str(regola.norma),
        gravita=Gravita.DA_MOTIVARE if ferma else regola.gravita,
        celle=(),
        perche=f"Il controllo «{regola.frase}» non si è potuto fare: è un guasto del programma, non dei dati.",
        cosa_fare="Va segnalato a chi gestisce Pianocasa. Per proseguire si scrive di aver verificato a mano.",
        impronta=fingerprint(freeze((regola.codice, "guasta"))),
        atti=regola.atti,
        si_motiva=ferma,
        guasta=True,
    )


def seal(codice: str, rilievo: Rilievo, valori: Mapping[str, object]) -> str:
    """The impronta of what a finding looked at: it changes when, and only when, one of those values does."""
    guardati = [(cella, _as_text(valori.get(cella))) for cella in sorted(set(rilievo.celle))]
    return fingerprint(freeze((codice, guardati, rilievo.altri)))


def _as_text(valore: object) -> str:
    return "" if valore is None else str(valore)


def _one_for_each_problem(
    trovate: Sequence[Segnalazione], cede_a: Mapping[str, tuple[str, ...]]
) -> tuple[Segnalazione, ...]:
    """Where something blocks, what weighs less on the same celle waits; so does what another rule says better."""

    def is_held_back(s: Segnalazione) -> bool:
        celle = set(s.celle)
        vicine = [altra for altra in trovate if altra is not s and not celle.isdisjoint(altra.celle)]
        bloccata = s.gravita is not Gravita.BLOCCANTE and any(a.gravita is Gravita.BLOCCANTE for a in vicine)
        return bloccata or any(a.regola in cede_a[s.regola] for a in vicine)

    return tuple(s for s in trovate if not is_held_back(s))
