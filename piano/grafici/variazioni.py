"""The chart of what changed from one year to the next."""

from collections.abc import Iterator, Sequence

from lessico.grafici.barre import SOTTO
from lessico.grafici.righe import ALTA, Cornice, Riga, draw_rows, margin, scale
from lessico.grafici.segni import CHIARO, LARGHEZZA, SCURO, bar, line, measure, words
from piano.confronto import write_change


def changes(domanda: str, righe: Sequence[Riga], colonne: tuple[str, str]) -> tuple[str, ...]:
    """Before and after of two numbers: bars of the difference, to the right where it grows, and the two numbers."""
    sinistra = margin(righe)
    largo = (LARGHEZZA - sinistra) / 2
    testi = {riga: (write_change(*riga.valori[:2]), write_change(*riga.valori[2:])) for riga in righe}
    scritto = max((measure(testo) for coppia in testi.values() for testo in coppia), default=0.0) + 12
    passi = [_half(righe, posto, (largo - scritto) / 2) for posto in (0, 2)]

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        for posto, passo in enumerate(passi):
            prima, dopo = riga.valori[2 * posto : 2 * posto + 2]
            zero, lungo = x + (largo - scritto) / 2, abs(dopo - prima) * passo
            if lungo:
                da = zero if dopo > prima else zero - lungo
                yield bar(da, y - ALTA / 2, lungo, ALTA, SCURO if dopo > prima else CHIARO, orlo=SCURO)
            yield line(zero, y - 7.5, zero, y + 7.5)
            yield words(x + largo - scritto + 4, y + SOTTO, testi[riga][posto])
            x += largo

    testa = tuple(words(sinistra + i * largo, 10, colonna, grassetto=True) for i, colonna in enumerate(colonne))
    return draw_rows(domanda, righe, Cornice(sinistra, testa, 18), segna)


def _half(righe: Sequence[Riga], posto: int, spazio: float) -> float:
    return scale((abs(riga.valori[posto + 1] - riga.valori[posto]) for riga in righe), spazio - 2)
