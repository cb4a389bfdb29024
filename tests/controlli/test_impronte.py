"""What a reason is bound to: every number of a scheda is changed, one by one, under every rule that takes a reason."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from lessico.regola import Gravita, Mancanti, Regola, run_rules, seal
from raccolta.celle import values_of
from raccolta.controlli import REGOLE
from raccolta.controlli.scheda import SchedaInEsame
from raccolta.valori import SchedaCongelata
from tests.controlli.esempi import Caso, gather_examples

SI_MOTIVANO = [
    regola
    for regola in REGOLE
    if regola.gravita is Gravita.DA_MOTIVARE or (regola.gravita is Gravita.BLOCCANTE and regola.parametro)
]


def rows_one_up(righe: tuple[Struct, ...]) -> Iterator[tuple[Struct, ...]]:
    """The same rows with one number one unit larger; each number in turn."""
    for posto, riga in enumerate(righe):
        for nome in riga.__struct_fields__:
            valore = getattr(riga, nome)
            if isinstance(valore, int | Decimal):
                yield (*righe[:posto], replace(riga, **{nome: valore + 1}), *righe[posto + 1 :])


def schede_one_up(scheda: SchedaCongelata) -> Iterator[SchedaCongelata]:
    for campo in scheda.__struct_fields__:
        righe: Any = getattr(scheda, campo)
        if isinstance(righe, tuple):
            yield from (replace(scheda, **{campo: altre}) for altre in rows_one_up(righe))


def one_up(esame: SchedaInEsame) -> Iterator[SchedaInEsame]:
    """The scheda, or that of the year before, with one number one unit larger."""
    yield from (replace(esame, scheda=scheda) for scheda in schede_one_up(esame.scheda))
    if esame.precedente:
        yield from (replace(esame, precedente=scheda) for scheda in schede_one_up(esame.precedente))


def seals(regola: Regola[SchedaInEsame], esame: SchedaInEsame, caso: Caso) -> dict[str, str]:
    """What the rule says → the impronta of what it looked at."""
    return {
        rilievo.perche: seal(regola.codice, rilievo, values_of(esame.scheda))
        for rilievo in regola.check(esame, caso.regime)
    }


@pytest.mark.parametrize("regola", SI_MOTIVANO, ids=lambda regola: regola.codice)
def test_una_motivazione_non_scusa_numeri_diversi_da_quelli_che_spiegava(regola):
    for caso in gather_examples()[regola.codice].irregolari:
        prima = seals(regola, caso.valore, caso)
        for cambiato in one_up(caso.valore):
            dopo = seals(regola, cambiato, caso)
            nuove = {perche: impronta for perche, impronta in dopo.items() if perche not in prima}
            assert not set(nuove.values()) & set(prima.values()), (caso.celle, nuove)


@pytest.mark.parametrize("regola", SI_MOTIVANO, ids=lambda regola: regola.codice)
def test_una_motivazione_vale_finche_non_cambia_cio_che_si_e_guardato(regola):
    for caso in gather_examples()[regola.codice].irregolari:
        [*trovati] = regola.check(caso.valore, caso.regime)
        prima, guardate = seals(regola, caso.valore, caso), {c for rilievo in trovati for c in rilievo.celle}
        valori = values_of(caso.valore.scheda)
        for cambiato in (replace(caso.valore, scheda=scheda) for scheda in schede_one_up(caso.valore.scheda)):
            nuovi = values_of(cambiato.scheda)
            cambiate = {cella for cella in valori.keys() | nuovi.keys() if valori.get(cella) != nuovi.get(cella)}
            dopo = seals(regola, cambiato, caso)
            if not cambiate & guardate:
                assert dopo.items() >= prima.items(), (caso.celle, cambiate)


@pytest.mark.parametrize("regola", SI_MOTIVANO, ids=lambda regola: regola.codice)
def test_due_rilievi_della_stessa_regola_hanno_ciascuno_la_sua_motivazione(regola):
    for caso in gather_examples()[regola.codice].irregolari:
        trovati = regola.check(caso.valore, caso.regime)
        assert len({seal(regola.codice, r, values_of(caso.valore.scheda)) for r in trovati}) == len(trovati)


def found(esame: SchedaInEsame, caso: Caso, regole: Sequence[Regola[SchedaInEsame]]) -> set[tuple[Any, ...]]:
    """What a registry finds, whatever the order in which it says it."""
    trovate = run_rules(regole, esame, caso.regime, anno=esame.anno, valori=esame.valori)
    return {(s.regola, s.gravita, frozenset(s.celle), s.impronta) for s in trovate}


@given(st.sampled_from([regola.codice for regola in REGOLE]), st.randoms(use_true_random=False))
def test_l_ordine_delle_regole_e_delle_righe_non_conta(codice, caso_fortuito):
    def shuffled(scheda: SchedaCongelata) -> SchedaCongelata:
        tabelle = {c: r for c in scheda.__struct_fields__ if isinstance(r := getattr(scheda, c), tuple)}
        return replace(scheda, **{c: tuple(caso_fortuito.sample(righe, len(righe))) for c, righe in tabelle.items()})

    for caso in gather_examples()[codice].irregolari:
        esame: SchedaInEsame = caso.valore
        prima = esame.precedente and shuffled(esame.precedente)
        mescolato = replace(esame, scheda=shuffled(esame.scheda), precedente=prima)
        regole = caso_fortuito.sample(REGOLE, len(REGOLE))
        assert found(mescolato, caso, regole) == found(esame, caso, REGOLE)


def test_le_regole_che_chiedono_una_motivazione_ci_sono_tutte():
    assert {regola.mancanti for regola in SI_MOTIVANO} == set(Mancanti)
    assert len(SI_MOTIVANO) > len(REGOLE) / 2
