"""The rules on notices and their outcome."""

from datetime import date

import pytest
from msgspec.structs import replace

from lessico.regime import Regime
from lessico.voce import StatoVoce
from raccolta.controlli.assegnazioni import avvisi_nell_anno, offerte_come_nel_piano
from tests.controlli.casi import AMBITO, REGOLARE, avviso, con, con_prima, con_voce, disponibili, esiti
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

OFFERTE, ASSEGNATE = "esiti/017046/offerte", "esiti/017046/assegnate"
NULLA = con_voce("esiti", StatoVoce.NESSUNA, con(esiti=()))
NON_RIGUARDA = con_voce("esiti", StatoVoce.NON_APPLICABILE, con(esiti=()))
PRIMA = disponibili(3).scheda.assegnabili

VUOTO = Regime(date(2026, 1, 1), (), ())
SENZA_NUMERI = replace(REGIME_2026, limiti=tuple(replace(limite, valore=None) for limite in REGIME_2026.limiti))


def notices(*avvisi, stato: StatoVoce = StatoVoce.VALORIZZATA):
    return con_voce("avvisi", stato, con(AMBITO, avvisi=avvisi))


def year(slug: str) -> tuple[str, ...]:
    return tuple(f"avvisi/{slug}/{misura}" for misura in ("anno", "tipo", "numero", "dal", "al"))


def times(slug: str) -> tuple[str, ...]:
    return tuple(f"avvisi/{slug}/{misura}" for misura in ("dal", "al", "prorogato_al"))


ESEMPI = {
    "ASS-01": Esempi(
        regolari=[
            *(Caso(con(esiti=(esiti(*due),)), REGIME_2026) for due in ((3, 3), (3, 2), (None, 3), (3, None))),
            Caso(con(esiti=(esiti(3, 3, "a"), esiti(1, 0, "b"))), REGIME_2026),
            Caso(NULLA, REGIME_2026),
            Caso(NON_RIGUARDA, REGIME_2026),
        ],
        irregolari=[
            Caso(con(esiti=(esiti(3, 4),)), REGIME_2026, ((OFFERTE, ASSEGNATE),)),
            Caso(con(esiti=(esiti(0, 1),)), REGIME_2026, ((OFFERTE, ASSEGNATE),)),
            Caso(
                con(esiti=(esiti(3, 2, "a"), esiti(1, 2, "b"))),
                REGIME_2026,
                (("esiti/017046.b/offerte", "esiti/017046.b/assegnate"),),
            ),
        ],
    ),
    "ASS-02": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(con_prima(assegnabili=PRIMA), REGIME_2026),
            Caso(con_prima(voci=()), REGIME_2026),
            Caso(con_prima(NON_RIGUARDA), REGIME_2026),
            Caso(con_prima(con(esiti=(esiti(None, 3),))), REGIME_2026),
        ],
        irregolari=[
            Caso(con_prima(con(esiti=(esiti(4, 3),)), assegnabili=PRIMA), REGIME_2026, ((OFFERTE,),)),
            Caso(con_prima(con(esiti=(esiti(2, 2),)), assegnabili=PRIMA), REGIME_2026, ((OFFERTE,),)),
            Caso(con_prima(NULLA), REGIME_2026, (("esiti/-/stato",),)),
        ],
    ),
    "ASS-03": Esempi(
        regolari=[
            Caso(con_voce("avvisi"), REGIME_2026),
            Caso(AMBITO, REGIME_2026),
            Caso(notices(avviso("a")), VUOTO),
            Caso(notices(avviso("a")), SENZA_NUMERI),
            Caso(notices(avviso("a"), avviso("b", None)), REGIME_2026),
            Caso(notices(stato=StatoVoce.DA_COMPILARE), REGIME_2026),
            Caso(notices(stato=StatoVoce.NON_APPLICABILE), REGIME_2026),
        ],
        irregolari=[
            Caso(notices(avviso("a")), REGIME_2026, (year("a"),)),
            Caso(notices(avviso("a"), avviso("b", 2024)), REGIME_2026, ((*year("a"), *year("b")),)),
            Caso(notices(stato=StatoVoce.NESSUNA), REGIME_2026, (("avvisi/-/stato",),)),
        ],
    ),
    "ASS-04": Esempi(
        regolari=[
            Caso(AMBITO, REGIME_2026),
            Caso(notices(avviso(al=date(2025, 3, 10), prorogato_al=date(2025, 3, 31))), REGIME_2026),
            Caso(notices(avviso(al=None)), REGIME_2026),
            Caso(notices(avviso(dal=None)), REGIME_2026),
            Caso(notices(avviso(al=date(2025, 3, 30))), VUOTO),
            Caso(notices(avviso(al=date(2025, 3, 30))), SENZA_NUMERI),
        ],
        irregolari=[
            Caso(notices(avviso(al=date(2025, 3, 30))), REGIME_2026, (times("a"),)),
            Caso(
                notices(avviso("a"), avviso("b", al=date(2025, 3, 10), prorogato_al=date(2025, 3, 30))),
                REGIME_2026,
                (times("b"),),
            ),
        ],
    ),
}


@pytest.mark.parametrize(
    ("regola", "esame", "perche"),
    [
        (
            offerte_come_nel_piano,
            con_prima(),
            "Nell’anno precedente il piano dava 5 unità disponibili; ne sono state offerte 3.",
        ),
        (
            avvisi_nell_anno,
            notices(avviso("a")),
            "Nel 2025 l’ambito ha pubblicato 1 avviso; il minimo è 2.",
        ),
        (
            avvisi_nell_anno,
            notices(stato=StatoVoce.NESSUNA),
            "Nel 2025 l’ambito non ha pubblicato avvisi; il minimo è 2.",
        ),
    ],
)
def test_i_numeri_si_leggono(regola, esame, perche):
    assert [rilievo.perche for rilievo in regola.check(esame, REGIME_2026)] == [perche]
