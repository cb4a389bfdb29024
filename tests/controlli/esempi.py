"""What every rule shows in its tests: values on which it is silent, values on which it finds something, and where."""

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from lessico.regime import Arrotondamento, Categoria, Limite, Regime

REGISTRI = Path(__file__).parents[2] / "fixtures" / "registri.toml"


class Caso(NamedTuple):
    """A value (a SchedaInEsame, or a PianoSnapshot) under a regime; ``celle`` of each finding that it gives."""

    valore: Any
    regime: Regime
    celle: tuple[tuple[str, ...], ...] = ()


class Esempi(NamedTuple):
    """Of one rule: where it is silent, where it speaks."""

    regolari: Sequence[Caso]
    irregolari: Sequence[Caso]


@cache
def gather_examples() -> dict[str, Esempi]:
    """The examples of every rule, by its code, from all the modules beside this one."""
    nomi = [percorso.stem for percorso in sorted(Path(__file__).parent.glob("test_*.py"))]
    moduli = [import_module(f"tests.controlli.{nome}") for nome in nomi if nome != "test_contratto"]
    return {codice: esempi for modulo in moduli for codice, esempi in getattr(modulo, "ESEMPI", {}).items()}


@cache
def regime_al(al: date) -> Regime:
    """The register of the law as it is in the repository, on a day, read without a database."""
    registro = tomllib.loads(REGISTRI.read_text(encoding="utf-8"))
    limiti = [riga for riga in registro["parametro"] if in_vigore(riga, al)]
    categorie = [riga for riga in registro["categoria"] if in_vigore(riga, al)]
    return Regime(
        al=al,
        limiti=tuple(sorted((limite(riga) for riga in limiti), key=lambda riga: riga.codice)),
        categorie=tuple(categoria(riga) for riga in categorie),
    )


def unverified_al(al: date) -> frozenset[str]:
    """The parameters in force on a day that nobody has verified."""
    registro = tomllib.loads(REGISTRI.read_text(encoding="utf-8"))
    incerti = [r for r in registro["parametro"] if in_vigore(r, al) and r["stato"] == "da_verificare"]
    return frozenset(riga["codice"] for riga in incerti)


def in_vigore(riga: dict[str, Any], al: date) -> bool:
    return riga["dal"] <= al <= riga.get("al", date.max)


def limite(riga: dict[str, Any]) -> Limite:
    valore = Decimal(riga["valore"]) if riga.get("valore") else None
    return Limite(
        riga["codice"],
        valore,
        riga.get("unita", ""),
        riga.get("base", ""),
        Arrotondamento(riga["arrotondamento"]),
        riga["norma"],
    )


def categoria(riga: dict[str, Any]) -> Categoria:
    return Categoria(
        riga["codice"], riga["gruppo"], riga.get("lettera", ""), riga["nome"], riga["definizione"], riga["norma"]
    )


REGIME_2018 = regime_al(date(2018, 3, 1))
REGIME_2024 = regime_al(date(2024, 1, 1))
REGIME_2026 = regime_al(date(2026, 1, 1))
