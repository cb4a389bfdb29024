"""The rules on what is declared nil."""

from decimal import Decimal

from lessico.voce import StatoVoce
from tests.controlli.casi import (
    AMBITO,
    REGOLARE,
    con,
    con_fonti,
    con_ponte,
    con_prima,
    con_riserve,
    con_voce,
    declared,
    riserva,
)
from tests.controlli.esempi import REGIME_2026, Caso, Esempi
from tests.controlli.test_misure import measure

LIBERAZIONI = ("liberazioni/-/stato",)


def without(voce: str, esame=REGOLARE):
    """The same, where nothing was ever said of a voce."""
    return con(esame, voci=tuple(v for v in esame.scheda.voci if v.voce != voce))


def half_by_parts():
    """Of the two parts of a composite one is declared."""
    return con(without("liberazioni"), voci=(*without("liberazioni").scheda.voci, declared("libere")))


def nothing_now(voce: str, esame=REGOLARE, stato: StatoVoce = StatoVoce.NESSUNA, **prima):
    """A voce declared nil; the year before, with these rows."""
    return con_prima(con_voce(voce, stato, esame), **prima)


NULLA = con(disponibilita=())
PARTI = con_fonti(libere=2).scheda.disponibilita

ESEMPI = {
    "NUL-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(AMBITO, REGIME_2026),
            Caso(con_voce("conferite", StatoVoce.NESSUNA), REGIME_2026),
            Caso(con_voce("conferite", StatoVoce.NON_APPLICABILE), REGIME_2026),
            Caso(con_fonti(libere=1), REGIME_2026),
            Caso(without("avvisi"), REGIME_2026),
        ],
        irregolari=[
            Caso(without("liberazioni"), REGIME_2026, (LIBERAZIONI,)),
            Caso(con_voce("liberazioni", StatoVoce.DA_COMPILARE), REGIME_2026, (LIBERAZIONI,)),
            Caso(half_by_parts(), REGIME_2026, (LIBERAZIONI,)),
            Caso(without("avvisi", AMBITO), REGIME_2026, (("avvisi/-/stato",),)),
            Caso(without("consistenza", without("esiti")), REGIME_2026, (("consistenza/-/stato", "esiti/-/stato"),)),
        ],
    ),
    "NUL-02": Esempi(
        regolari=[
            Caso(con_voce("liberazioni", StatoVoce.NESSUNA, NULLA), REGIME_2026),
            Caso(con_prima(), REGIME_2026),
            Caso(nothing_now("avvisi", avvisi=AMBITO.scheda.avvisi), REGIME_2026),
            Caso(nothing_now("ponte", ponte=con_ponte(riporto=2).scheda.ponte), REGIME_2026),
            Caso(nothing_now("liberazioni", NULLA, disponibilita=()), REGIME_2026),
            Caso(
                nothing_now("liberazioni", NULLA, disponibilita=con_fonti(libere=0).scheda.disponibilita), REGIME_2026
            ),
            Caso(nothing_now("liberazioni", NULLA, StatoVoce.NON_APPLICABILE), REGIME_2026),
            Caso(
                nothing_now("misure_anno_piano", misure=(measure(voce="misure_anno_piano", fondi=None, anno=None),)),
                REGIME_2026,
            ),
        ],
        irregolari=[
            Caso(nothing_now("liberazioni", NULLA), REGIME_2026, (LIBERAZIONI,)),
            Caso(nothing_now("liberazioni", NULLA, disponibilita=PARTI), REGIME_2026, (LIBERAZIONI,)),
            Caso(
                con_prima(riserve=con_riserve(riserva("transitori", "10")).scheda.riserve),
                REGIME_2026,
                (("transitori/-/stato",),),
            ),
            Caso(
                nothing_now(
                    "misure_anno_piano", misure=(measure(voce="misure_anno_piano", fondi=Decimal("0.01"), anno=None),)
                ),
                REGIME_2026,
                (("misure_anno_piano/-/stato",),),
            ),
        ],
    ),
}
