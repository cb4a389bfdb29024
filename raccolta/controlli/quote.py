"""Rules on quotas and reserves (r.r. 4/2017, art. 4, c. 3, lett. c–e; artt. 13 and 14)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Final

from lessico import italiano, norme
from lessico.regime import Limite, Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame
from raccolta.quote import (
    INDIGENZA,
    RISERVATE,
    SOGLIA,
    Quota,
    base_at,
    compute,
    indigence,
    is_not_split,
    percentages,
    reserved_units,
)

_GRUPPI: Final = {"riserva_categorie": "art14", "forze_ordine": "forze"}
"""Reserve → the group of categories that the law gives it."""

_DI_UNA_RISERVA: Final = ("percentuale", "unita", "descrizione", "motivo", "base", "ripartizione")


@regola("QTA-01", norme.INDIGENZA, Gravita.BLOCCANTE, Mancanti.SALTA, parametro="soglia_indigenza", atti=CERTIFICAZIONE)
def soglia_indigenza(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Solo un comune, sui propri alloggi, alza la quota per l’indigenza: sopra l’ordinaria, fino al massimo."""
    ordinaria, massima = _value(regime, INDIGENZA), _value(regime, SOGLIA)
    dichiarata = any(riga.percentuale is not None for riga in esame.scheda.reserves(SOGLIA))
    if dichiarata and not (esame.ente and esame.ente.comunale):
        yield Rilievo(
            celle=esame.cells(SOGLIA, "percentuale"),
            perche="La quota oltre quella ordinaria la può stabilire solo un comune, sui propri alloggi.",
            cosa_fare="Togliere la percentuale, e dichiarare che non c’è nulla.",
        )
        return
    for riga in esame.scheda.reserves(SOGLIA):
        percentuale = riga.percentuale
        if percentuale is not None and not ordinaria < percentuale <= massima:
            yield Rilievo(
                celle=esame.cells_of(SOGLIA, riga, "percentuale"),
                perche=f"È dichiarato il {italiano.percento(percentuale)}: oltre la quota ordinaria si va da più del "
                f"{italiano.percento(ordinaria)} al {italiano.percento(massima)}.",
                cosa_fare="Correggere la percentuale; se è quella ordinaria, dichiarare «nessuna».",
                altri=(str(ordinaria), str(massima)),
            )


@regola(
    "QTA-02",
    norme.RISERVA_CATEGORIE,
    Gravita.BLOCCANTE,
    Mancanti.SALTA,
    parametro="riserva_categorie",
    atti=CERTIFICAZIONE,
)
def riserva_entro_il_limite(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """La riserva per le categorie dell’art. 14 non supera il limite sulle unità disponibili dell’ente."""
    yield from _over_the_ceiling(esame, regime, "riserva_categorie")


@regola("QTA-03", norme.FORZE_ORDINE, Gravita.BLOCCANTE, Mancanti.SALTA, parametro="forze_ordine", atti=CERTIFICAZIONE)
def forze_entro_il_limite(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Le quote per le Forze dell’ordine, sommate, non superano il limite in ciascun comune."""
    yield from _over_the_ceiling(esame, regime, "forze_ordine")


@regola("QTA-04", norme.TRANSITORI, Gravita.DA_MOTIVARE, Mancanti.SALTA, parametro="transitori", atti=CERTIFICAZIONE)
def transitori_entro_il_limite(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """I servizi abitativi transitori non superano il limite che la legge indica."""
    yield from _over_the_ceiling(esame, regime, "transitori")


@regola("QTA-05", norme.CATEGORIA_RILEVANZA, Gravita.BLOCCANTE, Mancanti.SEMPRE, atti=CERTIFICAZIONE)
def rilevanza_motivata(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Una categoria di particolare rilevanza sociale scelta dall’ente ha il suo motivo."""
    righe = esame.scheda.reserves("categoria_rilevanza")
    if any(not riga.motivo.strip() for riga in righe):
        yield Rilievo(
            celle=esame.cells("categoria_rilevanza", "percentuale", "unita", "descrizione", "motivo"),
            perche="Una categoria di particolare rilevanza sociale è dichiarata senza motivo.",
            cosa_fare="Scrivere il motivo nei dettagli della riga.",
        )


@regola("QTA-06", norme.RISERVA_CATEGORIE, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def unita_come_il_conto(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Le unità riservate sono quelle che la percentuale dà, arrotondate come dice la norma."""
    for voce in (SOGLIA, *RISERVATE):
        limite = regime.limite(voce)
        for riga in esame.scheda.reserves(voce):
            base = base_at(esame.scheda, riga.ubicazione)
            if limite is None or base is None or riga.percentuale is None or riga.unita is None:
                continue
            quota = compute(voce, riga.percentuale, base, limite, riga.ubicazione)
            if quota.unita not in (None, riga.unita):
                yield Rilievo(
                    celle=(
                        *esame.cells_of(voce, riga, "unita", "percentuale"),
                        *esame.cells("assegnabili", "unita"),
                    ),
                    perche=f"Sono dichiarate {italiano.conta(riga.unita, 'unità', 'unità')}, ma {quota.conto}.",
                    cosa_fare="Correggere le unità o la percentuale, o scrivere perché sono diverse.",
                    altri=(str(quota.unita),),
                )


@regola("QTA-07", norme.INDIGENZA, Gravita.DA_MOTIVARE, Mancanti.ZERO, atti=CERTIFICAZIONE)
def riservate_entro_le_disponibili(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Le unità riservate, con quelle per l’indigenza, non sono più di quelle disponibili."""
    disponibili = esame.scheda.units_assignable()
    riservate = any(esame.scheda.reserves(voce) for voce in RISERVATE)
    if disponibili is None or not riservate:
        return
    tutte = reserved_units(esame, regime)
    if tutte > disponibili:
        yield Rilievo(
            celle=(
                *(cella for voce in (*RISERVATE, SOGLIA) for cella in esame.cells(voce, "percentuale", "unita")),
                *esame.cells("assegnabili", "unita"),
            ),
            perche=f"Le unità riservate, con quelle per l’indigenza, sono {tutte}: le disponibili sono {disponibili}.",
            cosa_fare="Ridurre le riserve, o scrivere come si conciliano.",
            altri=(str(tutte),),
        )


@regola("QTA-08", norme.RISERVA_CATEGORIE, Gravita.DA_MOTIVARE, Mancanti.SEMPRE, atti=CERTIFICAZIONE)
def categoria_del_regime(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """La categoria di una riserva è tra quelle in vigore nell’anno del piano."""
    for voce, gruppo in _GRUPPI.items():
        for riga in esame.scheda.reserves(voce):
            categoria = regime.categoria(riga.categoria)
            if riga.categoria and (categoria is None or categoria.gruppo != gruppo):
                yield Rilievo(
                    celle=esame.cells_of(voce, riga, *_DI_UNA_RISERVA),
                    perche=f"La categoria «{riga.categoria}» non è tra quelle in vigore "
                    f"{italiano.giorno('al', regime.al)}.",
                    cosa_fare="Scegliere una categoria dell’elenco, o scrivere perché vale ancora.",
                    altri=(f"{regime.al}",),
                )


@regola("QTA-09", norme.INDIGENZA, Gravita.INFORMATIVA, Mancanti.ZERO, parametro="indigenza")
def indigenza_prende_tutto(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Dove le unità sono poche, la quota per l’indigenza può prenderle tutte."""
    piene = [quota for quota in indigence(esame, regime) if quota.unita == quota.base]
    if piene:
        yield Rilievo(
            celle=esame.cells("assegnabili", "unita"),
            perche=f"La quota per l’indigenza prende tutte le unità disponibili: {_in_words(esame, piene)}.",
            cosa_fare="Nulla: è la regola dell’arrotondamento. Le altre riserve non hanno unità.",
        )


@regola("QTA-10", norme.INDIGENZA, Gravita.INFORMATIVA, Mancanti.SEMPRE)
def indigenza_per_comune(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Chi ha alloggi in più comuni dice in quale sono le unità disponibili: la quota si calcola per ciascun comune."""
    if is_not_split(esame):
        yield Rilievo(
            celle=esame.cells("assegnabili", "unita"),
            perche="Le unità disponibili non sono divise per comune: la quota per l’indigenza non si può calcolare.",
            cosa_fare="Se si sa, dichiarare le unità disponibili comune per comune.",
        )


def _over_the_ceiling(esame: SchedaInEsame, regime: Regime, voce: str) -> Iterator[Rilievo]:
    """By percentage where it is declared; by units where they are more than the ceiling makes of the base."""
    limite = regime.limite(voce)
    if limite is None or limite.valore is None:
        return
    for percentuale in percentages(esame.scheda, voce).values():
        if percentuale > limite.valore:
            celle = esame.cells(voce, "percentuale", "ripartizione")
            yield _too_much(celle, limite, f"È dichiarato il {italiano.percento(percentuale)}")
            return
    yield from _too_many_units(esame, voce, limite)


def _too_many_units(esame: SchedaInEsame, voce: str, limite: Limite) -> Iterator[Rilievo]:
    """The forces have their ceiling in each comune; the other reserves, on the units of the owner."""
    somme: defaultdict[str | None, int] = defaultdict(int)
    for riga in esame.scheda.reserves(voce):
        if riga.percentuale is None and riga.unita is not None:
            somme[riga.ubicazione if voce == "forze_ordine" else None] += riga.unita
    for luogo, unita in somme.items():
        base = base_at(esame.scheda, luogo)
        if base is not None and unita > _at_most(voce, limite, base):
            celle = (*esame.cells(voce, "unita"), *esame.cells("assegnabili", "unita"))
            yield _too_much(celle, limite, f"Sono dichiarate {italiano.conta(unita, 'unità', 'unità')}")
            return


def _at_most(voce: str, limite: Limite, base: int) -> int:
    """The units that a ceiling allows; where no norm says how to round it, nobody is refused a part of a dwelling."""
    quota = compute(voce, limite.valore or Decimal(0), base, limite)
    return int(quota.esatta.to_integral_value(ROUND_CEILING)) if quota.unita is None else quota.unita


def _too_much(celle: tuple[str, ...], limite: Limite, quanto: str) -> Rilievo:
    valore = italiano.percento(limite.valore or Decimal(0))
    base = f" ({limite.base})" if limite.base else ""
    return Rilievo(
        celle=celle,
        perche=f"{quanto}; il limite è il {valore}{base}.",
        cosa_fare="Ridurre la quota, o dividerla tra più annualità.",
        altri=(str(limite.valore),),
    )


def _value(regime: Regime, codice: str) -> Decimal:
    """The number of a limit; zero where the regime has none."""
    limite = regime.limite(codice)
    return (limite.valore if limite else None) or Decimal(0)


def _in_words(esame: SchedaInEsame, quote: list[Quota]) -> str:
    if len(quote) == 1:
        return quote[0].conto
    return "; ".join(f"{esame.place(quota.luogo)}, {quota.conto}" for quota in quote)


REGOLE: Final = (
    *(soglia_indigenza, riserva_entro_il_limite, forze_entro_il_limite, transitori_entro_il_limite),
    *(rilevanza_motivata, unita_come_il_conto, riservate_entro_le_disponibili, categoria_del_regime),
    *(indigenza_prende_tutto, indigenza_per_comune),
)
