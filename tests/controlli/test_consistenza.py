"""The rules on the stock."""

import pytest
from msgspec.structs import replace

from lessico.voce import StatoVoce
from patrimonio.alloggi.conti import Gruppo, RegistroContato
from raccolta.controlli.consistenza import (
    cambiamento_dall_anno_prima,
    somma_dei_comuni,
    totale_dichiarato,
    uguale_al_registro,
)
from raccolta.controlli.scheda import SchedaInEsame
from tests.controlli.casi import ALER, ALTRO_COMUNE, REGOLARE, con, con_prima, con_voce, declared, stock
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

CELLE = ("consistenza/017046/sap", "consistenza/017046/sas", "consistenza/017046/altro")
ALTROVE = ("consistenza/017052/sap", "consistenza/017052/sas", "consistenza/017052/altro")
NON_DIVISE = ("consistenza/-/sap", "consistenza/-/sas", "consistenza/-/altro")
TOTALE = "consistenza/-/totale_dichiarato"


def grown(prima: int, ora: int):
    """SAP dwellings that were so many and are so many."""
    return con_prima(con(consistenza=(stock(ora),)), consistenza=(stock(prima),))


def split(totale: int | None):
    """An agency with 110 dwellings in a comune and 30 in another."""
    altrove = con(ALER, consistenza=(stock(), stock(30, 0, 0, ALTRO_COMUNE)))
    return con_voce("consistenza", esame=altrove, totale_dichiarato=totale)


def with_register(sap: int, sas: int, altro: int, esame: SchedaInEsame = REGOLARE) -> SchedaInEsame:
    """The ente keeps a register with so many dwellings, let for half."""
    numeri = {"sap": sap, "sas": sas, "altro": altro}
    gruppi = [Gruppo("alfa", "017046", tipo, "locata", None, "", n // 2) for tipo, n in numeri.items()]
    gruppi += [Gruppo("alfa", "017046", tipo, "libera", "aler", "", n - n // 2) for tipo, n in numeri.items()]
    return replace(esame, registro=RegistroContato(tuple(gruppi)))


def in_many_places(*luoghi: tuple[str, int], esame: SchedaInEsame = ALER) -> SchedaInEsame:
    """An agency that keeps a register: its SAP dwellings by comune."""
    gruppi = tuple(Gruppo("aler", comune, "sap", "locata", None, "", n) for comune, n in luoghi)
    return replace(esame, registro=RegistroContato(gruppi))


DIVISA = con(ALER, consistenza=(stock(10, 0, 0), stock(30, 0, 0, ALTRO_COMUNE)))
UNDICI = con(ALER, consistenza=tuple(stock(1, 0, 0, f"0170{n}") for n in range(41, 52)))


NULLA = con(consistenza=())

ESEMPI = {
    "STK-01": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(con_voce("consistenza", totale_dichiarato=110), REGIME_2026),
            Caso(
                con_voce("consistenza", esame=con(consistenza=(stock(None, None, 6),)), totale_dichiarato=6),
                REGIME_2026,
            ),
            Caso(con_voce("consistenza", StatoVoce.NON_APPLICABILE, NULLA, totale_dichiarato=9), REGIME_2026),
            Caso(split(109), REGIME_2026),
        ],
        irregolari=[
            Caso(con_voce("consistenza", totale_dichiarato=109), REGIME_2026, ((TOTALE, *CELLE),)),
            Caso(con_voce("consistenza", totale_dichiarato=111), REGIME_2026, ((TOTALE, *CELLE),)),
            Caso(
                con_voce("consistenza", StatoVoce.NESSUNA, con(consistenza=()), totale_dichiarato=1),
                REGIME_2026,
                ((TOTALE, "consistenza/-/stato"),),
            ),
            Caso(
                con_voce("consistenza", esame=con(ALER, consistenza=(stock(dove=None),)), totale_dichiarato=109),
                REGIME_2026,
                ((TOTALE, *NON_DIVISE),),
            ),
        ],
    ),
    "STK-03": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            *(Caso(grown(*due), REGIME_2026) for due in ((10, 13), (10, 7), (80, 84), (80, 76), (100, 105), (0, 3))),
            Caso(con_prima(voci=()), REGIME_2026),
            Caso(con_voce("consistenza", StatoVoce.NON_APPLICABILE, con_prima(NULLA)), REGIME_2026),
            Caso(con_prima(voci=(declared("consistenza", StatoVoce.NON_APPLICABILE),)), REGIME_2026),
        ],
        irregolari=[
            *(
                Caso(grown(*due), REGIME_2026, (CELLE,))
                for due in ((10, 14), (10, 6), (79, 83), (81, 86), (100, 94), (100, 106), (0, 4))
            ),
            Caso(con_prima(consistenza=(stock(100, 8),)), REGIME_2026, (CELLE,)),
            Caso(con_prima(consistenza=(stock(100, 4, 0),)), REGIME_2026, (CELLE,)),
            Caso(
                con_voce("consistenza", StatoVoce.NESSUNA, con_prima(con(consistenza=()))),
                REGIME_2026,
                (("consistenza/-/stato",),),
            ),
        ],
    ),
    "STK-05": Esempi(
        regolari=[
            *(
                Caso(con(consistenza=(stock(*numeri),)), REGIME_2026)
                for numeri in ((1, 0, 6), (0, 1, 6), (0, 0, 0), (0, 0, None))
            ),
            Caso(con_voce("consistenza", StatoVoce.NESSUNA, con(consistenza=())), REGIME_2026),
            Caso(con(consistenza=(stock(0, 0, 6), stock(1, 0, 0, ALTRO_COMUNE))), REGIME_2026),
        ],
        irregolari=[
            Caso(con(consistenza=(stock(0, 0, 1),)), REGIME_2026, (CELLE,)),
            Caso(con(consistenza=(stock(None, None, 6),)), REGIME_2026, (CELLE[2:],)),
        ],
    ),
    "STK-06": Esempi(
        regolari=[
            Caso(split(140), REGIME_2026),
            Caso(split(None), REGIME_2026),
            Caso(con_voce("consistenza", totale_dichiarato=109), REGIME_2026),
            Caso(
                con_voce("consistenza", esame=con(ALER, consistenza=(stock(dove=None),)), totale_dichiarato=109),
                REGIME_2026,
            ),
        ],
        irregolari=[
            Caso(split(139), REGIME_2026, ((TOTALE, *CELLE, *ALTROVE),)),
            Caso(split(141), REGIME_2026, ((TOTALE, *CELLE, *ALTROVE),)),
        ],
    ),
    "STK-07": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(with_register(100, 4, 6), REGIME_2026),
            Caso(with_register(0, 0, 0, con_voce("consistenza", StatoVoce.NESSUNA, NULLA)), REGIME_2026),
            Caso(with_register(9, 0, 0, con_voce("consistenza", StatoVoce.DA_COMPILARE, NULLA)), REGIME_2026),
            Caso(with_register(30, 0, 0, con(consistenza=(stock(30, 0, 0, None),))), REGIME_2026),
            Caso(in_many_places(("017046", 10), ("017052", 30), esame=DIVISA), REGIME_2026),
            Caso(in_many_places(("017046", 10), esame=con(ALER, consistenza=(stock(10, None, None),))), REGIME_2026),
        ],
        irregolari=[
            Caso(with_register(101, 4, 6), REGIME_2026, (CELLE,)),
            Caso(with_register(100, 4, 5), REGIME_2026, (CELLE,)),
            Caso(
                with_register(1, 0, 0, con_voce("consistenza", StatoVoce.NESSUNA, NULLA)),
                REGIME_2026,
                (("consistenza/-/stato",),),
            ),
            Caso(in_many_places(("017046", 30), ("017052", 10), esame=DIVISA), REGIME_2026, ((*CELLE, *ALTROVE),)),
            Caso(in_many_places(("017046", 10), ("017052", 31), esame=DIVISA), REGIME_2026, (ALTROVE,)),
            Caso(
                in_many_places(("017046", 10), ("017052", 30), ("017099", 5), esame=DIVISA),
                REGIME_2026,
                ((*CELLE, *ALTROVE),),
            ),
        ],
    ),
}


@pytest.mark.parametrize(
    ("regola", "esame", "perche"),
    [
        (
            totale_dichiarato,
            con_voce("consistenza", esame=con(consistenza=(stock(1_000),)), totale_dichiarato=1_100),
            "Il totale dichiarato è 1.100, ma SAP, SAS e Altro fanno 1.010.",
        ),
        (somma_dei_comuni, split(141), "Il totale dichiarato è 141, ma gli alloggi dei comuni fanno 140."),
        (
            cambiamento_dall_anno_prima,
            con_prima(consistenza=(stock(90, 4, 60),)),
            "Rispetto all’anno prima gli alloggi sono cambiati molto: SAP da 90 a 100 e Altro da 60 a 6.",
        ),
        (
            uguale_al_registro,
            with_register(1_101, 4, 5),
            "La scheda e il registro degli alloggi dicono numeri diversi: "
            "SAP 100 nella scheda e 1.101 nel registro, Altro 6 nella scheda e 5 nel registro.",
        ),
        (
            uguale_al_registro,
            in_many_places(("017046", 30), ("017052", 10), esame=DIVISA),
            "La scheda e il registro degli alloggi dicono numeri diversi: Alfa, SAP 10 nella scheda e 30 nel "
            "registro; Beta, SAP 30 nella scheda e 10 nel registro.",
        ),
        (
            uguale_al_registro,
            in_many_places(("017041", 2), esame=UNDICI),
            "La scheda e il registro degli alloggi dicono numeri diversi: 017041, SAP 1 nella scheda e 2 nel registro; "
            + "; ".join(f"0170{n}, SAP 1 nella scheda e 0 nel registro" for n in (42, 43, 44, 45, 47))
            + "; e in 5 altri comuni.",
        ),
    ],
)
def test_le_due_cifre_che_non_vanno_d_accordo_si_leggono(regola, esame, perche):
    assert [rilievo.perche for rilievo in regola.check(esame, REGIME_2026)] == [perche]
