"""Section «disponibili»: units declared available for assignment; transitional ones are outside."""

from collections.abc import Iterator, Mapping
from typing import Final

from piano.confronto import compare, tabulate_changes
from piano.elenchi import Proprietario, add, answers, is_elsewhere, owners, place
from piano.grafici.figure import changes, sources
from piano.prospetti import Colonna, Conteggio, absences, tabulate
from piano.sezioni.riepilogo import PREDEFINITE, tabulate_sources, units_of
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata

TIPI: Final = {"unita": "sap", "sas": "sas", "altro": "altro"}
"""The measures of the table and the types of unit they count."""

_TITOLI: Final = {"sas": "SAS", "altro": "Altro"}


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """``totale`` is that of SAP, None when nobody declared; another type has a column where somebody has any."""
    tutti, anno = owners(piano), piano.contenuti.testata.anno
    altri = tuple(Colonna(tipo, titolo) for tipo, titolo in _TITOLI.items() if any(_has(p.scheda, tipo) for p in tutti))
    unita = f"Unità SAP disponibili nel {anno}" if altri else f"Unità disponibili nel {anno}"
    colonne = (Colonna("alloggi", "Alloggi di proprietà"), Colonna("unita", unita), *altri)
    righe = (riga for proprietario in tutti for riga in _rows(piano, proprietario))
    return {
        "totale": add(p.scheda.units_assignable() for p in tutti),
        "altri": tuple((c.titolo, add(p.scheda.units_assignable(c.misura) for p in tutti)) for c in altri),
        "prospetto": tabulate("Unità disponibili per l’assegnazione", "Ente proprietario", colonne, righe),
        "risposte": answers(piano, "assegnabili", lambda s: bool(s.assegnabili), _sum),
        "transitori": any(p.scheda.reserves("transitori") for p in tutti),
        **_provenance(piano),
        **_changes(piano),
    }


def _provenance(piano: PianoSnapshot) -> Mapping[str, object]:
    """Where the units come from, with a table of the owners that have any; in the summary, where the plan has one."""
    if any(riga.sezione == "riepilogo" for riga in piano.contenuti.schema):
        return {}
    chi = [p for p in owners(piano) if any(units_of(p.scheda, voce) for voce in PREDEFINITE)]
    didascalia = "Unità SAP per provenienza, negli enti che ne hanno"
    return {
        "figura_fonti": sources(piano, PREDEFINITE),
        "provenienza": tabulate_sources(didascalia, PREDEFINITE, chi, "provenienza") if chi else None,
    }


def _changes(piano: PianoSnapshot) -> Mapping[str, object]:
    """What changed since the year before, where it is known."""
    variazioni = compare(piano)
    return {
        "confrontati": len(variazioni),
        "figura_cambiamenti": changes(piano, variazioni),
        "cambiamenti": tabulate_changes(piano, variazioni),
    }


def _has(scheda: SchedaCongelata, tipo: str) -> bool:
    return any(riga.tipo == tipo and riga.unita for riga in scheda.assegnabili)


def _sum(scheda: SchedaCongelata, _voce: str) -> int | None:
    return add(scheda.units_assignable(tipo) for tipo in TIPI.values())


def _rows(piano: PianoSnapshot, proprietario: Proprietario) -> Iterator[Conteggio]:
    scheda = proprietario.scheda
    unita = {misura: scheda.units_assignable(tipo) for misura, tipo in TIPI.items()}
    voci = {"alloggi": "consistenza", **dict.fromkeys(TIPI, "assegnabili")}
    yield Conteggio(
        proprietario.slug,
        proprietario.nome,
        {"alloggi": scheda.stock_total(), **unita},
        absences(scheda, voci),
    )
    for luogo in dict.fromkeys(riga.ubicazione for riga in scheda.assegnabili):
        if luogo and is_elsewhere(proprietario, luogo):
            yield Conteggio(proprietario.slug, f"di cui {place(piano, luogo)}", _at(scheda, luogo), chiave=luogo)


def _at(scheda: SchedaCongelata, luogo: str) -> Mapping[str, int | None]:
    """The numbers of a location; where a voce has rows by location, one with no row is nil."""
    righe = [riga for riga in scheda.assegnabili if riga.ubicazione == luogo]
    unita = {misura: add([0, *(r.unita for r in righe if r.tipo == tipo)]) for misura, tipo in TIPI.items()}
    ripartita = any(riga.ubicazione for riga in scheda.consistenza)
    alloggi = sum(riga.totale for riga in scheda.consistenza if riga.ubicazione == luogo)
    return {"alloggi": alloggi if ripartita else None, **unita}
