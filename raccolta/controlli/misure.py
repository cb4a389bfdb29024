"""Rules on the measures (r.r. 4/2017, art. 4, c. 3, lett. f)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from misure.valori import MisuraCongelata
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame
from raccolta.valori import SchedaCongelata

SPESE: Final = "misure_anno_precedente"
"""Of the year before the funds are spent: the results say how many they reached."""


@regola("MIS-01", norme.MISURE, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def spesa_entro_i_massimali(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Quanto si è speso sta nel massimale moltiplicato per chi lo ha ricevuto."""
    for misura in esame.scheda.measures(SPESE):
        quanti, massimale = _reached(esame.scheda, misura), _cap(esame.scheda, misura)
        spesi = misura.fondi_nuovi
        if spesi is None or quanti is None or massimale is None or quanti * massimale >= spesi:
            continue
        yield Rilievo(
            celle=(
                f"{SPESE}/{misura.slug}/fondi_nuovi",
                *(c for c in esame.cells(SPESE, "importo", "quanti") if f"/{misura.slug}." in c),
            ),
            perche=(
                f"«{misura.titolo}»: {quanti} per {italiano.euro(massimale)} "
                f"fanno {italiano.euro(quanti * massimale)}, meno dei {italiano.euro(spesi)} indicati."
            ),
            cosa_fare="Correggere l’importo, il massimale o quanti lo hanno ricevuto, oppure scrivere perché è giusto.",
        )


@regola("MIS-03", norme.MISURE, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def fondi_con_il_loro_atto(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Dei fondi regionali con un importo si cita l’atto."""
    for misura in esame.scheda.misure:
        if misura.livello == "regione" and (misura.fondi_nuovi or misura.residui) and not misura.atto:
            yield Rilievo(
                celle=tuple(f"{misura.voce}/{misura.slug}/{m}" for m in ("atto", "livello", "fondi_nuovi", "residui")),
                perche=f"«{misura.titolo}»: i fondi regionali hanno un importo, ma non l’atto che li assegna.",
                cosa_fare="Scrivere l’atto (la delibera e la sua data), o perché non si può citare.",
            )


def _reached(scheda: SchedaCongelata, misura: MisuraCongelata) -> int | None:
    """How many a measure reached; None where it is not said, or is said of several things."""
    quanti = [r.quanti for r in scheda.risultati if (r.voce, r.slug) == (misura.voce, misura.slug)]
    return quanti[0] if len(quanti) == 1 else None


def _cap(scheda: SchedaCongelata, misura: MisuraCongelata) -> Decimal | None:
    """The one cap that has no condition."""
    suoi = [m for m in scheda.massimali if (m.voce, m.slug) == (misura.voce, misura.slug) and not m.condizione]
    return suoi[0].importo if len(suoi) == 1 else None


REGOLE: Final = (spesa_entro_i_massimali, fondi_con_il_loro_atto)
