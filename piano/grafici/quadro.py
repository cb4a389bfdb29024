"""The two charts of the page for the mayors: from the stock to the available units, and who has them."""

from collections.abc import Iterator, Sequence
from typing import Final

from lessico import italiano
from lessico.grafici.righe import ALTA, Cornice, Riga, draw_rows, fit, margin, scale
from lessico.grafici.segni import AMBRA, CHIARO, CORPO, INCHIOSTRO, MEDIO, SCURO, bar, n, shape, words
from piano.elenchi import add, owners
from piano.grafici.figure import Figura, count_enti
from piano.valori import PianoSnapshot

RIGHE: Final = 7
"""Owners named on the page; the others are one row together."""

_SOTTO: Final = CORPO * 0.34
_CASA: Final = 11.5
_DESTRA: Final = 44.0


def overview(piano: PianoSnapshot) -> Figura:
    """The stock, its three types, the units available in the year: all on one scale."""
    tutti, anno = owners(piano), piano.contenuti.testata.anno
    domanda = f"Quanti alloggi ci sono, e quante unità si possono assegnare nel {anno}?"
    sap, sas, altro = (add(p.scheda.stock(tipo) for p in tutti) or 0 for tipo in ("sap", "sas", "altro"))
    unita = add(p.scheda.units_assignable() for p in tutti) or 0
    if not sap + sas + altro:
        return Figura(domanda, ())
    gradini = (
        ("Patrimonio", sap + sas + altro, 0, SCURO),
        ("Altro uso abitativo", altro, sap + sas, CHIARO),
        ("SAS, servizi abitativi sociali", sas, sap, MEDIO),
        ("SAP, servizi abitativi pubblici", sap, 0, SCURO),
        (f"Unità disponibili nel {anno}", unita, 0, AMBRA),
    )
    righe = [Riga(nome, (quanti, da), italiano.numero(quanti)) for nome, quanti, da, _ in gradini]
    tinte = {nome: tinta for nome, _, _, tinta in gradini}
    sinistra = margin(righe)
    passo = scale((sum(riga.valori) for riga in righe), fit(sinistra, _DESTRA))

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        quanti, da = riga.valori
        yield bar(x + da * passo, y - ALTA / 2, quanti * passo, ALTA, tinte[riga.nome], orlo=INCHIOSTRO)
        yield words(x + (da + quanti) * passo + 5, y + _SOTTO, riga.detto, grassetto=True)

    return Figura(domanda, draw_rows(domanda, righe, Cornice(sinistra), segna))


def who_offers(piano: PianoSnapshot) -> Figura:
    """The owners with available units, a small house for each unit, or a bar where they are too many."""
    domanda = f"Chi mette a disposizione le unità del {piano.contenuti.testata.anno}?"
    righe = _first_owners([(p.nome, p.scheda.units_assignable() or 0) for p in owners(piano)])
    if not righe:
        return Figura(domanda, ())
    sinistra = margin(righe)
    spazio = fit(sinistra, _DESTRA)
    massimo = max(riga.valori[0] for riga in righe)
    case = massimo * _CASA <= spazio
    passo = _CASA if case else scale((massimo,), spazio)

    def segna(riga: Riga, x: float, y: float) -> Iterator[str]:
        [quante] = riga.valori
        if case:
            yield shape(_houses(x, y, quante), AMBRA, orlo=INCHIOSTRO)
        else:
            yield bar(x, y - ALTA / 2, quante * passo, ALTA, AMBRA, orlo=INCHIOSTRO)
        yield words(x + quante * passo + 5, y + _SOTTO, italiano.numero(quante), grassetto=True)

    nota = "Ogni casa è una unità." if case else ""
    return Figura(domanda, draw_rows(domanda, righe, Cornice(sinistra), segna), nota)


def _first_owners(unita: Sequence[tuple[str, int]]) -> list[Riga]:
    """Those that have most, and the others together."""
    ordinati = sorted((coppia for coppia in unita if coppia[1]), key=lambda coppia: -coppia[1])
    primi = ordinati if len(ordinati) <= RIGHE else ordinati[: RIGHE - 1]
    altri = ordinati[len(primi) :]
    resto = [(f"Altri {count_enti(len(altri))}", sum(quante for _, quante in altri))] if altri else []
    return [Riga(nome, (quante,), italiano.numero(quante)) for nome, quante in (*primi, *resto)]


def _houses(x: float, y: float, quante: int) -> str:
    """Small houses in a row, as one path."""
    return "".join(f"M{n(x + i * _CASA + 0.5)} {n(y + 4.5)}v-5l4.2 -4l4.2 4v5z" for i in range(quante))
