"""The figures of a plan: what a number typed in the prose is compared with."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from piano.controlli.prosa import find_figures
from piano.elenchi import find_comuni, owners
from piano.grandezze import GRANDEZZE
from piano.valori import PianoSnapshot
from raccolta.valori import SchedaCongelata

_NON_CIFRE: Final = frozenset({"versione", "anno", "ordine"})
_TIPI: Final = ("sap", "sas", "altro")
_FONTI: Final = ("stato_di_fatto", "edilizia", "liberazioni", "conferite")
_ESITI: Final = ("offerte", "domande", "assegnate")


def as_number(scritto: str) -> str:
    """A number as Italian writes it, in one form only: «1.475,00» is 1475."""
    intero, _, decimali = scritto.replace(".", "").partition(",")
    resto = decimali.rstrip("0")
    return f"{intero.lstrip('0') or '0'}.{resto}" if resto else intero.lstrip("0") or "0"


def known_figures(piano: PianoSnapshot) -> frozenset[str]:
    """Every value of the plan, every figure in its texts (the chapters left out), every total that it prints."""
    senza_prosa = replace(piano.contenuti, capitoli=(), motivazioni=())
    nei_testi = (n for grandezza in GRANDEZZE.values() for n in find_figures(grandezza(piano)))
    return frozenset(
        (
            *_figures_of(senza_prosa),
            *(str(totale) for totale in _totals(piano) if totale is not None),
            *(as_number(scritto) for scritto in nei_testi),
        )
    )


def _figures_of(valore: object) -> Iterator[str]:
    """The figures of a value and of what it holds."""
    if isinstance(valore, Struct):
        for campo in valore.__struct_fields__:
            if campo not in _NON_CIFRE:
                yield from _figures_of(getattr(valore, campo))
    elif isinstance(valore, tuple):
        for dentro in valore:
            yield from _figures_of(dentro)
    else:
        yield from _written(valore)


def _written(valore: object) -> Iterator[str]:
    """A string of digits is a code; a day, a yes or a no are no figure."""
    if isinstance(valore, int | Decimal) and not isinstance(valore, bool):
        yield as_number(f"{abs(valore):f}".replace(".", ","))
    elif isinstance(valore, str) and not valore.isdecimal():
        yield from (as_number(scritto) for scritto in find_figures(valore.replace("_", " ")))


def _totals(piano: PianoSnapshot) -> Iterator[int | None]:
    """What the tables add up: by owner, and of the year before; how many enti there are, of each kind and band."""
    yield len(piano.contenuti.testata.enti)
    yield from Counter(ente.tipo for ente in piano.contenuti.testata.enti).values()
    yield len(find_comuni(piano))
    yield from Counter(comune.fascia for comune in find_comuni(piano)).values()
    for proprietario in owners(piano):
        yield from _sums(proprietario.scheda)
    if prima := piano.contenuti.precedente:
        totali = [ente.totale for ente in prima.enti]
        yield from totali
        yield sum(totale or 0 for totale in totali)
        yield sum(ente.assegnabili or 0 for ente in prima.enti)


def _sums(scheda: SchedaCongelata) -> Iterator[int | None]:
    yield scheda.stock_total()
    yield scheda.units_assignable()
    yield from (scheda.stock(tipo) for tipo in _TIPI)
    yield from (scheda.units_from(fonte) for fonte in _FONTI)
    yield from (scheda.outcome(misura) for misura in _ESITI)
