"""Celle of the frozen schede as text: ``chiari/consistenza/-/sap``, ``ambito/indicatori/nuclei-2024/valore``."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.voce import StatoVoce, Tabella
from patrimonio.voci import DICHIARAZIONE
from piano.elenchi import AMBITO, NESSUN_DATO, NON_APPLICABILE
from piano.valori import PianoSnapshot
from raccolta.celle import key_of, rows_of
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

_CONTEGGI: Final = frozenset({"sap", "sas", "altro", "unita", "offerte", "domande", "in_corso", "assegnate", "quanti"})
_PERCENTUALI: Final = frozenset({"percentuale", "ripartizione"})


def read(token: str, piano: PianoSnapshot) -> str | None:
    """The value of a cella as text, «nessun dato» when it has none; None when it is not the address of a cella."""
    slug, _, indirizzo = token.partition("/")
    try:
        cella = Cella.parse(indirizzo)
    except CellaNonValida:
        return None
    tabella = _table(cella)
    if tabella is None or slug not in _known(piano):
        return None
    scheda = _scheda(piano, slug)
    return _write(scheda, _find(scheda, cella, tabella), cella)


def addresses(piano: PianoSnapshot) -> Iterator[str]:
    """The address of every cella that has a row, for suggesting one."""
    for slug in _known(piano):
        scheda = _scheda(piano, slug)
        for codice, voce in VOCI.items():
            for tabella in voce.tabelle:
                for riga in rows_of(scheda, codice, tabella):
                    chiave = tabella.write_key(key_of(riga, tabella))
                    yield from (f"{slug}/{Cella(codice, chiave, misura)}" for misura in tabella.misure)


def _known(piano: PianoSnapshot) -> tuple[str, ...]:
    return (AMBITO, *(ente.slug for ente in piano.contenuti.testata.enti))


def _scheda(piano: PianoSnapshot, slug: str) -> SchedaCongelata:
    schede = {scheda.ente: scheda for scheda in piano.contenuti.schede}
    trovata = piano.contenuti.scheda_ambito if slug == AMBITO else schede.get(slug)
    return trovata or SchedaCongelata(ente="" if slug == AMBITO else slug)


def _table(cella: Cella) -> Tabella | None:
    """The table of a voce that can hold this key and this measure."""
    if not (voce := VOCI.get(cella.voce)):
        return None
    if cella.chiave == NON_RIPARTITA and cella.misura in DICHIARAZIONE.misure:
        return DICHIARAZIONE
    adatte = (t for t in voce.tabelle if cella.misura in t.misure and t.read_key(cella.chiave) is not None)
    return next(adatte, None)


def _find(scheda: SchedaCongelata, cella: Cella, tabella: Tabella) -> Struct | None:
    parti = tabella.read_key(cella.chiave) if tabella.chiave else ()
    for riga in rows_of(scheda, cella.voce, tabella):
        if tuple(NON_RIPARTITA if v in ("", None) else str(v) for v in key_of(riga, tabella)) == parti:
            return riga
    return None


def _write(scheda: SchedaCongelata, riga: Struct | None, cella: Cella) -> str:
    """The value in Italian; a number with no row is zero where the voce is declared nil."""
    valore = getattr(riga, cella.misura) if riga else None
    if valore not in (None, ""):
        return _write_value(riga, cella.misura, valore)
    stato = scheda.stato(cella.voce)
    if stato is StatoVoce.NON_APPLICABILE:
        return NON_APPLICABILE
    if stato is StatoVoce.NESSUNA and cella.misura in _CONTEGGI:
        return italiano.numero(0)
    return NESSUN_DATO


def _write_value(riga: Struct | None, misura: str, valore: object) -> str:
    match valore:
        case StatoVoce():
            return valore.value.replace("_", " ")
        case Decimal():
            return _write_decimal(riga, misura, valore)
        case date():
            return italiano.data(valore)
        case int():
            return str(valore) if misura == "anno" else italiano.numero(valore)
    return str(valore)


def _write_decimal(riga: Struct | None, misura: str, valore: Decimal) -> str:
    unita = getattr(riga, "unita", None) if misura == "valore" else ""
    if misura in _PERCENTUALI or unita in ("%", "percento"):
        return italiano.percento(valore)
    if misura == "valore":  # the unit is written by the text around it
        in_euro = str(unita).startswith("euro")
        return italiano.euro(valore).removesuffix(" euro") if in_euro else italiano.decimale(valore)
    return italiano.euro(valore)
