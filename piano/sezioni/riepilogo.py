"""Section «riepilogo»: the sources of available units and the units available, owner by owner, on one page."""

from collections.abc import Iterator, Mapping
from typing import Final

from piano.elenchi import owners
from piano.prospetti import Colonna, Conteggio, absences, tabulate
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata

TITOLI: Final = {
    "stato_di_fatto": "Nello stato di fatto",
    "edilizia": "Edificate o ristrutturate",
    "nuova_edificazione": "Di nuova edificazione",
    "ristrutturazione": "Ristrutturate",
    "liberazioni": "Libere o in avvicendamento",
    "libere": "Libere",
    "avvicendamento": "In avvicendamento",
    "conferite": "Conferite da privati",
    "assegnabili": "Disponibili",
}
_PREDEFINITE: Final = ("stato_di_fatto", "edilizia", "liberazioni", "conferite", "assegnabili")


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """One column for each voce of the line, or the usual five; the units are SAP."""
    voci = riga.voci or _PREDEFINITE
    colonne = tuple(Colonna(voce, TITOLI[voce]) for voce in voci)
    return {"prospetto": tabulate("Riepilogo delle unità SAP", "Ente proprietario", colonne, _rows(piano, voci))}


def _rows(piano: PianoSnapshot, voci: tuple[str, ...]) -> Iterator[Conteggio]:
    for proprietario in owners(piano):
        scheda = proprietario.scheda
        valori = {voce: _units(scheda, voce) for voce in voci}
        yield Conteggio(proprietario.slug, proprietario.nome, valori, absences(scheda, {voce: voce for voce in voci}))


def _units(scheda: SchedaCongelata, voce: str) -> int | None:
    return scheda.units_assignable() if voce == "assegnabili" else scheda.units_from(voce)
