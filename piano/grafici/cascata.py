"""The waterfall: how a number is reached from others, one step after the other, the result at the end."""

from collections.abc import Iterator, Sequence

from lessico import italiano
from lessico.grafici.righe import ALTA, Cornice, Riga, draw_rows, fit, margin, scale
from lessico.grafici.segni import AMBRA, CHIARO, CORPO, INCHIOSTRO, SCURO, bar, measure, words
from raccolta.ponte import Ponte

_SOTTO = CORPO * 0.34


def waterfall(domanda: str, passi: Sequence[tuple[str, int]], arrivo: tuple[str, int]) -> tuple[str, ...]:
    """Steps with their sign (dark what adds, pale what takes away), each from where the one before ended."""
    righe = [Riga(nome, (da, da + quanto), _signed(quanto)) for (nome, quanto), da in _from(passi)]
    righe.append(Riga(arrivo[0], (0, arrivo[1]), italiano.numero(arrivo[1])))
    minimo, massimo = min(0, *(min(r.valori) for r in righe)), max(0, *(max(r.valori) for r in righe))
    sinistra = margin(righe)
    passo = scale((massimo - minimo,), fit(sinistra, max(measure(riga.detto, grassetto=True) for riga in righe) + 10))
    ultima = righe[-1]

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        da, a = riga.valori
        zero, lungo = x + (min(da, a) - minimo) * passo, abs(a - da) * passo
        tinta = AMBRA if riga is ultima else SCURO if a >= da else CHIARO
        if lungo:
            yield bar(zero, y - ALTA / 2, lungo, ALTA, tinta, orlo=INCHIOSTRO)
        yield words(zero + lungo + 5, y + _SOTTO, riga.detto, grassetto=riga is ultima)

    return draw_rows(domanda, righe, Cornice(sinistra), segna)


def _from(passi: Sequence[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], int]]:
    """Each step with where it begins."""
    arrivati = 0
    for passo in passi:
        yield passo, arrivati
        arrivati += passo[1]


def _signed(quanto: int) -> str:
    return f"−{italiano.numero(-quanto)}" if quanto < 0 else f"+{italiano.numero(quanto)}" if quanto else "0"


def bridge(domanda: str, ponte: Ponte) -> tuple[str, ...]:
    """From the sources in full to the units available: what is left out of each, what is added, what is unexplained."""
    passi = []
    for riga in ponte.lines_with_something():
        if riga.fonte:
            passi.append((riga.nome, riga.dichiarate))
            passi += [(f"{riga.nome}: non contano", riga.contano - riga.dichiarate)] * (riga.contano != riga.dichiarate)
        else:
            passi.append((riga.nome, riga.contano))
    if ponte.da_spiegare:
        passi.append(("Da spiegare", ponte.da_spiegare))
    return waterfall(domanda, passi, ("Unità disponibili", ponte.disponibili or 0)) if passi else ()
