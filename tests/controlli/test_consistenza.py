"""The rules on the stock."""

from tests.controlli.casi import REGOLARE, con_voce
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

CELLE = ("consistenza/017046/sap", "consistenza/017046/sas", "consistenza/017046/altro")

ESEMPI = {
    "STK-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(con_voce("consistenza", totale_dichiarato=110), REGIME_2026),
        ],
        irregolari=[
            Caso(
                con_voce("consistenza", totale_dichiarato=109),
                REGIME_2026,
                (("consistenza/-/totale_dichiarato", *CELLE),),
            )
        ],
    ),
}
