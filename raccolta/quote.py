"""Quotas with their arithmetic: «20% di 5 = 1,0 → 1», on which base, with which rounding, by which norm."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico import italiano
from lessico.regime import Arrotondamento, Limite, Regime, round_units
from raccolta.controlli.scheda import SchedaInEsame
from raccolta.valori import SchedaCongelata

INDIGENZA: Final = "indigenza"
SOGLIA: Final = "soglia_indigenza"
RISERVATE: Final = ("riserva_categorie", "categoria_rilevanza", "forze_ordine", "transitori")
"""The voci that set units aside, besides the indigence share."""

_NOMI: Final = {
    INDIGENZA: "Nuclei in condizione di indigenza",
    SOGLIA: "Nuclei in condizione di indigenza, oltre la quota ordinaria",
    "riserva_categorie": "Categorie dell’art. 14",
    "categoria_rilevanza": "Categoria di particolare rilevanza sociale",
    "forze_ordine": "Forze dell’ordine",
    "transitori": "Servizi abitativi transitori",
}
_PAROLE: Final = {
    Arrotondamento.PER_ECCESSO: "per eccesso",
    Arrotondamento.MEZZO_PER_ECCESSO: "dal mezzo in su, per eccesso",
    Arrotondamento.NON_INDICATO: "la norma non dice come arrotondare",
}


class Quota(Struct, frozen=True, kw_only=True):
    """A percentage of a base, in units. ``luogo`` is an ISTAT code, None for the owner as a whole; ``dove``, its name.

    ``unita`` is None where the result is not whole and no norm says how to round it.
    """

    voce: str
    luogo: str | None
    percentuale: Decimal
    base: int
    esatta: Decimal
    unita: int | None
    arrotondamento: Arrotondamento
    norma: str
    dove: str = ""

    @property
    def nome(self) -> str:
        """What it is for."""
        return _NOMI[self.voce]

    @property
    def conto(self) -> str:
        """The arithmetic: «20% di 5 = 1,0 → 1», «20% di 21 = 4,2 → 5, per eccesso»."""
        esatta = italiano.decimale(self.esatta)
        esatta = esatta if "," in esatta else f"{esatta},0"
        inizio = f"{italiano.percento(self.percentuale)} di {italiano.numero(self.base)} = {esatta}"
        come = _PAROLE[self.arrotondamento]
        if self.unita is None:
            return f"{inizio}: {come}"
        intera = self.esatta == self.unita
        return f"{inizio} → {italiano.numero(self.unita)}" + ("" if intera else f", {come}")


def compute(voce: str, percentuale: Decimal, base: int, limite: Limite, luogo: str | None = None) -> Quota:
    """The quota that a percentage makes of a base, exact, then rounded as the norm of ``limite`` says."""
    esatta = (percentuale * base).scaleb(-2)
    return Quota(
        voce=voce,
        luogo=luogo,
        percentuale=percentuale,
        base=base,
        esatta=esatta,
        unita=round_units(esatta, limite.arrotondamento),
        arrotondamento=limite.arrotondamento,
        norma=limite.norma,
    )


def find_quotas(esame: SchedaInEsame, regime: Regime) -> tuple[Quota, ...]:
    """What the percentages of a scheda make of its units, the ordinary share for indigence first."""
    quote = (*indigence(esame, regime), *_declared(esame.scheda, regime))
    return tuple(replace(quota, dove=esame.place(quota.luogo)) if quota.luogo else quota for quota in quote)


def indigence(esame: SchedaInEsame, regime: Regime) -> tuple[Quota, ...]:
    """The share for indigence, comune by comune: as the ente raised it, or the ordinary one.

    Nothing for who has dwellings in several comuni and does not say in which the available ones are.
    """
    ordinaria, estesa = regime.limite(INDIGENZA), regime.limite(SOGLIA)
    if ordinaria is None or ordinaria.valore is None:
        return ()
    alzate = {riga.ubicazione: riga.percentuale for riga in esame.scheda.reserves(SOGLIA) if riga.percentuale}
    quote = []
    for luogo, base in available_by_place(esame).items():
        alzata = alzate.get(luogo) or alzate.get(None) if estesa else None
        voce, limite = (SOGLIA, estesa) if alzata and estesa else (INDIGENZA, ordinaria)
        quote.append(compute(voce, alzata or ordinaria.valore, base, limite, luogo))
    return tuple(quote)


def available_by_place(esame: SchedaInEsame) -> Mapping[str | None, int]:
    """SAP units available in each comune; those of a comune are in its territory also when it does not say so."""
    basi: defaultdict[str | None, int] = defaultdict(int)
    suo = esame.ente.comuni[0] if esame.ente and len(esame.ente.comuni) == 1 else None
    for riga in esame.scheda.assegnabili:
        if riga.tipo == "sap" and riga.unita:
            basi[riga.ubicazione or suo] += riga.unita
    return {luogo: base for luogo, base in basi.items() if luogo}


def is_not_split(esame: SchedaInEsame) -> bool:
    """Units available, in several comuni, without saying in which."""
    senza_luogo = any(r.tipo == "sap" and r.unita and not r.ubicazione for r in esame.scheda.assegnabili)
    return senza_luogo and esame.ente is not None and len(esame.ente.comuni) != 1


def _declared(scheda: SchedaCongelata, regime: Regime) -> Iterator[Quota]:
    for voce in RISERVATE:
        limite = regime.limite(voce)
        for luogo, percentuale in percentages(scheda, voce).items():
            base = base_at(scheda, luogo)
            if limite is not None and base is not None:
                yield compute(voce, percentuale, base, limite, luogo)


def percentages(scheda: SchedaCongelata, voce: str) -> Mapping[str | None, Decimal]:
    """In each location, what is reserved in all: the shares of one reserve are inside it, several reserves add up."""
    somme: dict[str | None, Decimal] = {}
    for luogo in dict.fromkeys(riga.ubicazione for riga in scheda.reserves(voce)):
        righe = [riga for riga in scheda.reserves(voce) if riga.ubicazione == luogo]
        dichiarate = [riga.percentuale for riga in righe if riga.percentuale is not None]
        if dichiarate:
            divisa = any(riga.ripartizione is not None for riga in righe)
            somme[luogo] = max(dichiarate) if divisa else sum(dichiarate, Decimal(0))
    return somme


def base_at(scheda: SchedaCongelata, luogo: str | None) -> int | None:
    """SAP units available in a location, where the ente says it; else of the owner as a whole."""
    qui = [r.unita or 0 for r in scheda.assegnabili if r.tipo == "sap" and r.ubicazione == luogo]
    return sum(qui) if luogo and qui else scheda.units_assignable()


def reserved_units(esame: SchedaInEsame, regime: Regime) -> int:
    """Units set aside in all: as declared, else as the percentage makes them; the indigence share is among them."""
    calcolate = [q.unita or 0 for q in find_quotas(esame, regime) if not units_of(esame.scheda, q.voce)]
    return sum(calcolate) + sum(units_of(esame.scheda, voce) for voce in (SOGLIA, *RISERVATE))


def units_of(scheda: SchedaCongelata, voce: str) -> int:
    """Units that the rows of a reserve state."""
    return sum(riga.unita or 0 for riga in scheda.reserves(voce))
