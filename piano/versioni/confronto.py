"""Two plans side by side: a pure function of frozen values. Equal plans give an empty comparison, and only they do."""

from collections.abc import Iterator
from typing import Final

from piano.valori import PianoSnapshot
from piano.versioni.esiti import Sfondo, compare_outcomes
from piano.versioni.fatti import compare_data, compare_envelopes
from piano.versioni.numeri import compare_totals, compare_values
from piano.versioni.testi import compare_chapters, compare_headings
from piano.versioni.valori import Confronto, FattoCambiato

ALTRO: Final = "Altro"


def compare(prima: PianoSnapshot, dopo: PianoSnapshot, sfondo: Sfondo | None = None) -> Confronto:
    """Everything in which the two differ, in words; no query.

    ``sfondo`` is what the rules need and the plans do not hold: without it those on the year before are silent.
    """
    schede, testi = compare_values(prima, dopo), compare_chapters(prima, dopo)
    titoli, dati = compare_headings(prima, dopo), compare_data(prima, dopo)
    fatti = compare_envelopes(prima, dopo)
    if not (schede or testi or titoli or dati):
        dati = tuple(_otherwise(prima.contenuti != dopo.contenuti, "Contenuti"))
    if not fatti:
        fatti = tuple(_otherwise(prima.busta != dopo.busta, "Busta"))
    return Confronto(
        cifre=compare_totals(prima, dopo),
        schede=schede,
        testi=testi,
        titoli=titoli,
        dati=dati,
        esiti=compare_outcomes(prima, dopo, sfondo) if prima != dopo else (),
        fatti=fatti,
    )


def _otherwise(diversi: object, che: str) -> Iterator[FattoCambiato]:
    """What differs with no difference in what is read: the order of two rows, an empty row."""
    if diversi:
        yield FattoCambiato(ALTRO, che, "", "Gli stessi dati, scritti in un altro ordine o in un’altra forma.")
