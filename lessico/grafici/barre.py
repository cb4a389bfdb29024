"""Bar charts: what a number is made of, many numbers side by side, a part of a whole."""

from collections.abc import Iterator, Sequence
from typing import Final

from lessico import italiano
from lessico.grafici.righe import ALTA, NOMI, Cornice, Riga, draw_rows, fit, margin, scale
from lessico.grafici.segni import (
    AMBRA,
    CHIARO,
    CORPO,
    INCHIOSTRO,
    LARGHEZZA,
    MEDIO,
    SCURO,
    TENUE,
    bar,
    line,
    measure,
    words,
    wrap,
)

TINTE: Final = (SCURO, MEDIO, CHIARO)
"""Dark, middle, pale: told apart by lightness, in grey too."""

SOTTO: Final = CORPO * 0.34
_LEGENDA: Final = 20.0
_NUMERO: Final = 24.0
_POCHE: Final = 5
_STRETTI: Final = 118.0


def stacked(domanda: str, righe: Sequence[Riga], nomi: Sequence[str], corti: Sequence[str]) -> tuple[str, ...]:
    """What a number is made of: parts one after the other; at the end the sum, and the parts by name."""
    note = {riga: _parts(riga, corti) for riga in righe}
    sinistra = margin(righe)
    totale = max((measure(italiano.numero(sum(r.valori)), grassetto=True) for r in righe), default=0.0)
    destra = totale + max((measure(nota) for nota in note.values()), default=0.0) + 16
    passo = scale((sum(riga.valori) for riga in righe), fit(sinistra, destra))

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        for valore, tinta in zip(riga.valori, TINTE, strict=False):
            if valore:
                yield bar(x, y - ALTA / 2, valore * passo, ALTA, tinta, orlo=SCURO)
            x += valore * passo
        yield words(x + 5, y + SOTTO, italiano.numero(sum(riga.valori)), grassetto=True)
        yield words(
            x + 10 + measure(italiano.numero(sum(riga.valori)), grassetto=True), y + SOTTO, note[riga], colore=TENUE
        )

    return draw_rows(domanda, righe, Cornice(sinistra, tuple(_legend(sinistra, nomi)), _LEGENDA), segna)


def _parts(riga: Riga, corti: Sequence[str]) -> str:
    """The parts by name: «328 SAP, 12 SAS»; of one part the name alone, for its number is the sum."""
    parti = [(italiano.numero(v), nome) for v, nome in zip(riga.valori, corti, strict=True) if v]
    return parti[0][1] if len(parti) == 1 else ", ".join(f"{quanti} {nome}" for quanti, nome in parti)


def _legend(sinistra: float, nomi: Sequence[str]) -> Iterator[str]:
    x = max(0.0, min(sinistra, LARGHEZZA - sum(ALTA + measure(nome) + 18 for nome in nomi)))
    for nome, tinta in zip(nomi, TINTE, strict=False):
        yield bar(x, 3, ALTA, ALTA, tinta, orlo=SCURO)
        yield words(x + ALTA + 4, 10, nome)
        x += ALTA + measure(nome) + 18


def side_by_side(domanda: str, righe: Sequence[Riga], colonne: Sequence[str]) -> tuple[str, ...]:
    """Many numbers of each row, a column for each, all on one scale; the last column is what the others lead to."""
    sinistra = margin(righe, NOMI if len(colonne) <= _POCHE else _STRETTI)
    largo = (LARGHEZZA - sinistra) / max(1, len(colonne))
    passo = scale((valore for riga in righe for valore in riga.valori), largo - _NUMERO)
    titoli = [wrap(colonna, largo - 3, righe=3) for colonna in colonne]
    alto = 11.0 * max((len(titolo) for titolo in titoli), default=0) + 6
    testa = tuple(_headings(sinistra, largo, alto, titoli))

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        for posto, valore in enumerate(riga.valori):
            ultima = posto == len(colonne) - 1
            if valore:
                tinta = AMBRA if ultima else SCURO
                yield bar(x, y - ALTA / 2, valore * passo, ALTA, tinta, orlo=INCHIOSTRO)
                testo = italiano.numero(valore)
                yield words(x + valore * passo + 4, y + SOTTO, testo, grassetto=ultima)
            x += largo

    return draw_rows(domanda, righe, Cornice(sinistra, testa, alto + 2), segna)


def _headings(sinistra: float, largo: float, alto: float, titoli: Sequence[Sequence[str]]) -> Iterator[str]:
    for posto, titolo in enumerate(titoli):
        x, ultima = sinistra + posto * largo, posto == len(titoli) - 1
        for riga, testo in enumerate(titolo):
            yield words(x, alto - 4 - 11 * (len(titolo) - 1 - riga), testo, grassetto=ultima)
    yield line(sinistra, alto, LARGHEZZA, alto)


def part_of(domanda: str, righe: Sequence[Riga], nomi: tuple[str, str]) -> tuple[str, ...]:
    """A part against its whole: the whole is a pale frame, the part a dark bar inside it, even where it is longer."""
    note = {riga: f"{italiano.numero(riga.valori[1])} su {italiano.numero(riga.valori[0])}" for riga in righe}
    sinistra = margin(righe)
    destra = max((measure(nota, grassetto=True) for nota in note.values()), default=0.0) + 8
    passo = scale((max(riga.valori) for riga in righe), fit(sinistra, destra))

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        intero, parte = riga.valori
        if intero:
            yield bar(x, y - 5, intero * passo, 10, CHIARO, orlo=SCURO)
        if parte:
            yield bar(x, y - 2.5, parte * passo, 5, SCURO)
        yield words(x + max(riga.valori) * passo + 5, y + SOTTO, note[riga], grassetto=True)

    return draw_rows(domanda, righe, Cornice(sinistra, tuple(_part_legend(sinistra, nomi)), _LEGENDA), segna)


def _part_legend(x: float, nomi: tuple[str, str]) -> Iterator[str]:
    yield bar(x, 2, 16, 10, CHIARO, orlo=SCURO)
    yield words(x + 20, 10, nomi[0])
    x += 34 + measure(nomi[0])
    yield bar(x, 4.5, 16, 5, SCURO)
    yield words(x + 20, 10, nomi[1])
