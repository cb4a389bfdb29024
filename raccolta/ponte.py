"""The bridge: from the units of each source to the units declared available, line by line, with what is unexplained."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec import Struct

from assegnazioni.valori import RigaPonteCongelata
from lessico.voce import StatoVoce
from patrimonio.voci import DISPONIBILITA
from raccolta.quadri import VOCI, whole_of
from raccolta.valori import SchedaCongelata

RIPORTO: Final = "riporto"
ALTRI_USI: Final = "altri_usi"
RETTIFICA: Final = "rettifica"
AGGIUNTE: Final = {
    RIPORTO: "Riporto da avvisi precedenti",
    ALTRI_USI: "Destinate ad altri usi",
    RETTIFICA: "Rettifica",
}
"""The lines that are no source, with their names."""


class RigaDelPonte(Struct, frozen=True, kw_only=True):
    """``dichiarate``: the units of the source; ``contano``: how many of them make the total, with their sign.

    ``scritta``: somebody wrote the line; without, a source counts in full and the others count nothing.
    """

    codice: str
    nome: str
    fonte: bool
    dichiarate: int = 0
    unita: int | None = None
    contano: int = 0
    motivo: str = ""
    scritta: bool = False

    @property
    def lacks_reason(self) -> bool:
        """A source that is lowered, units set aside, an adjustment: each says why. A carry-over speaks for itself."""
        diversa = self.contano != self.dichiarate if self.fonte else bool(self.contano) and self.codice != RIPORTO
        return self.scritta and diversa and not self.motivo


class Ponte(Struct, frozen=True, kw_only=True):
    """Units of every type of an owner, as a whole. ``disponibili`` is None where they are not declared yet.

    ``residuo_avvisi``: offered the year before and not assigned. ``senza_fonte``: lines that refer to nothing.
    """

    righe: tuple[RigaDelPonte, ...]
    disponibili: int | None
    residuo_avvisi: int
    senza_fonte: tuple[RigaPonteCongelata, ...] = ()

    @property
    def fonti(self) -> int:
        """The units of all the sources, in full."""
        return sum(riga.dichiarate for riga in self.righe if riga.fonte)

    @property
    def somma(self) -> int:
        """What the lines add up to."""
        return sum(riga.contano for riga in self.righe)

    @property
    def da_spiegare(self) -> int:
        """Declared beyond the lines (or, negative, short of them); zero where nothing is declared yet."""
        return 0 if self.disponibili is None else self.disponibili - self.somma

    @property
    def chiuso(self) -> bool:
        """Whether the lines make the declared number, and each has the reason it wants."""
        return not self.da_spiegare and not any(riga.lacks_reason for riga in self.righe)

    @property
    def riporto_proposto(self) -> int:
        """min(residual, e − the other lines); zero once a carry-over is written."""
        gia = any(riga.codice == RIPORTO and riga.scritta for riga in self.righe)
        return 0 if gia else max(0, min(self.residuo_avvisi, self.da_spiegare))

    def lines_with_something(self) -> tuple[RigaDelPonte, ...]:
        """Those that were written, and the sources that have units."""
        return tuple(riga for riga in self.righe if riga.scritta or riga.dichiarate)


def build_bridge(scheda: SchedaCongelata) -> Ponte:
    """The bridge of an owner, from what it declares and the lines it wrote."""
    scritte = {riga.riga: riga for riga in scheda.ponte}
    fonti = dict(_sources(scheda))
    righe = [_line(codice, VOCI[codice].nome, scritte.get(codice), fonti[codice]) for codice in fonti]
    righe += [_line(codice, nome, scritte.get(codice)) for codice, nome in AGGIUNTE.items()]
    note = {*fonti, *AGGIUNTE}
    return Ponte(
        righe=tuple(righe),
        disponibili=_all_types(scheda),
        residuo_avvisi=_left_over(scheda),
        senza_fonte=tuple(riga for riga in scheda.ponte if riga.riga not in note),
    )


def merge_bridges(ponti: Collection[Ponte]) -> Ponte:
    """The bridge of many owners together, line by line; what nobody declared counts nothing."""
    tutte = [riga for ponte in ponti for riga in ponte.righe]
    ordine = [*(voce.codice for voce in DISPONIBILITA), *AGGIUNTE]
    per_codice = {codice: [riga for riga in tutte if riga.codice == codice] for codice in ordine}
    return Ponte(
        righe=tuple(_together(righe) for righe in per_codice.values() if righe),
        disponibili=sum(ponte.disponibili or 0 for ponte in ponti),
        residuo_avvisi=sum(ponte.residuo_avvisi for ponte in ponti),
    )


def _together(righe: Sequence[RigaDelPonte]) -> RigaDelPonte:
    return RigaDelPonte(
        codice=righe[0].codice,
        nome=righe[0].nome,
        fonte=righe[0].fonte,
        dichiarate=sum(riga.dichiarate for riga in righe),
        contano=sum(riga.contano for riga in righe),
        scritta=any(riga.scritta for riga in righe),
    )


def _sources(scheda: SchedaCongelata) -> Iterator[tuple[str, int]]:
    """Whole, or by parts where they are filled in by parts."""
    for voce in DISPONIBILITA:
        intera = whole_of(voce.codice)
        a_parti = any(scheda.voce(parte) for parte in voce.parti)
        if (intera is None and not a_parti) or (intera and scheda.voce(voce.codice)):
            righe = [riga.unita or 0 for riga in scheda.disponibilita if riga.voce == voce.codice]
            yield voce.codice, sum(righe)


def _line(codice: str, nome: str, scritta: RigaPonteCongelata | None, dichiarate: int | None = None) -> RigaDelPonte:
    fonte, unita = dichiarate is not None, scritta.unita if scritta else None
    contano = (dichiarate or 0) if unita is None else -unita if codice == ALTRI_USI else unita
    return RigaDelPonte(
        codice=codice,
        nome=nome,
        fonte=fonte,
        dichiarate=dichiarate or 0,
        unita=unita,
        contano=contano,
        motivo=scritta.motivo if scritta else "",
        scritta=unita is not None,
    )


def _all_types(scheda: SchedaCongelata) -> int | None:
    """Units available, whatever their type; None where nothing was declared."""
    if scheda.stato("assegnabili") not in (StatoVoce.VALORIZZATA, StatoVoce.NESSUNA):
        return None
    note = [riga.unita for riga in scheda.assegnabili if riga.unita is not None]
    return sum(note) if note or not scheda.assegnabili else None


def _left_over(scheda: SchedaCongelata) -> int:
    """Units offered the year before and not assigned, never less than none."""
    return max(0, (scheda.outcome("offerte") or 0) - (scheda.outcome("assegnate") or 0))
