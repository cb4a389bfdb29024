"""The rules on quotas and reserves."""

import pytest

from assegnazioni.valori import AssegnabileCongelata
from lessico.voce import StatoVoce
from raccolta.controlli.quote import indigenza_prende_tutto
from tests.controlli.casi import (
    ALER,
    ALTRO_COMUNE,
    REGOLARE,
    UNIONE,
    con,
    con_riserve,
    con_voce,
    disponibili,
    riserva,
)
from tests.controlli.esempi import REGIME_2018, REGIME_2024, REGIME_2026, Caso, Esempi

E, E_ALTROVE = "assegnabili/017046/unita", "assegnabili/017052/unita"
SOGLIA, C_BIS, RILEVANZA, FORZE, SAT = (
    "soglia_indigenza",
    "riserva_categorie",
    "categoria_rilevanza",
    "forze_ordine",
    "transitori",
)
DUE_COMUNI = disponibili(5, 5, esame=ALER)
NON_SI_SA = con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(assegnabili=()))


def of(voce: str, *misure: str, chiave: str = "017046") -> tuple[str, ...]:
    return tuple(f"{voce}/{chiave}/{misura}" for misura in misure)


def at(voce: str, percentuale: str | None = None, unita: int | None = None, *, esame=REGOLARE, **altro):
    """One reserve."""
    return con_riserve(riserva(voce, percentuale, unita, **altro), esame=esame)


def two(voce: str, *percentuali: str, ripartizione: int | None = None, dove: str = "017046"):
    """Two reserves of a voce, for two categories; the second one elsewhere, if asked."""
    prima, seconda = percentuali
    altro = {"ripartizione": ripartizione}
    return con_riserve(
        riserva(voce, prima, categoria="anziani", **altro),
        riserva(voce, seconda, categoria="disabilita", ubicazione=dove, **altro),
        esame=REGOLARE if dove == "017046" else DUE_COMUNI,
    )


def nowhere(unita: int, esame, tipo: str = "sap"):
    """Units available, nobody says in which comune."""
    return con(esame, assegnabili=(AssegnabileCongelata(None, tipo, unita),))


def of_two(voce: str, *misure: str) -> tuple[str, ...]:
    return (*of(voce, *misure, chiave="017046.anziani"), *of(voce, *misure, chiave="017046.disabilita"))


def reserved(*piene: str) -> tuple[str, ...]:
    """The celle of all the reserves: units where there are, else the state."""
    tutte = (C_BIS, RILEVANZA, FORZE, SAT, SOGLIA)
    return tuple(cella for voce in tutte for cella in (of(voce, "unita") if voce in piene else (f"{voce}/-/stato",)))


ESEMPI = {
    "QTA-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            *(Caso(at(SOGLIA, quota), REGIME_2026) for quota in ("20.01", "100")),
            Caso(at(SOGLIA, "50", esame=UNIONE), REGIME_2026),
            Caso(ALER, REGIME_2026),
            Caso(at(SOGLIA, None, 3, esame=ALER), REGIME_2026),
        ],
        irregolari=[
            *(Caso(at(SOGLIA, quota), REGIME_2026, (of(SOGLIA, "percentuale"),)) for quota in ("20", "100.01", "0")),
            Caso(at(SOGLIA, "50", esame=ALER), REGIME_2026, (of(SOGLIA, "percentuale"),)),
            Caso(
                con_riserve(riserva(SOGLIA, "10"), riserva(SOGLIA, "30", ubicazione=ALTRO_COMUNE), esame=UNIONE),
                REGIME_2026,
                (of(SOGLIA, "percentuale"),),
            ),
        ],
    ),
    "QTA-02": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(C_BIS, "20"), REGIME_2026),
            Caso(two(C_BIS, "10", "10"), REGIME_2026),
            Caso(two(C_BIS, "20", "20", ripartizione=50), REGIME_2026),
            *(Caso(at(C_BIS, None, n, esame=disponibili(e)), REGIME_2026) for e, n in ((5, 1), (7, 1), (8, 2))),
            Caso(at(C_BIS, None, 2, esame=DUE_COMUNI), REGIME_2026),
            Caso(at(C_BIS, None, 9, esame=NON_SI_SA), REGIME_2026),
            Caso(at(C_BIS, "20", 9), REGIME_2026),
            Caso(at(C_BIS, "50"), REGIME_2024),
        ],
        irregolari=[
            Caso(at(C_BIS, "20.01"), REGIME_2026, (of(C_BIS, "percentuale"),)),
            Caso(two(C_BIS, "10", "10.01"), REGIME_2026, (of_two(C_BIS, "percentuale"),)),
            Caso(
                two(C_BIS, "20", "20.01", ripartizione=50),
                REGIME_2026,
                (of_two(C_BIS, "percentuale", "ripartizione"),),
            ),
            *(
                Caso(at(C_BIS, None, n, esame=disponibili(e)), REGIME_2026, ((*of(C_BIS, "unita"), E),))
                for e, n in ((5, 2), (7, 2), (8, 3), (2, 1))
            ),
            Caso(at(C_BIS, None, 3, esame=DUE_COMUNI), REGIME_2026, ((*of(C_BIS, "unita"), E, E_ALTROVE),)),
        ],
    ),
    "QTA-03": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(FORZE, "20"), REGIME_2026),
            Caso(two(FORZE, "20", "20", dove=ALTRO_COMUNE), REGIME_2026),
            *(Caso(at(FORZE, None, n, esame=disponibili(e)), REGIME_2026) for e, n in ((5, 1), (6, 2))),
            Caso(at(FORZE, None, 1, esame=DUE_COMUNI), REGIME_2026),
            Caso(at(FORZE, "10"), REGIME_2024),
            Caso(at(FORZE, "100"), REGIME_2018),
        ],
        irregolari=[
            Caso(at(FORZE, "20.01"), REGIME_2026, (of(FORZE, "percentuale"),)),
            Caso(two(FORZE, "10", "10.01"), REGIME_2026, (of_two(FORZE, "percentuale"),)),
            *(
                Caso(at(FORZE, None, n, esame=disponibili(e)), REGIME_2026, ((*of(FORZE, "unita"), E),))
                for e, n in ((5, 2), (6, 3))
            ),
            Caso(at(FORZE, None, 2, esame=DUE_COMUNI), REGIME_2026, ((*of(FORZE, "unita"), E, E_ALTROVE),)),
            Caso(at(FORZE, "10.01"), REGIME_2024, (of(FORZE, "percentuale"),)),
        ],
    ),
    "QTA-04": Esempi(
        regolari=[Caso(REGOLARE, REGIME_2026), Caso(at(SAT, "10"), REGIME_2026), Caso(at(SAT, None, 1), REGIME_2026)],
        irregolari=[
            Caso(at(SAT, "10.01"), REGIME_2026, (of(SAT, "percentuale"),)),
            Caso(at(SAT, None, 2), REGIME_2026, ((*of(SAT, "unita"), E),)),
        ],
    ),
    "QTA-05": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(RILEVANZA, "10", motivo="chi lavora nella cura"), REGIME_2026),
            Caso(at(C_BIS, "10"), REGIME_2026),
        ],
        irregolari=[
            Caso(at(RILEVANZA, "10"), REGIME_2026, (of(RILEVANZA, "percentuale"),)),
            Caso(at(RILEVANZA, None, 1, motivo=" "), REGIME_2026, (of(RILEVANZA, "unita", "motivo"),)),
            Caso(
                con_riserve(riserva(RILEVANZA, "10", motivo="sì"), riserva(RILEVANZA, "5", categoria="rilevanza")),
                REGIME_2026,
                ((*of(RILEVANZA, "percentuale", "motivo"), *of(RILEVANZA, "percentuale", chiave="017046.rilevanza")),),
            ),
        ],
    ),
    "QTA-06": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(C_BIS, "20", 1), REGIME_2026),
            Caso(at(C_BIS, "20"), REGIME_2026),
            Caso(at(C_BIS, None, 9), REGIME_2026),
            Caso(at(C_BIS, "20", 2, esame=disponibili(8)), REGIME_2026),
            Caso(at(SOGLIA, "50", 3), REGIME_2026),
            Caso(at(FORZE, "20", 9, esame=disponibili(6)), REGIME_2026),
            Caso(at(C_BIS, "20", 1, esame=DUE_COMUNI), REGIME_2026),
            Caso(at(C_BIS, "20", 9, esame=NON_SI_SA), REGIME_2026),
            Caso(at(C_BIS, "20", 9), REGIME_2024),
        ],
        irregolari=[
            *(Caso(at(C_BIS, "20", n), REGIME_2026, ((*of(C_BIS, "unita", "percentuale"), E),)) for n in (0, 2)),
            Caso(at(SOGLIA, "50", 2), REGIME_2026, ((*of(SOGLIA, "unita", "percentuale"), E),)),
            Caso(at(FORZE, "20", 2), REGIME_2026, ((*of(FORZE, "unita", "percentuale"), E),)),
            Caso(
                con_riserve(riserva(C_BIS, "10", 2, categoria="anziani"), riserva(C_BIS, "20", 2)),
                REGIME_2026,
                (
                    (*of(C_BIS, "unita", "percentuale", chiave="017046.anziani"), E),
                    (*of(C_BIS, "unita", "percentuale"), E),
                ),
            ),
        ],
    ),
    "QTA-07": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(RILEVANZA, None, 4), REGIME_2026),
            Caso(at(SOGLIA, "100", 9), REGIME_2026),
            Caso(con_riserve(riserva(SOGLIA, "40", 2), riserva(RILEVANZA, None, 3)), REGIME_2026),
            Caso(con_riserve(riserva(SOGLIA, "41"), riserva(RILEVANZA, None, 2)), REGIME_2026),
            Caso(con_riserve(riserva(C_BIS, "20"), riserva(RILEVANZA, None, 3)), REGIME_2026),
            Caso(at(RILEVANZA, None, 9, esame=NON_SI_SA), REGIME_2026),
        ],
        irregolari=[
            Caso(at(RILEVANZA, None, 5), REGIME_2026, ((*reserved(RILEVANZA), E),)),
            Caso(
                con_riserve(riserva(C_BIS, None, 1), riserva(RILEVANZA, None, 4)),
                REGIME_2026,
                ((*reserved(C_BIS, RILEVANZA), E),),
            ),
            Caso(
                con_riserve(riserva(SOGLIA, None, 2), riserva(RILEVANZA, None, 4)),
                REGIME_2026,
                ((*reserved(RILEVANZA, SOGLIA), E),),
            ),
            Caso(
                con_voce("assegnabili", StatoVoce.NESSUNA, con(at(RILEVANZA, None, 1), assegnabili=())),
                REGIME_2026,
                ((*reserved(RILEVANZA), "assegnabili/-/stato"),),
            ),
        ],
    ),
    "QTA-08": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(at(C_BIS, "10", categoria="genitori_separati"), REGIME_2026),
            Caso(at(FORZE, "10", categoria="polizia_locale"), REGIME_2026),
            Caso(at(C_BIS, "10"), REGIME_2026),
            Caso(at(RILEVANZA, "10", categoria="inventata"), REGIME_2026),
            Caso(at(C_BIS, "10", categoria="anziani"), REGIME_2018),
        ],
        irregolari=[
            Caso(
                at(C_BIS, "10", categoria="inventata"),
                REGIME_2026,
                (of(C_BIS, "percentuale", chiave="017046.inventata"),),
            ),
            Caso(
                at(FORZE, "10", categoria="anziani", motivo="per prova"),
                REGIME_2026,
                (of(FORZE, "percentuale", "motivo", chiave="017046.anziani"),),
            ),
            Caso(
                at(C_BIS, "10", categoria="polizia_locale"),
                REGIME_2026,
                (of(C_BIS, "percentuale", chiave="017046.polizia_locale"),),
            ),
            Caso(
                at(C_BIS, "10", categoria="genitori_separati"),
                REGIME_2024,
                (of(C_BIS, "percentuale", chiave="017046.genitori_separati"),),
            ),
            Caso(
                at(FORZE, "10", categoria="polizia_locale"),
                REGIME_2024,
                (of(FORZE, "percentuale", chiave="017046.polizia_locale"),),
            ),
        ],
    ),
    "QTA-09": Esempi(
        regolari=[
            *(Caso(disponibili(e), REGIME_2026) for e in (0, 2, 5)),
            Caso(at(SOGLIA, "50", esame=disponibili(2)), REGIME_2026),
            Caso(disponibili(1, tipo="sas"), REGIME_2026),
            Caso(disponibili(2, 2, esame=ALER), REGIME_2026),
        ],
        irregolari=[
            Caso(disponibili(1), REGIME_2026, ((E,),)),
            Caso(at(SOGLIA, "50.01", esame=disponibili(2)), REGIME_2026, ((E,),)),
            Caso(disponibili(1, 2, esame=ALER), REGIME_2026, ((E, E_ALTROVE),)),
        ],
    ),
    "QTA-10": Esempi(
        regolari=[
            Caso(DUE_COMUNI, REGIME_2026),
            Caso(disponibili(5, esame=UNIONE), REGIME_2026),
            Caso(nowhere(5, REGOLARE), REGIME_2026),
            Caso(nowhere(0, ALER), REGIME_2026),
            Caso(nowhere(5, ALER, "sas"), REGIME_2026),
        ],
        irregolari=[Caso(nowhere(1, esame), REGIME_2026, (("assegnabili/-/unita",),)) for esame in (ALER, UNIONE)],
    ),
}


@pytest.mark.parametrize(
    ("esame", "perche"),
    [
        (
            disponibili(1),
            "La quota per l’indigenza prende tutte le unità disponibili: 20% di 1 = 0,2 → 1, per eccesso.",
        ),
        (
            disponibili(1, 1, esame=ALER),
            "La quota per l’indigenza prende tutte le unità disponibili: Alfa, 20% di 1 = 0,2 → 1, per eccesso; "
            "Beta, 20% di 1 = 0,2 → 1, per eccesso.",
        ),
    ],
)
def test_il_conto_dell_indigenza_si_legge_comune_per_comune(esame, perche):
    assert [rilievo.perche for rilievo in indigenza_prende_tutto.check(esame, REGIME_2026)] == [perche]
