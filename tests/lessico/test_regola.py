"""A registry of rules is run whole: weights, years, failures, one finding for each problem, and its impronta."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lessico import norme
from lessico.regime import Arrotondamento, Limite, Regime
from lessico.regola import Gravita, Mancanti, Regola, Rilievo, Segnalazione, regola, run_rules, seal

TETTO = Limite("tetto", Decimal(20), "percento", "unità", Arrotondamento.PER_ECCESSO, "")
REGIME = Regime(date(2026, 1, 1), (TETTO,), ())
BUCATO = Regime(date(2026, 1, 1), (), ())

Valori = Mapping[str, object]
"""What the rules of these tests look at: the values by their cella."""


def always(codice: str, *celle: str, gravita: Gravita = Gravita.INFORMATIVA, **opzioni) -> Regola[Valori]:
    """A rule that always finds something on these celle."""

    @regola(codice, norme.COERENZA, gravita, Mancanti.SEMPRE, **opzioni)
    def funzione(_valori: Valori, _regime: Regime) -> Iterator[Rilievo]:
        """Qui non deve esserci mai nulla."""
        yield Rilievo(celle, f"Qui c’è qualcosa: {codice.lower()}.", "Toglierlo.")

    return funzione


def broken(gravita: Gravita, **opzioni) -> Regola[Valori]:
    """A rule that raises after it has found something."""

    @regola("ROTTA", norme.COERENZA, gravita, Mancanti.SEMPRE, **opzioni)
    def funzione(_valori: Valori, _regime: Regime) -> Iterator[Rilievo]:
        """Il conto torna."""
        yield Rilievo(("a/-/unita",), "Il conto non torna.", "Rifarlo.")
        raise ZeroDivisionError

    return funzione


def run(*regole: Regola[Valori], valori: Valori | None = None, anno: int = 2026, regime: Regime = REGIME, **opzioni):
    return run_rules(regole, valori or {}, regime, anno=anno, valori=valori or {}, **opzioni)


def codes(segnalazioni: tuple[Segnalazione, ...]) -> list[str]:
    return [s.regola for s in segnalazioni]


@pytest.mark.parametrize(
    ("gravita", "resta", "si_motiva"),
    [
        (Gravita.BLOCCANTE, Gravita.DA_MOTIVARE, True),
        (Gravita.DA_MOTIVARE, Gravita.DA_MOTIVARE, True),
        (Gravita.INFORMATIVA, Gravita.INFORMATIVA, False),
        (Gravita.STILE, Gravita.STILE, False),
    ],
)
def test_una_regola_che_si_rompe_e_un_rilievo_suo_e_non_ne_nasconde(gravita, resta, si_motiva):
    prima, rotta, dopo = run(
        always("PRIMA", "a/-/unita"), broken(gravita, atti=("certificazione",)), always("DOPO", "a/-/unita")
    )
    assert (prima.regola, rotta.regola, dopo.regola) == ("PRIMA", "ROTTA", "DOPO")
    assert (rotta.guasta, rotta.gravita, rotta.si_motiva) == (True, resta, si_motiva)
    assert (rotta.celle, rotta.atti) == ((), ("certificazione",))
    assert "Il conto torna." in rotta.perche
    assert "Il conto non torna" not in rotta.perche, "che cosa aveva trovato prima di rompersi non si sa"
    assert not prima.guasta
    assert not dopo.guasta


def test_si_rompe_anche_chi_non_rende_rilievi():
    def nothing(_valori, _regime):
        """Qui non c’è nulla da scorrere."""

    rotta = replace(always("X", gravita=Gravita.BLOCCANTE), funzione=nothing)
    assert [s.guasta for s in run(rotta)] == [True]


def test_un_guasto_si_motiva_una_volta_e_vale_finche_dura():
    [uno], [altro] = run(broken(Gravita.BLOCCANTE)), run(broken(Gravita.BLOCCANTE), valori={"a/-/unita": 9})
    assert uno.impronta == altro.impronta


@pytest.mark.parametrize(
    ("gravita", "incerti", "resta"),
    [
        (Gravita.BLOCCANTE, {"tetto"}, Gravita.DA_MOTIVARE),
        (Gravita.BLOCCANTE, {"altro"}, Gravita.BLOCCANTE),
        (Gravita.BLOCCANTE, set(), Gravita.BLOCCANTE),
        (Gravita.INFORMATIVA, {"tetto"}, Gravita.INFORMATIVA),
    ],
)
def test_un_limite_che_nessuno_ha_verificato_non_blocca(gravita, incerti, resta):
    [trovata] = run(always("X", "a/-/unita", gravita=gravita, parametro="tetto"), da_verificare=frozenset(incerti))
    assert trovata.gravita is resta
    assert trovata.si_motiva is (resta is Gravita.DA_MOTIVARE)


def test_cio_che_non_si_motiva_non_si_motiva_neanche_se_da_verificare():
    regola_ferma = always("X", "a/-/unita", gravita=Gravita.BLOCCANTE, parametro="tetto", si_motiva=False)
    [trovata] = run(regola_ferma, da_verificare=frozenset({"tetto"}))
    assert (trovata.gravita, trovata.si_motiva, trovata.ferma) == (Gravita.DA_MOTIVARE, False, True)


def test_dove_il_regime_ha_un_buco_la_regola_si_salta():
    regole = (always("SUL_TETTO", "a/-/unita", parametro="tetto"), always("LIBERA", "b/-/unita"))
    assert codes(run(*regole)) == ["SUL_TETTO", "LIBERA"]
    assert codes(run(*regole, regime=BUCATO)) == ["LIBERA"]


def test_un_limite_senza_numero_e_comunque_un_limite():
    senza = Regime(date(2026, 1, 1), (replace(TETTO, valore=None),), ())
    assert codes(run(always("X", "a/-/unita", parametro="tetto"), regime=senza)) == ["X"]


@pytest.mark.parametrize(("anno", "attese"), [(2018, []), (2019, ["X"]), (2022, ["X"]), (2024, ["X"]), (2025, [])])
def test_una_regola_vale_nei_suoi_anni_estremi_compresi(anno, attese):
    assert codes(run(always("X", "a/-/unita", dal=2019, al=2024), anno=anno)) == attese


@pytest.mark.parametrize("leggera", [Gravita.DA_MOTIVARE, Gravita.INFORMATIVA, Gravita.STILE])
def test_cio_che_blocca_trattiene_il_resto_sulle_stesse_celle(leggera):
    blocca = always("BLOCCA", "a/-/unita", "b/-/unita", gravita=Gravita.BLOCCANTE)
    vicina, lontana = always("VICINA", "c/-/unita", "b/-/unita", gravita=leggera), always("LONTANA", "c/-/unita")
    assert codes(run(vicina, blocca, lontana)) == ["BLOCCA", "LONTANA"]


def test_due_che_bloccano_restano_entrambe():
    due = (always(codice, "a/-/unita", gravita=Gravita.BLOCCANTE) for codice in ("UNA", "DUE"))
    assert codes(run(*due)) == ["UNA", "DUE"]


def test_cio_che_non_blocca_piu_perche_incerto_non_trattiene():
    incerta = always("INCERTA", "a/-/unita", gravita=Gravita.BLOCCANTE, parametro="tetto")
    insieme = run(incerta, always("VICINA", "a/-/unita"), da_verificare=frozenset({"tetto"}))
    assert codes(insieme) == ["INCERTA", "VICINA"]


def test_una_regola_cede_a_chi_lo_dice_meglio_sulle_stesse_celle():
    cede = always("CEDE", "a/-/unita", cede_a=("MEGLIO",))
    assert codes(run(cede, always("MEGLIO", "a/-/unita"))) == ["MEGLIO"]
    assert codes(run(cede, always("MEGLIO", "b/-/unita"))) == ["CEDE", "MEGLIO"]
    assert codes(run(cede, always("ALTRA", "a/-/unita"))) == ["CEDE", "ALTRA"]
    assert codes(run(cede)) == ["CEDE"]


def test_la_frase_e_il_primo_capoverso():
    @regola("X", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
    def due_capoversi(_valori: Valori, _regime: Regime) -> Iterator[Rilievo]:
        """Il conto
        torna.

        Why it does is nobody’s business.
        """
        yield from ()

    assert due_capoversi.frase == "Il conto torna."


CELLE = [f"{voce}/-/unita" for voce in "abcdef"]
numeri = st.none() | st.integers(0, 3) | st.decimals(0, 3, places=1) | st.sampled_from(["", "sì", "no"])
valori_possibili = st.dictionaries(st.sampled_from(CELLE), numeri)
gravita_possibili = st.sampled_from(list(Gravita))
regole_possibili = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CELLE), unique=True), gravita_possibili, st.lists(st.integers(0, 7), max_size=2)
    ),
    max_size=8,
)


@given(regole_possibili, valori_possibili, st.randoms(use_true_random=False))
def test_l_ordine_delle_regole_e_dei_valori_non_conta(descritte, valori, caso):
    regole = [
        always(f"R{n}", *celle, gravita=gravita, cede_a=tuple(f"R{a}" for a in cede_a))
        for n, (celle, gravita, cede_a) in enumerate(descritte)
    ]
    mescolate, mescolati = list(regole), list(valori.items())
    caso.shuffle(mescolate)
    caso.shuffle(mescolati)
    assert set(run(*regole, valori=valori)) == set(run(*mescolate, valori=dict(mescolati)))


def as_read(valore: object) -> str:
    """What two values that read the same have in common: nothing written is one thing only."""
    return "" if valore is None else str(valore)


@given(
    valori_possibili,
    valori_possibili,
    st.lists(st.sampled_from(CELLE), unique=True),
    st.lists(st.sampled_from(["1", "2"])),
    st.lists(st.sampled_from(["1", "2"])),
)
def test_l_impronta_cambia_quando_e_solo_quando_cambia_cio_che_si_e_guardato(prima, dopo, celle, altri, nuovi):
    rilievo = Rilievo(tuple(celle), "Perché.", "Che fare.", tuple(altri))
    stesso = all(as_read(prima.get(cella)) == as_read(dopo.get(cella)) for cella in celle) and altri == nuovi
    assert (seal("X", rilievo, prima) == seal("X", replace(rilievo, altri=tuple(nuovi)), dopo)) is stesso


@given(valori_possibili, st.permutations(CELLE))
def test_l_impronta_non_dipende_dalle_parole_ne_dall_ordine(valori, celle):
    uno = Rilievo(tuple(CELLE), "Perché.", "Che fare.")
    altro = Rilievo(tuple(celle), "Detto meglio.", "Fatto meglio.")
    assert seal("X", uno, valori) == seal("X", altro, valori)
    assert seal("X", uno, valori) != seal("Y", uno, valori), "due regole non si scusano a vicenda"
