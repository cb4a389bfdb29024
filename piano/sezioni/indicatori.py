"""Section «indicatori»: the figures of context of one group, such as demography or the housing market."""

from collections.abc import Collection, Mapping
from typing import Final

from lessico import italiano
from lessico.voce import StatoVoce
from misure.valori import IndicatoreCongelato
from piano.elenchi import AMBITO, NESSUN_DATO
from piano.prospetti import Colonna, Prospetto, RigaProspetto, quantify, texts
from piano.valori import PianoSnapshot, RigaCongelata

PERCENTUALI: Final = frozenset({"%", "percento"})

_COLONNE: Final = (
    Colonna("periodo", "Periodo", numerica=False),
    Colonna("valore", "Valore"),
    Colonna("base", "Base", numerica=False),
)
_FONTE: Final = Colonna("fonte", "Fonte", numerica=False)


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """The indicators whose group is the code of the line."""
    return {"indicatori": tabulate_indicators(piano, {riga.codice}), "nessuno": _is_nil(piano)}


def tabulate_indicators(piano: PianoSnapshot, gruppi: Collection[str]) -> Prospetto:
    """The table of the indicators of some groups; it has no rows when there are none."""
    ambito = piano.contenuti.scheda_ambito
    scelti = [i for i in ambito.indicatori if i.gruppo in gruppi] if ambito else []
    scelti.sort(key=lambda i: (i.ordine is None, i.ordine or 0, i.slug))
    colonne = (*_COLONNE, _FONTE) if any(i.fonte for i in scelti) else _COLONNE
    return Prospetto("Indicatori", "Indicatore", colonne, tuple(_row(i, colonne) for i in scelti), "indicatori")


def _row(indicatore: IndicatoreCongelato, colonne: tuple[Colonna, ...]) -> RigaProspetto:
    scritte = _cells(indicatore)[: len(colonne)]
    riga = texts(AMBITO, indicatore.nome or indicatore.slug, colonne, scritte, indicatore.slug)
    unita = "%" if indicatore.unita in PERCENTUALI else indicatore.unita
    return quantify(riga, "valore", indicatore.valore, unita)


def write_value(indicatore: IndicatoreCongelato) -> str:
    """The value in its unit: «61%», «200 nuclei familiari», «1.500,00 euro»."""
    if indicatore.valore is None:
        return NESSUN_DATO
    if indicatore.unita in PERCENTUALI:
        return italiano.percento(indicatore.valore)
    if indicatore.unita.partition(" ")[0] == "euro":
        return f"{italiano.euro(indicatore.valore)}{indicatore.unita.removeprefix('euro')}"
    return f"{italiano.decimale(indicatore.valore)} {indicatore.unita}".strip()


def _cells(indicatore: IndicatoreCongelato) -> tuple[str, ...]:
    base = "base non indicata" if indicatore.unita in PERCENTUALI else "valore assoluto"
    return (
        indicatore.periodo or NESSUN_DATO,
        write_value(indicatore),
        indicatore.base or base,
        indicatore.fonte or NESSUN_DATO,
    )


def _is_nil(piano: PianoSnapshot) -> bool:
    ambito = piano.contenuti.scheda_ambito
    return ambito is not None and ambito.stato("indicatori") is StatoVoce.NESSUNA
