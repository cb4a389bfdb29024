"""The rules on the units available."""

from lessico.voce import StatoVoce
from tests.controlli.casi import REGOLARE, con, con_fonti, con_voce, disponibili, esiti, stock
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

ASSEGNABILI, SAP = "assegnabili/017046/unita", "consistenza/017046/sap"
ESITI = ("esiti/017046/offerte", "esiti/017046/assegnate")
NUOVE = {"edilizia": 2, "conferite": 1}
NULLA = ("stato_di_fatto/-/stato", "edilizia/-/stato", "liberazioni/-/stato", "conferite/-/stato")


def as_they_are(unita: int):
    """Units to be assigned as they are, of an owner with 100 SAP dwellings."""
    return con_fonti(stato_di_fatto=unita)


def none_left(**fonti: int):
    """Five units available, and nothing left from the notices."""
    return con_fonti(con(esiti=(esiti(3, 3),)), **fonti)


ESEMPI = {
    "DSP-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(disponibili(100), REGIME_2026),
            Caso(con_fonti(disponibili(103), **NUOVE), REGIME_2026),
            Caso(con_fonti(disponibili(102), nuova_edificazione=1, ristrutturazione=1), REGIME_2026),
            Caso(disponibili(4, tipo="sas"), REGIME_2026),
            Caso(con_voce("consistenza", StatoVoce.NON_APPLICABILE, con(consistenza=())), REGIME_2026),
            Caso(con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(assegnabili=())), REGIME_2026),
        ],
        irregolari=[
            Caso(disponibili(101), REGIME_2026, ((ASSEGNABILI, SAP, "edilizia/-/stato", "conferite/-/stato"),)),
            Caso(
                con_fonti(disponibili(104), **NUOVE),
                REGIME_2026,
                ((ASSEGNABILI, SAP, "edilizia/017046/unita", "conferite/017046/unita"),),
            ),
            Caso(
                con_fonti(disponibili(102), nuova_edificazione=1),
                REGIME_2026,
                ((ASSEGNABILI, SAP, "nuova_edificazione/017046/unita", "conferite/-/stato"),),
            ),
            Caso(
                con_fonti(disponibili(101), stato_di_fatto=9, liberazioni=9),
                REGIME_2026,
                ((ASSEGNABILI, SAP, "edilizia/-/stato", "conferite/-/stato"),),
            ),
            Caso(
                disponibili(5, tipo="sas"),
                REGIME_2026,
                (
                    (
                        "assegnabili/017046.sas/unita",
                        "consistenza/017046/sas",
                        *("edilizia/-/stato", "conferite/-/stato"),
                    ),
                ),
            ),
            Caso(
                con_voce("consistenza", StatoVoce.NESSUNA, con(disponibili(1), consistenza=())),
                REGIME_2026,
                ((ASSEGNABILI, "consistenza/-/stato", "edilizia/-/stato", "conferite/-/stato"),),
            ),
        ],
    ),
    "DSP-02": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(as_they_are(100), REGIME_2026),
            Caso(con_fonti(liberazioni=101), REGIME_2026),
            Caso(con_voce("stato_di_fatto", StatoVoce.NON_APPLICABILE), REGIME_2026),
            Caso(con_voce("consistenza", StatoVoce.NON_APPLICABILE, con(as_they_are(1), consistenza=())), REGIME_2026),
        ],
        irregolari=[
            Caso(as_they_are(101), REGIME_2026, (("stato_di_fatto/017046/unita", SAP),)),
            Caso(
                con(as_they_are(1), consistenza=(stock(0, 9, 9),)),
                REGIME_2026,
                (("stato_di_fatto/017046/unita", SAP),),
            ),
        ],
    ),
    "DSP-06": Esempi(
        regolari=[
            *(Caso(none_left(**{fonte: 1}), REGIME_2026) for fonte in ("stato_di_fatto", "edilizia", "libere")),
            Caso(con_fonti(con(esiti=(esiti(3, 2),))), REGIME_2026),
            Caso(con(none_left(), assegnabili=disponibili(0).scheda.assegnabili), REGIME_2026),
            Caso(con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(none_left(), assegnabili=())), REGIME_2026),
        ],
        irregolari=[
            Caso(none_left(), REGIME_2026, ((ASSEGNABILI, *NULLA, *ESITI),)),
            Caso(
                none_left(libere=0),
                REGIME_2026,
                ((ASSEGNABILI, *NULLA[:2], "libere/017046/unita", NULLA[3], *ESITI),),
            ),
            Caso(con(none_left(), esiti=(esiti(1, 2),)), REGIME_2026, ((ASSEGNABILI, *NULLA, *ESITI),)),
        ],
    ),
    "DSP-07": Esempi(
        regolari=[
            Caso(disponibili(1), REGIME_2026),
            Caso(disponibili(1, tipo="sas"), REGIME_2026),
            Caso(con_fonti(disponibili(0), liberazioni=0), REGIME_2026),
            Caso(con_fonti(disponibili(0), stato_di_fatto=9), REGIME_2026),
            Caso(con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(assegnabili=())), REGIME_2026),
        ],
        irregolari=[
            Caso(
                disponibili(0),
                REGIME_2026,
                (("assegnabili/-/stato", ASSEGNABILI, "liberazioni/017046/unita"),),
            ),
            Caso(
                con_voce("assegnabili", StatoVoce.NESSUNA, con(assegnabili=())),
                REGIME_2026,
                (("assegnabili/-/stato", "liberazioni/017046/unita"),),
            ),
            Caso(
                con_fonti(disponibili(0), avvicendamento=1),
                REGIME_2026,
                (("assegnabili/-/stato", ASSEGNABILI, "avvicendamento/017046/unita"),),
            ),
            Caso(
                con_fonti(disponibili(0), tipo="sas", liberazioni=1),
                REGIME_2026,
                (("assegnabili/-/stato", ASSEGNABILI, "liberazioni/017046.sas/unita"),),
            ),
        ],
    ),
}
