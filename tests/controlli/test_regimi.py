"""The same scheda under the law of 2018, of 2024, of 2026: three results."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from lessico.regime import Regime
from lessico.regola import Gravita, Segnalazione
from raccolta.quote import find_quotas
from raccolta.regime import Codice
from raccolta.rilievi import find_findings
from tests.controlli.casi import REGOLARE, con_riserve, disponibili, riserva
from tests.controlli.esempi import REGIME_2018, REGIME_2024, REGIME_2026, unverified_al

REGIMI = {2018: REGIME_2018, 2024: REGIME_2024, 2026: REGIME_2026}

SCHEDA = replace(
    con_riserve(
        riserva("riserva_categorie", "25", categoria="genitori_separati"),
        riserva("forze_ordine", "15", categoria="polizia_locale"),
        riserva("soglia_indigenza", "30"),
        riserva("transitori", "12"),
        esame=disponibili(5),
    ),
    anno=2026,
)
"""Four quotas of five dwellings: a quarter for separated parents, some for the police, some for who has nothing."""

TRANSITORI = ("QTA-04", Gravita.DA_MOTIVARE, "È dichiarato il 12%; il limite è il 10% (unità disponibili nell’anno).")
"""A limit of every year, which nobody has verified."""


SEMPRE = {"soglia_indigenza": (Decimal("1.5"), 2), "transitori": (Decimal("0.6"), None)}
"""The quotas of every year: exact, and in units."""


def findings(regime: Regime, esame=SCHEDA) -> Sequence[Segnalazione]:
    """What the whole registry finds, the year of the plan being that of the law."""
    codice = Codice(0, regime.al.year, regime, unverified_al(regime.al))
    return find_findings(replace(esame, anno=regime.al.year), codice)


def table(regime: Regime) -> list[tuple[str, Gravita, str]]:
    return [(s.regola, s.gravita, s.perche) for s in findings(regime)]


def of_year(anno: int, categoria: str, mese: str = "gennaio") -> tuple[str, Gravita, str]:
    """A category that the law does not have on the first day of a year."""
    return (
        "QTA-08",
        Gravita.DA_MOTIVARE,
        f"La categoria «{categoria}» non è tra quelle in vigore al 1° {mese} {anno}.",
    )


def test_nel_2018_nessuna_delle_due_riserve_ha_un_limite_e_le_categorie_non_ci_sono():
    assert table(REGIME_2018) == [
        TRANSITORI,
        of_year(2018, "genitori_separati", "marzo"),
        of_year(2018, "polizia_locale", "marzo"),
    ]


def test_nel_2024_le_forze_hanno_un_limite_che_nessuno_ha_verificato():
    assert table(REGIME_2024) == [
        ("QTA-03", Gravita.DA_MOTIVARE, "È dichiarato il 15%; il limite è il 10% (unità del comune)."),
        TRANSITORI,
        of_year(2024, "genitori_separati"),
        of_year(2024, "polizia_locale"),
    ]


def test_nel_2026_la_riserva_ha_un_limite_che_blocca_e_le_forze_ci_stanno():
    assert table(REGIME_2026) == [
        (
            "QTA-02",
            Gravita.BLOCCANTE,
            "È dichiarato il 25%; il limite è il 20% (unità disponibili nell’anno, dell’ente proprietario).",
        ),
        TRANSITORI,
    ]


@pytest.mark.parametrize(("uno", "altro"), [(2018, 2024), (2024, 2026), (2018, 2026)])
def test_tre_leggi_tre_esiti(uno, altro):
    assert table(REGIMI[uno]) != table(REGIMI[altro])


@pytest.mark.parametrize(
    ("anno", "quote"),
    [
        (2018, SEMPRE),
        (2024, {**SEMPRE, "forze_ordine": (Decimal("0.75"), None)}),
        (2026, {**SEMPRE, "forze_ordine": (Decimal("0.75"), None), "riserva_categorie": (Decimal("1.25"), 1)}),
    ],
)
def test_anche_i_conti_sono_tre(anno, quote):
    assert {q.voce: (q.esatta, q.unita) for q in find_quotas(SCHEDA, REGIMI[anno])} == quote


@pytest.mark.parametrize("anno", REGIMI)
def test_una_scheda_regolare_lo_e_sotto_ogni_legge(anno):
    assert findings(REGIMI[anno], REGOLARE) == ()


def test_un_regime_vuoto_non_chiede_nulla():
    assert [s.regola for s in findings(Regime(date(2026, 1, 1), (), ()))] == ["QTA-08", "QTA-08"]
