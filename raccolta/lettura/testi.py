"""The values of celle as Italian text: numbers, amounts, percentages, dates, choices, the state of a voce."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError

from lessico import italiano
from lessico.cella import Cella, CellaNonValida
from lessico.voce import StatoVoce, Tabella
from patrimonio.voci import DICHIARAZIONE
from raccolta.quadri import VOCI

NESSUN_DATO: Final = "nessun dato"
STATI: Final[Mapping[str, str]] = {
    StatoVoce.DA_COMPILARE: "da compilare",
    StatoVoce.VALORIZZATA: "compilata",
    StatoVoce.NESSUNA: "nessuna",
    StatoVoce.NON_APPLICABILE: "non applicabile",
}
"""How the state of a voce is read."""

_PERCENTUALI: Final = frozenset({"percentuale", "ripartizione"})


def write_value(misura: str, valore: object, unita: str = "") -> str:
    """A value that there is, as it is read; ``unita`` is that of an indicator, which the text around it writes."""
    match valore:
        case StatoVoce():
            return STATI[valore]
        case Decimal():
            return _write_decimal(misura, valore, unita)
        case date():
            return italiano.data(valore)
        case int():
            return str(valore) if misura == "anno" else italiano.numero(valore)
    return str(valore)


def _write_decimal(misura: str, valore: Decimal, unita: str) -> str:
    if misura in _PERCENTUALI or unita in ("%", "percento"):
        return italiano.percento(valore)
    if misura == "valore":
        return italiano.euro(valore).removesuffix(" euro") if unita.startswith("euro") else italiano.decimale(valore)
    return italiano.euro(valore)


def find_table(cella: Cella) -> Tabella | None:
    """The table of a voce that can hold this key and this measure; None when there is none."""
    if not (voce := VOCI.get(cella.voce)):
        return None
    for tabella in (DICHIARAZIONE, *voce.tabelle):
        if cella.misura in tabella.misure and _has_key(tabella, cella.chiave):
            return tabella
    return None


def _has_key(tabella: Tabella, chiave: str) -> bool:
    return chiave == "-" if tabella is DICHIARAZIONE else tabella.read_key(chiave) is not None


def column_of(tabella: Tabella, nome: str) -> Any:
    """The field of a table's model; a part of the key may be named by its column."""
    return apps.get_model(tabella.modello)._meta.get_field(nome.removesuffix("_id"))


def write_kept(tabella: Tabella, misura: str, valore: object, unita: str = "") -> str:
    """As ``write_value``; a choice is written by its name, no value is «nessun dato»."""
    if valore in (None, ""):
        return NESSUN_DATO
    if tabella is DICHIARAZIONE and misura == "stato":
        return STATI.get(str(valore), str(valore))
    scelte: dict[object, object] = dict(column_of(tabella, misura).flatchoices)
    return str(scelte[valore]) if valore in scelte else write_value(misura, valore, unita)


def write_text(indirizzo: str, testo: str) -> str:
    """What the provenance of a cella kept as text (``9836.17``), as it is read: «9.836,17 euro»."""
    try:
        cella = Cella.parse(indirizzo)
    except CellaNonValida:
        return testo or NESSUN_DATO
    if not testo or not (tabella := find_table(cella)):
        return testo or NESSUN_DATO
    try:
        return write_kept(tabella, cella.misura, column_of(tabella, cella.misura).to_python(testo))
    except ValidationError:
        return testo
