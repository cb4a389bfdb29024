"""Rules on the bridge from the sources to the units available (r.r. 4/2017, art. 4, c. 3, lett. b)."""

from collections.abc import Iterator
from typing import Final

from lessico import italiano, norme
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from raccolta.controlli.scheda import CERTIFICAZIONE, SchedaInEsame
from raccolta.ponte import RIPORTO, Ponte


@regola("DSP-03", norme.DISPONIBILI, Gravita.DA_MOTIVARE, Mancanti.ZERO, atti=CERTIFICAZIONE, si_motiva=False)
def ponte_chiuso(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Dalle provenienze si arriva alle unità disponibili, e ogni differenza ha la sua riga e il suo motivo."""
    ponte = esame.ponte
    if not ponte.chiuso:
        yield Rilievo(
            celle=_cells(esame),
            perche=describe_balance(ponte),
            cosa_fare="Aprire il ponte e dire, riga per riga, quante unità contano e perché; o correggere i numeri.",
        )


@regola("DSP-04", norme.DISPONIBILI, Gravita.BLOCCANTE, Mancanti.ZERO, atti=CERTIFICAZIONE)
def riga_entro_la_fonte(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Una riga del ponte non conta più unità di quante ne ha la sua provenienza."""
    ponte = esame.ponte
    for riga in ponte.righe:
        massimo = ponte.residuo_avvisi if riga.codice == RIPORTO else riga.dichiarate
        if (riga.fonte or riga.codice == RIPORTO) and riga.contano > massimo:
            yield Rilievo(
                celle=(f"ponte/{riga.codice}/unita", *_operands(esame, riga.codice)),
                perche=f"La riga «{riga.nome}» conta {_units(riga.contano)}, ma la provenienza ne ha {massimo}.",
                cosa_fare="Ridurre la riga, o correggere la provenienza.",
            )
    for scritta in ponte.senza_fonte:
        yield Rilievo(
            celle=(f"ponte/{scritta.riga}/unita", f"ponte/{scritta.riga}/motivo"),
            perche="Una riga del ponte riguarda una provenienza che la scheda non dichiara.",
            cosa_fare="Togliere la riga, o dichiarare le unità della provenienza.",
        )


@regola("DSP-05", norme.ASSEGNAZIONI, Gravita.INFORMATIVA, Mancanti.ZERO)
def riporto_possibile(esame: SchedaInEsame, _regime: Regime) -> Iterator[Rilievo]:
    """Le unità offerte l’anno prima e non assegnate possono spiegare quelle disponibili."""
    ponte = esame.ponte
    if proposte := ponte.riporto_proposto:
        rimaste = "ne è rimasta 1" if ponte.residuo_avvisi == 1 else f"ne sono rimaste {ponte.residuo_avvisi}"
        yield Rilievo(
            celle=(*esame.cells("esiti", "offerte", "assegnate"), *esame.cells("assegnabili", "unita")),
            perche=f"Delle unità offerte l’anno prima {rimaste}: {_units(proposte)} da riportare.",
            cosa_fare="Se sono le stesse, confermare il riporto nel ponte.",
        )


def describe_balance(ponte: Ponte) -> str:
    """The bridge in one sentence: what the lines give, what is declared, what is still to be explained."""
    if senza := [riga.nome for riga in ponte.righe if riga.lacks_reason]:
        return f"Nel ponte manca il motivo di: {italiano.elenco(senza)}."
    if ponte.disponibili is None:
        return _not_yet_declared(ponte)
    danno, e = _what_they_give(ponte), ponte.disponibili
    dichiarate = "ne è dichiarata disponibile 1" if e == 1 else f"ne sono dichiarate disponibili {e}"
    scarto = abs(ponte.da_spiegare)
    if not scarto:
        return f"{danno}, {dichiarate}: i conti tornano."
    verso = "in più" if ponte.da_spiegare > 0 else "in meno"
    return f"{danno}, {dichiarate}: {scarto} {verso}, da spiegare."


def _what_they_give(ponte: Ponte) -> str:
    return "Le provenienze danno " + (_units(ponte.somma) if ponte.somma != 1 else "una unità")


def _not_yet_declared(ponte: Ponte) -> str:
    if not ponte.lines_with_something():
        return "Non ci sono ancora né provenienze né unità disponibili: si scrivono nel quadro Disponibilità."
    return f"{_what_they_give(ponte)}; quante unità sono disponibili non è dichiarato."


def _units(quante: int) -> str:
    return italiano.conta(quante, "unità", "unità")


def _cells(esame: SchedaInEsame) -> tuple[str, ...]:
    fonti = [c for riga in esame.ponte.righe if riga.fonte for c in _written(esame, riga.codice, "unita")]
    return (*esame.cells("assegnabili", "unita"), *fonti, *_written(esame, "ponte", "unita", "motivo"))


def _operands(esame: SchedaInEsame, codice: str) -> tuple[str, ...]:
    return esame.cells("esiti", "offerte", "assegnate") if codice == RIPORTO else esame.cells(codice, "unita")


def _written(esame: SchedaInEsame, voce: str, *misure: str) -> tuple[str, ...]:
    return tuple(cella for cella in esame.cells(voce, *misure) if not cella.endswith("/stato"))


REGOLE: Final = (ponte_chiuso, riga_entro_la_fonte, riporto_possibile)
