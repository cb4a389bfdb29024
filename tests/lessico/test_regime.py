"""The regime of a year, and the dwellings that a share makes."""

import tomllib
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessico import norme
from lessico.regime import Arrotondamento, Categoria, Limite, Regime, quota

REGISTRI: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[2] / "fixtures" / "registri.toml").read_text(encoding="utf-8")
)
CAMPI = {"valore": None, "al": None}


def limite(
    valore: str | None = "20", arrotondamento: Arrotondamento = Arrotondamento.PER_ECCESSO, unita: str = "percento"
) -> Limite:
    return Limite(
        codice="prova",
        valore=None if valore is None else Decimal(valore),
        unita=unita,
        base="unità",
        arrotondamento=arrotondamento,
        norma="",
    )


def in_vigore(registro: str, al: date) -> list[dict[str, Any]]:
    return [riga for riga in REGISTRI[registro] if riga["dal"] <= al <= riga.get("al", date.max)]


def regime(anno: int) -> Regime:
    al = date(anno, 1, 1)
    return Regime(
        al=al,
        limiti=msgspec.convert([CAMPI | riga for riga in in_vigore("parametro", al)], tuple[Limite, ...]),
        categorie=msgspec.convert(in_vigore("categoria", al), tuple[Categoria, ...]),
    )


@pytest.mark.parametrize(
    ("arrotondamento", "base", "unita"),
    [
        (Arrotondamento.PER_ECCESSO, 0, 0),
        (Arrotondamento.PER_ECCESSO, 1, 1),
        (Arrotondamento.PER_ECCESSO, 5, 1),
        (Arrotondamento.PER_ECCESSO, 6, 2),
        (Arrotondamento.MEZZO_PER_ECCESSO, 0, 0),
        (Arrotondamento.MEZZO_PER_ECCESSO, 2, 0),
        (Arrotondamento.MEZZO_PER_ECCESSO, 3, 1),
        (Arrotondamento.MEZZO_PER_ECCESSO, 5, 1),
        (Arrotondamento.NON_INDICATO, 0, 0),
        (Arrotondamento.NON_INDICATO, 5, 1),
        (Arrotondamento.NON_INDICATO, 6, None),
    ],
)
def test_quota(arrotondamento: Arrotondamento, base: int, unita: int | None) -> None:
    assert quota(limite("20", arrotondamento), base) == unita


@pytest.mark.parametrize(("base", "unita"), [(1, 1), (3, 2), (5, 3)])
def test_il_mezzo_esatto_si_arrotonda_in_su(base: int, unita: int) -> None:
    assert quota(limite("50", Arrotondamento.MEZZO_PER_ECCESSO), base) == unita


def test_senza_percentuale_non_c_e_quota() -> None:
    assert quota(limite(None), 5) is None
    assert quota(limite("8000", unita="euro"), 5) is None


@given(st.decimals(min_value=0, max_value=100, places=2), st.integers(0, 60_000))
def test_la_quota_sta_tra_zero_e_la_base(valore: Decimal, base: int) -> None:
    per_eccesso = quota(limite(str(valore)), base)
    mezzo = quota(limite(str(valore), Arrotondamento.MEZZO_PER_ECCESSO), base)
    assert per_eccesso is not None
    assert mezzo is not None
    assert 0 <= mezzo <= per_eccesso <= base


def test_un_valore_ha_sempre_due_decimali() -> None:
    assert msgspec.json.encode(limite("20")) == msgspec.json.encode(limite("20.000"))
    assert b'"20.00"' in msgspec.json.encode(limite("2E+1"))


def test_un_valore_riletto_ha_due_decimali() -> None:
    scarno = msgspec.json.encode(limite("20")).replace(b"20.00", b"20")
    assert msgspec.json.encode(msgspec.json.decode(scarno, type=Limite)) == msgspec.json.encode(limite("20"))


@pytest.mark.parametrize("anno", [2018, 2024, 2026])
def test_un_regime_si_rilegge_uguale(anno: int) -> None:
    assert msgspec.json.decode(msgspec.json.encode(regime(anno)), type=Regime) == regime(anno)


@pytest.mark.parametrize(
    ("anno", "forze", "riserva"),
    [(2018, None, None), (2019, 10, None), (2024, 10, None), (2025, 10, None), (2026, 20, 20)],
)
def test_i_limiti_seguono_gli_anni(anno: int, forze: int | None, riserva: int | None) -> None:
    for codice, atteso in (("forze_ordine", forze), ("riserva_categorie", riserva)):
        trovato = regime(anno).limite(codice)
        assert (trovato and trovato.valore) == atteso


@pytest.mark.parametrize("anno", [2018, 2024, 2026])
def test_l_indigenza_e_di_ogni_anno(anno: int) -> None:
    indigenza = regime(anno).limite("indigenza")
    assert indigenza is not None
    assert (indigenza.valore, indigenza.arrotondamento) == (Decimal(20), Arrotondamento.PER_ECCESSO)


@pytest.mark.parametrize(
    ("anno", "nomi"),
    [
        (2018, []),
        (2024, ["Forze di Polizia", "Vigili del Fuoco"]),
        (2026, ["Forze di Polizia", "Vigili del Fuoco", "Forze Armate", "Polizia Locale"]),
    ],
)
def test_le_forze_seguono_gli_anni(anno: int, nomi: list[str]) -> None:
    assert [forza.nome for forza in regime(anno).forze()] == nomi


def test_le_categorie_seguono_gli_anni() -> None:
    assert regime(2024).categoria("genitori_separati") is None
    disabilita = regime(2026).categoria("disabilita")
    assert disabilita is not None
    assert "66%" in disabilita.definizione


def test_i_venti_per_cento_di_chiari() -> None:
    riserva = regime(2026).limite("riserva_categorie")
    assert riserva is not None
    assert quota(riserva, 5) == 1


@pytest.mark.parametrize("registro", ["parametro", "categoria"])
def test_le_validita_di_un_codice_non_si_sovrappongono(registro: str) -> None:
    righe = sorted(REGISTRI[registro], key=lambda riga: (riga["codice"], riga["dal"]))
    for _, gruppo in groupby(righe, key=lambda riga: riga["codice"]):
        fine = date.min
        for riga in gruppo:
            assert fine < riga["dal"] <= riga.get("al", date.max)
            fine = riga.get("al", date.max)


@pytest.mark.parametrize("registro", ["parametro", "categoria"])
def test_ogni_riga_dice_la_norma_la_fonte_e_la_verifica(registro: str) -> None:
    for riga in REGISTRI[registro]:
        assert riga["norma"].startswith(("r.r. 4/2017, art. ", "l.r. 16/2016, art. "))
        assert riga["fonte"]
        assert riga["stato"] in {"verificato", "da_verificare"}


@pytest.mark.parametrize(
    ("codice", "norma"),
    [
        ("forze_ordine", norme.FORZE_ORDINE),
        ("riserva_categorie", norme.RISERVA_CATEGORIE),
        ("indigenza", norme.INDIGENZA),
        ("categoria_rilevanza", norme.CATEGORIA_RILEVANZA),
        ("lavori_inquilino", norme.STATO_DI_FATTO),
        ("avviso_dopo_approvazione", norme.AVVISO),
    ],
)
def test_il_registro_e_il_codice_citano_la_stessa_norma(codice: str, norma: norme.Norma) -> None:
    assert {riga["norma"] for riga in REGISTRI["parametro"] if riga["codice"] == codice} == {str(norma)}
