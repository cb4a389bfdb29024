"""Rules on units available (r.r. 4/2017, art. 4, c. 3, lett. b)."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from patrimonio.voci import DISPONIBILITA
from raccolta.controlli.consistenza import TIPI
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame
from raccolta.quadri import whole_of

NUOVE: Final = ("edilizia", "conferite")
"""The sources that add to the stock: works, and dwellings that private owners confer."""

FONTI: Final = tuple(voce.codice for voce in DISPONIBILITA if not whole_of(voce.codice))


@regola("DSP-01", norme.DISPONIBILI, Gravita.BLOCCANTE, Mancanti.ZERO, atti=CERTIFICAZIONE)
def entro_il_patrimonio(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Non si mettono a disposizione più unità di quante l’ente possiede, con quelle in arrivo nell’anno."""
    scheda = esame.scheda
    for tipo, nome in TIPI.items():
        disponibili, alloggi = scheda.units_assignable(tipo), scheda.stock(tipo)
        if disponibili is None or alloggi is None:
            continue
        massimo = alloggi + sum(scheda.units_from(fonte, tipo) or 0 for fonte in NUOVE)
        if disponibili > massimo:
            yield Rilievo(
                celle=(
                    *esame.cells("assegnabili", "unita"),
                    *esame.cells("consistenza", tipo),
                    *(cella for fonte in NUOVE for cella in esame.cells(fonte, "unita")),
                ),
                perche=(
                    f"Le unità {nome} disponibili sono {italiano.numero(disponibili)}, "
                    f"ma gli alloggi {nome}, con quelli in arrivo, sono {italiano.numero(massimo)}."
                ),
                cosa_fare="Correggere le unità disponibili, o la consistenza.",
            )


@regola("DSP-02", norme.STATO_DI_FATTO, Gravita.DA_MOTIVARE, Mancanti.ZERO, atti=CERTIFICAZIONE)
def stato_di_fatto_entro_il_patrimonio(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Gli alloggi assegnabili nello stato di fatto sono una parte degli alloggi SAP."""
    unita, alloggi = esame.scheda.units_from("stato_di_fatto"), esame.scheda.stock("sap")
    if unita is not None and alloggi is not None and unita > alloggi:
        yield Rilievo(
            celle=(*esame.cells("stato_di_fatto", "unita"), *esame.cells("consistenza", "sap")),
            perche=f"Nello stato di fatto ci sono {unita} unità, ma gli alloggi SAP sono {alloggi}.",
            cosa_fare="Correggere uno dei due numeri, o scrivere perché sono giusti.",
        )


@regola("DSP-06", norme.DISPONIBILI, Gravita.DA_MOTIVARE, Mancanti.ZERO, atti=CERTIFICAZIONE, cede_a=("DSP-03",))
def disponibili_da_qualche_parte(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Le unità disponibili vengono da qualche provenienza, o da avvisi precedenti."""
    ponte = esame.ponte
    if ponte.disponibili and not ponte.fonti and not ponte.residuo_avvisi:
        yield Rilievo(
            celle=(
                *esame.cells("assegnabili", "unita"),
                *_cells_of_sources(esame),
                *esame.cells("esiti", "offerte", "assegnate"),
            ),
            perche="Ci sono unità disponibili, ma nessuna provenienza e nessuna unità rimasta dagli avvisi precedenti.",
            cosa_fare="Dichiarare da dove vengono, o scrivere perché non si può.",
        )


@regola("DSP-07", norme.AVVICENDAMENTO, Gravita.DA_MOTIVARE, Mancanti.ZERO, atti=CERTIFICAZIONE, cede_a=("DSP-03",))
def libere_e_non_offerte(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Dove degli alloggi sono liberi, o si liberano, qualcuno è disponibile."""
    libere = sum(esame.scheda.units_from("liberazioni", tipo) or 0 for tipo in TIPI)
    if esame.ponte.disponibili == 0 and libere:
        yield Rilievo(
            celle=(*esame.cells("assegnabili", "stato", "unita"), *esame.cells("liberazioni", "unita")),
            perche=f"Ci sono {libere} unità libere o in avvicendamento, ma nessuna disponibile.",
            cosa_fare="Dichiarare quante sono disponibili, o scrivere perché nessuna.",
        )


def _cells_of_sources(esame: SchedaInEsame) -> tuple[str, ...]:
    return tuple(cella for fonte in FONTI for cella in esame.cells(fonte, "unita"))


REGOLE: Final = (
    *(entro_il_patrimonio, stato_di_fatto_entro_il_patrimonio),
    *(disponibili_da_qualche_parte, libere_e_non_offerte),
)
