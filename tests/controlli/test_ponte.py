"""The rules on the bridge."""

import pytest

from lessico.voce import StatoVoce
from raccolta.controlli.ponte import describe_balance, riporto_possibile
from tests.controlli.casi import REGOLARE, con, con_fonti, con_ponte, con_voce, disponibili, esiti
from tests.controlli.esempi import REGIME_2026, Caso, Esempi

E, FONTE = "assegnabili/017046/unita", "liberazioni/017046/unita"
ESITI = ("esiti/017046/offerte", "esiti/017046/assegnate")
PERCHE = "aspettano lavori dell’anno dopo"


NON_DETTE = con_voce("assegnabili", StatoVoce.DA_COMPILARE, con(assegnabili=(), disponibilita=()))


def bridge(fonti: int, e: int, residuo: int = 0, **righe):
    """From so many free units to so many available, with a residue of the notices and these lines."""
    return con_ponte(con_fonti(con(disponibili(e), esiti=(esiti(3 + residuo, 3),)), liberazioni=fonti), **righe)


def line(codice: str, *, motivo: bool = False) -> tuple[str, ...]:
    return (f"ponte/{codice}/unita", *([f"ponte/{codice}/motivo"] if motivo else []))


ESEMPI = {
    "DSP-03": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(bridge(9, 5, liberazioni=(5, PERCHE)), REGIME_2026),
            Caso(bridge(5, 5, liberazioni=5), REGIME_2026),
            Caso(bridge(5, 7, 2, riporto=2), REGIME_2026),
            Caso(bridge(6, 5, altri_usi=(1, PERCHE)), REGIME_2026),
            Caso(bridge(6, 5, rettifica=(-1, PERCHE)), REGIME_2026),
            Caso(bridge(4, 5, rettifica=(1, PERCHE)), REGIME_2026),
            Caso(bridge(5, 5, altri_usi=0, rettifica=0), REGIME_2026),
            Caso(bridge(5, 5, 2), REGIME_2026),
            Caso(con_voce("assegnabili", StatoVoce.DA_COMPILARE, con(assegnabili=())), REGIME_2026),
            Caso(con_voce("assegnabili", StatoVoce.NON_APPLICABILE, con(assegnabili=())), REGIME_2026),
        ],
        irregolari=[
            Caso(bridge(5, 4), REGIME_2026, ((E, FONTE),)),
            Caso(bridge(5, 6), REGIME_2026, ((E, FONTE),)),
            Caso(bridge(5, 7, 2), REGIME_2026, ((E, FONTE),)),
            Caso(bridge(5, 7, 2, riporto=1), REGIME_2026, ((E, FONTE, *line("riporto")),)),
            Caso(bridge(9, 5, liberazioni=5), REGIME_2026, ((E, FONTE, *line("liberazioni")),)),
            Caso(bridge(6, 5, altri_usi=1), REGIME_2026, ((E, FONTE, *line("altri_usi")),)),
            Caso(bridge(5, 6, altri_usi=(1, PERCHE)), REGIME_2026, ((E, FONTE, *line("altri_usi", motivo=True)),)),
            Caso(bridge(4, 5, rettifica=1), REGIME_2026, ((E, FONTE, *line("rettifica")),)),
            Caso(
                con_voce("assegnabili", StatoVoce.NESSUNA, con(assegnabili=())),
                REGIME_2026,
                (("assegnabili/-/stato", FONTE),),
            ),
            Caso(
                con_fonti(libere=3, avvicendamento=1),
                REGIME_2026,
                ((E, "libere/017046/unita", "avvicendamento/017046/unita"),),
            ),
        ],
    ),
    "DSP-04": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(bridge(5, 5, liberazioni=5), REGIME_2026),
            Caso(bridge(5, 5, liberazioni=0), REGIME_2026),
            Caso(bridge(5, 7, 2, riporto=2), REGIME_2026),
            Caso(bridge(5, 5, rettifica=(99, PERCHE), altri_usi=(99, PERCHE)), REGIME_2026),
        ],
        irregolari=[
            Caso(bridge(5, 5, liberazioni=6), REGIME_2026, ((*line("liberazioni"), FONTE),)),
            Caso(bridge(5, 8, 2, riporto=3), REGIME_2026, ((*line("riporto"), *ESITI),)),
            Caso(
                con_ponte(con_voce("esiti", StatoVoce.NESSUNA, con(esiti=())), riporto=1),
                REGIME_2026,
                ((*line("riporto"), "esiti/-/stato"),),
            ),
            Caso(bridge(5, 5, conferite=(1, PERCHE)), REGIME_2026, ((*line("conferite"), "conferite/-/stato"),)),
            Caso(bridge(5, 5, cantina=1), REGIME_2026, (line("cantina", motivo=True),)),
            Caso(bridge(5, 5, libere=1), REGIME_2026, (line("libere", motivo=True),)),
        ],
    ),
    "DSP-05": Esempi(
        regolari=[
            Caso(REGOLARE, REGIME_2026),
            Caso(bridge(5, 5, 2), REGIME_2026),
            Caso(bridge(5, 4, 2), REGIME_2026),
            Caso(bridge(5, 7), REGIME_2026),
            Caso(bridge(5, 7, 2, riporto=2), REGIME_2026),
            Caso(bridge(5, 7, 2, riporto=0), REGIME_2026),
            Caso(bridge(5, 7, 2, rettifica=(2, PERCHE)), REGIME_2026),
        ],
        irregolari=[
            Caso(bridge(5, 6, 2), REGIME_2026, ((*ESITI, E),)),
            Caso(bridge(5, 7, 2), REGIME_2026, ((*ESITI, E),)),
            Caso(bridge(5, 9, 2), REGIME_2026, ((*ESITI, E),)),
            Caso(bridge(5, 7, 2, rettifica=(1, PERCHE)), REGIME_2026, ((*ESITI, E),)),
        ],
    ),
}


@pytest.mark.parametrize(
    ("ponte", "frase"),
    [
        (bridge(5, 5), "Le provenienze danno 5 unità, ne sono dichiarate disponibili 5: i conti tornano."),
        (bridge(20, 1), "Le provenienze danno 20 unità, ne è dichiarata disponibile 1: 19 in meno, da spiegare."),
        (bridge(0, 2), "Le provenienze danno 0 unità, ne sono dichiarate disponibili 2: 2 in più, da spiegare."),
        (bridge(1, 0), "Le provenienze danno una unità, ne sono dichiarate disponibili 0: 1 in meno, da spiegare."),
        (NON_DETTE, "Non ci sono ancora né provenienze né unità disponibili: si scrivono nel quadro Disponibilità."),
        (
            con_fonti(NON_DETTE, liberazioni=3),
            "Le provenienze danno 3 unità; quante unità sono disponibili non è dichiarato.",
        ),
        (bridge(9, 5, liberazioni=5), "Nel ponte manca il motivo di: Libere e in avvicendamento."),
        (
            bridge(9, 5, liberazioni=4, rettifica=1),
            "Nel ponte manca il motivo di: Libere e in avvicendamento e Rettifica.",
        ),
    ],
)
def test_il_ponte_in_una_frase(ponte, frase):
    assert describe_balance(ponte.ponte) == frase


@pytest.mark.parametrize(
    ("e", "residuo", "perche"),
    [
        (6, 2, "Delle unità offerte l’anno prima ne sono rimaste 2: 1 unità da riportare."),
        (9, 1, "Delle unità offerte l’anno prima ne è rimasta 1: 1 unità da riportare."),
    ],
)
def test_il_riporto_in_una_frase(e, residuo, perche):
    assert [r.perche for r in riporto_possibile.check(bridge(5, e, residuo), REGIME_2026)] == [perche]
