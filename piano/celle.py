"""Celle of the frozen schede as text: ``chiari/consistenza/-/sap``, ``ambito/indicatori/nuclei-2024/valore``."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella, CellaNonValida
from lessico.voce import StatoVoce, Tabella
from piano.elenchi import AMBITO, NESSUN_DATO, NON_APPLICABILE
from piano.valori import PianoSnapshot
from raccolta.celle import key_of, rows_of
from raccolta.lettura.testi import find_table, write_value
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

_CONTEGGI: Final = frozenset({"sap", "sas", "altro", "unita", "offerte", "domande", "in_corso", "assegnate", "quanti"})


def read(token: str, piano: PianoSnapshot) -> str | None:
    """The value of a cella as text, «nessun dato» when it has none; None when it is not the address of a cella."""
    slug, _, indirizzo = token.partition("/")
    try:
        cella = Cella.parse(indirizzo)
    except CellaNonValida:
        return None
    tabella = find_table(cella)
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
        if isinstance(valore, StatoVoce):
            return valore.value.replace("_", " ")
        return write_value(cella.misura, valore, getattr(riga, "unita", None) or "" if cella.misura == "valore" else "")
    stato = scheda.stato(cella.voce)
    if stato is StatoVoce.NON_APPLICABILE:
        return NON_APPLICABILE
    if stato is StatoVoce.NESSUNA and cella.misura in _CONTEGGI:
        return italiano.numero(0)
    return NESSUN_DATO
