"""Section «riepilogo»: the sources of available units and the units available, owner by owner, on one page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from piano.elenchi import Proprietario, owners
from piano.grafici.figure import sources
from piano.prospetti import Colonna, Conteggio, Prospetto, absences, tabulate
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
PREDEFINITE: Final = ("stato_di_fatto", "edilizia", "liberazioni", "conferite", "assegnabili")


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """One column for each voce of the line, or the usual five; the units are SAP."""
    voci = riga.voci or PREDEFINITE
    return {
        "figura": sources(piano, voci),
        "prospetto": tabulate_sources("Riepilogo delle unità SAP", voci, owners(piano)),
    }


def tabulate_sources(
    didascalia: str, voci: tuple[str, ...], proprietari: Iterable[Proprietario], codice: str = ""
) -> Prospetto:
    """SAP units of some owners, a column for each voce."""
    colonne = tuple(Colonna(voce, TITOLI[voce]) for voce in voci)
    return tabulate(didascalia, "Ente proprietario", colonne, _rows(proprietari, voci), codice)


def _rows(proprietari: Iterable[Proprietario], voci: tuple[str, ...]) -> Iterator[Conteggio]:
    for proprietario in proprietari:
        scheda = proprietario.scheda
        valori = {voce: units_of(scheda, voce) for voce in voci}
        yield Conteggio(proprietario.slug, proprietario.nome, valori, absences(scheda, {voce: voce for voce in voci}))


def units_of(scheda: SchedaCongelata, voce: str) -> int | None:
    """SAP units of a source, or those declared available."""
    return scheda.units_assignable() if voce == "assegnabili" else scheda.units_from(voce)
