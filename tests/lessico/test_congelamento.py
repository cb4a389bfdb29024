"""Frozen bytes: canonical, readable again, with a fingerprint."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from lessico.congelamento import ContenutoIllegibile, fingerprint, freeze, thaw


class Riga(Struct, frozen=True):
    nome: str
    importo: Decimal | None
    dal: date | None
    unita: int | None = None


RIGHE = st.builds(
    Riga,
    nome=st.text(),
    importo=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    dal=st.none() | st.dates(),
    unita=st.none() | st.integers(0, 2**31),
)


@given(RIGHE)
def test_un_valore_congelato_e_scongelato_e_lo_stesso(riga):
    assert thaw(freeze(riga), Riga) == riga
    assert freeze(thaw(freeze(riga), Riga)) == freeze(riga)


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5))
def test_l_ordine_in_cui_si_scrive_non_conta(valori):
    al_contrario = dict(reversed(valori.items()))
    assert freeze(valori) == freeze(al_contrario)


def test_i_byte_sono_questi():
    riga = Riga("È l'Oglio «<b>»", Decimal("9836.10"), date(2025, 10, 26))
    assert freeze(riga).decode() == ('{"dal":"2025-10-26","importo":"9836.10","nome":"È l\'Oglio «<b>»","unita":null}')


def test_i_decimali_sono_testo_e_la_loro_scala_conta():
    assert freeze(Decimal("10.00")) == b'"10.00"'
    assert freeze(Decimal("10.0")) != freeze(Decimal("10.00"))


def test_niente_zero_e_vuoto_sono_tre_cose():
    assert len({freeze(None), freeze(0), freeze("")}) == 3


@pytest.mark.parametrize(
    "byte",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"nome":1}',
        b'{"nome":"x","importo":"dieci","dal":null}',
        b"\xff\xfe",
        b"PK\x03\x04",
    ],
)
def test_byte_qualsiasi_sono_un_errore_chiaro(byte):
    with pytest.raises(ContenutoIllegibile, match="non si legge come Riga"):
        thaw(byte, Riga)


@given(st.binary(max_size=30))
def test_nessun_byte_rompe_la_lettura(byte):
    with pytest.raises(ContenutoIllegibile):
        thaw(byte, Riga)


def test_l_impronta_e_lo_sha_256_dei_byte():
    assert fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fingerprint(freeze("a")) != fingerprint(freeze("b"))
