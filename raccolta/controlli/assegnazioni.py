"""Rules on notices and their outcome (r.r. 4/2017, art. 8; art. 4, c. 3, lett. g)."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from lessico.voce import StatoVoce
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame

AVVISI_ANNUI: Final = "avvisi_annui"
TERMINE_DOMANDE: Final = "termine_domande"


@regola("ASS-01", norme.AVVISO, Gravita.DA_MOTIVARE, Mancanti.SALTA, atti=CERTIFICAZIONE)
def assegnate_entro_le_offerte(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Le unità assegnate non sono più di quelle offerte, salvo che se ne siano aggiunte ad avviso aperto."""
    scheda = esame.scheda
    for avviso in dict.fromkeys(riga.avviso for riga in scheda.esiti):
        offerte, assegnate = scheda.outcome("offerte", avviso), scheda.outcome("assegnate", avviso)
        if offerte is not None and assegnate is not None and assegnate > offerte:
            yield Rilievo(
                celle=tuple(
                    cella
                    for riga in scheda.esiti
                    if riga.avviso == avviso
                    for cella in esame.cells_of("esiti", riga, "offerte", "assegnate")
                ),
                perche=f"Le unità assegnate sono {assegnate}, ma quelle offerte {offerte}.",
                cosa_fare="Correggere uno dei due numeri, o scrivere quali unità si sono aggiunte.",
                altri=(avviso,),
            )


@regola("ASS-02", norme.ASSEGNAZIONI, Gravita.INFORMATIVA, Mancanti.SALTA)
def offerte_come_nel_piano(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Le unità offerte nell’anno precedente sono quelle che il suo piano dava per disponibili."""
    if esame.precedente is None:
        return
    previste, offerte = esame.precedente.units_assignable(), esame.scheda.outcome("offerte")
    if previste is not None and offerte is not None and previste != offerte:
        yield Rilievo(
            celle=esame.cells("esiti", "offerte"),
            perche=f"Nell’anno precedente il piano dava {previste} unità disponibili; ne sono state offerte {offerte}.",
            cosa_fare="Nulla, se è così: la differenza si legge nel piano.",
            altri=(str(previste),),
        )


@regola("ASS-03", norme.AVVISO, Gravita.INFORMATIVA, Mancanti.SALTA, parametro=AVVISI_ANNUI)
def avvisi_nell_anno(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """In un anno l’ambito pubblica almeno il numero di avvisi che la legge indica."""
    limite, stato = regime.limite(AVVISI_ANNUI), esame.scheda.stato("avvisi")
    if esame.ente is not None or limite is None or limite.valore is None:
        return
    if stato not in (StatoVoce.VALORIZZATA, StatoVoce.NESSUNA):
        return
    dell_anno = [avviso for avviso in esame.scheda.avvisi if avviso.anno in (None, esame.anno - 1)]
    if len(dell_anno) < limite.valore:
        quanti = italiano.conta(len(dell_anno), "avviso", "avvisi")
        usciti = f"ha pubblicato {quanti}" if dell_anno else "non ha pubblicato avvisi"
        yield Rilievo(
            celle=esame.cells("avvisi", "anno", "tipo", "numero", "dal", "al"),
            perche=f"Nel {esame.anno - 1} l’ambito {usciti}; il minimo è {int(limite.valore)}.",
            cosa_fare="Nulla per questo piano; serve a programmare gli avvisi dell’anno.",
            altri=(str(limite.valore),),
        )


@regola("ASS-04", norme.AVVISO, Gravita.DA_MOTIVARE, Mancanti.SALTA, parametro=TERMINE_DOMANDE, atti=CERTIFICAZIONE)
def tempo_per_le_domande(esame: SchedaInEsame, regime: Regime) -> Iterator[Rilievo]:
    """Le domande di un avviso si possono presentare per il tempo che la norma indica."""
    limite = regime.limite(TERMINE_DOMANDE)
    for avviso in esame.scheda.avvisi:
        fine = avviso.prorogato_al or avviso.al
        if limite is None or limite.valore is None or avviso.dal is None or fine is None:
            continue
        giorni = (fine - avviso.dal).days
        if giorni < limite.valore:
            yield Rilievo(
                celle=tuple(f"avvisi/{avviso.slug}/{misura}" for misura in ("dal", "al", "prorogato_al")),
                perche=f"Le domande si potevano presentare per {giorni} giorni, meno di {int(limite.valore)}.",
                cosa_fare="Correggere le date, o scrivere perché il tempo è stato più breve.",
                altri=(str(limite.valore),),
            )


REGOLE: Final = (assegnate_entro_le_offerte, offerte_come_nel_piano, avvisi_nell_anno, tempo_per_le_domande)
