"""A query composed once gives the rows that Django gives, whatever its values."""

from datetime import date

import pytest

from enti.domande import Domanda
from enti.incarichi import in_force
from enti.models import Comune, Ente, Incarico

pytestmark = pytest.mark.django_db


def named(nomi, oltre=None):
    scelti = Comune.objects.filter(nome__in=nomi).order_by("istat").values_list("istat", "nome")
    return scelti.filter(istat__gt=oltre) if oltre else scelti


@pytest.fixture
def comuni():
    for numero, nome in enumerate(("Alfa", "Beta", "Gamma"), start=1):
        Comune.objects.create(istat=f"09999{numero}", nome=nome, provincia="BS")
    return Domanda(named)


@pytest.mark.parametrize(
    "valori",
    [
        (["Alfa"],),
        (["Beta", "Alfa"],),
        ({"Alfa", "Gamma", "Nessuno"},),
        (["Alfa", "Alfa", "Beta"],),
        ([],),
        ({"Alfa", "Beta"}, "099991"),
        ({"Alfa", "Beta"}, None),
    ],
)
def test_le_righe_sono_quelle_di_django(comuni, valori):
    for _ in range(2):  # composed, and already composed
        assert comuni.ask(*valori) == list(named(*valori))


def test_si_compone_una_volta_per_quanti_sono_i_valori(comuni, django_assert_num_queries):
    composte = []
    domanda = Domanda(lambda nomi: composte.append(len(nomi)) or named(nomi))
    with django_assert_num_queries(3):
        assert [domanda.ask([nome])[0][1] for nome in ("Alfa", "Beta")] == ["Alfa", "Beta"]
        assert len(domanda.ask(["Beta", "Gamma"])) == 2
    assert composte == [1, 2]


def test_dove_non_c_e_nulla_da_cercare_non_si_chiede(comuni, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert comuni.ask([]) == []


def test_gli_oggetti_vengono_con_quelli_che_li_accompagnano(mondo, django_assert_num_queries):
    domanda = Domanda(
        lambda ente, al: Incarico.objects.for_system().filter(in_force(al), ente=ente).select_related("ente", "utente")
    )
    with django_assert_num_queries(1):
        [anna] = domanda.ask(mondo.rovato.ente_id, date(2026, 6, 1))
        assert (anna, anna.ente.nome, anna.utente) == (mondo.anna, "Rovato", mondo.anna.utente)
        assert anna.ambito_id is None
        assert not anna._state.adding
    assert domanda.ask(mondo.rovato.ente_id, date(1990, 1, 1)) == []


def test_un_ente_senza_comune_non_ne_porta_uno(mondo):
    [aler] = Domanda(lambda slug: Ente.objects.filter(pk=slug).select_related("comune")).ask(mondo.aler.ente_id)
    assert aler.comune is None
