"""Rules on what is declared nil (l.r. 16/2016, art. 6, c. 2)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from lessico.voce import StatoVoce
from patrimonio.voci import DICHIARAZIONE
from raccolta.celle import rows_of
from raccolta.completezza import find_missing
from raccolta.controlli.scheda import SchedaInEsame
from raccolta.quadri import VOCI, is_asked, whole_of
from raccolta.valori import SchedaCongelata


# It stops no act of its own: `raccolta.flusso.voci_complete` already does, with the pages where it is mended.
@regola("NUL-01", norme.PIANI_E_PROGRAMMI, Gravita.BLOCCANTE, Mancanti.SEMPRE)
def tutto_dichiarato(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Ogni voce ha un valore, oppure si dichiara che non c’è nulla, o che non riguarda l’ente."""
    mancanti = find_missing(esame.scheda)
    if mancanti:
        nomi = italiano.elenco([f"«{VOCI[voce].nome}»" for voce in mancanti])
        yield Rilievo(
            celle=tuple(f"{voce}/-/stato" for voce in mancanti),
            perche=f"Da compilare: {nomi}.",
            cosa_fare="Compilare le voci; dove non c’è nulla da dichiarare si sceglie «nessuna».",
        )


@regola("NUL-02", norme.COERENZA, Gravita.INFORMATIVA, Mancanti.SALTA)
def nulla_dopo_qualcosa(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Dove l’anno prima c’era qualcosa, e ora nulla, vale la pena di guardare due volte."""
    if esame.precedente is None:
        return
    for voce in VOCI.values():
        chiesta = is_asked(voce, ambito=esame.ente is None) and not voce.facoltativa and not whole_of(voce.codice)
        nulla = chiesta and esame.scheda.stato(voce.codice) is StatoVoce.NESSUNA
        if nulla and any(_had_something(esame.precedente, codice) for codice in (voce.codice, *voce.parti)):
            yield Rilievo(
                celle=(f"{voce.codice}/-/stato",),
                perche=f"«{voce.nome}»: l’anno prima c’era qualcosa, ora è dichiarato nulla.",
                cosa_fare="Nulla, se è così.",
                altri=(str(esame.anno - 1),),
            )


def _had_something(scheda: SchedaCongelata, codice: str) -> bool:
    """A number that is not zero: words alone are no quantity."""
    return any(
        isinstance(valore := getattr(riga, misura), int | Decimal) and valore != 0
        for tabella in (DICHIARAZIONE, *VOCI[codice].tabelle)
        for riga in rows_of(scheda, codice, tabella)
        for misura in tabella.misure
    )


REGOLE: Final = (tutto_dichiarato, nulla_dopo_qualcosa)
