"""Rules on the stock (r.r. 4/2017, art. 4, c. 3, lett. a)."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from raccolta.controlli.scheda import SchedaInEsame

CERTIFICAZIONE: Final = ("certificazione",)


@regola("STK-01", norme.CONSISTENZA, Gravita.BLOCCANTE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def totale_dichiarato(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Il totale degli alloggi che l’ente dichiara è la somma di SAP, SAS e Altro."""
    dichiarata, somma = esame.scheda.voce("consistenza"), esame.scheda.stock_total()
    if dichiarata is None or dichiarata.totale_dichiarato is None or somma is None:
        return
    if dichiarata.totale_dichiarato != somma:
        totale, tipi = italiano.numero(dichiarata.totale_dichiarato), italiano.numero(somma)
        yield Rilievo(
            celle=("consistenza/-/totale_dichiarato", *esame.cells("consistenza", "sap", "sas", "altro")),
            perche=f"Il totale dichiarato è {totale}, ma SAP, SAS e Altro fanno {tipi}.",
            cosa_fare="Correggere il totale, o il numero che non è giusto.",
        )


REGOLE: Final = (totale_dichiarato,)
