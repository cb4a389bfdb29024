"""The names of the sections, as who composes the plan reads them; and which of them the law asks for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from lessico import norme
from lessico.norme import Norma

NOMI: Final[Mapping[str, str]] = {
    "capitolo": "Capitolo di testo",
    "contesto": "Il contesto",
    "indicatori": "Indicatori",
    "percorso": "Il percorso di formazione del piano",
    "assegnazioni": "Avvisi e assegnazioni dell’anno prima",
    "consistenza": "Consistenza del patrimonio",
    "disponibilita": "Unità previste, per provenienza",
    "disponibili": "Unità disponibili nell’anno",
    "riepilogo": "Riepilogo delle unità",
    "soglia_indigenza": "Soglia per l’indigenza",
    "riserva_categorie": "Riserva per le categorie dell’articolo 14",
    "rilevanza_forze": "Particolare rilevanza sociale; polizia e soccorso",
    "transitori": "Servizi abitativi transitori",
    "misure": "Misure per l’accesso e il mantenimento",
    "fonti": "Allegato: fonti e certificazioni",
    "motivazioni": "Allegato: motivazioni degli enti",
    "ponte": "Allegato: dalle provenienze alle unità disponibili",
}
"""Section → name, in the order of the plan."""


class Obbligo(Struct, frozen=True):
    """Something that the law wants in the plan."""

    che_cosa: str
    norma: Norma


_TUTTA = ""
"""The section as a whole: not by voce."""

_OBBLIGHI: Final[Mapping[tuple[str, str], Obbligo]] = {
    ("assegnazioni", _TUTTA): Obbligo("le unità assegnate l’anno prima", norme.ASSEGNAZIONI),
    ("consistenza", _TUTTA): Obbligo("la consistenza aggiornata del patrimonio", norme.CONSISTENZA),
    ("disponibilita", "stato_di_fatto"): Obbligo("le unità assegnabili nello stato di fatto", norme.STATO_DI_FATTO),
    ("disponibilita", "edilizia"): Obbligo("le unità da edificazione o ristrutturazione", norme.PIANI_E_PROGRAMMI),
    ("disponibilita", "liberazioni"): Obbligo("le unità libere o in avvicendamento", norme.AVVICENDAMENTO),
    ("disponibilita", "conferite"): Obbligo("le unità conferite da privati", norme.CONFERITE),
    ("disponibili", _TUTTA): Obbligo("le unità che si prevede di assegnare nell’anno", norme.DISPONIBILI),
    ("soglia_indigenza", _TUTTA): Obbligo("la soglia per i nuclei in indigenza", norme.SOGLIA_INDIGENZA),
    ("riserva_categorie", _TUTTA): Obbligo("la riserva per le categorie dell’articolo 14", norme.RISERVA_CATEGORIE),
    ("rilevanza_forze", "categoria_rilevanza"): Obbligo(
        "l’ulteriore categoria di particolare rilevanza sociale", norme.CATEGORIA_RILEVANZA
    ),
    ("rilevanza_forze", "forze_ordine"): Obbligo("la riserva per polizia e soccorso", norme.FORZE_ORDINE),
    ("transitori", _TUTTA): Obbligo("le unità per i servizi abitativi transitori", norme.TRANSITORI),
    ("misure", "misure_anno_precedente"): Obbligo("le misure dell’anno prima", norme.MISURE),
    ("misure", "misure_anno_piano"): Obbligo("le misure previste per l’anno", norme.MISURE),
}

_PARTI: Final[Mapping[str, str]] = {
    "nuova_edificazione": "edilizia",
    "ristrutturazione": "edilizia",
    "libere": "liberazioni",
    "avvicendamento": "liberazioni",
}
"""A voce that is a part → the whole that the law asks for."""

Riga = Mapping[str, Any]


def met(righe: Iterable[Riga]) -> frozenset[Obbligo]:
    """What the law asks for and these lines print; the ones switched off print nothing."""
    return frozenset(o for riga in righe if riga["attiva"] for o in _met_by(riga["sezione"], riga["voci"]))


def lost(prima: Sequence[Riga], dopo: Sequence[Riga]) -> tuple[Obbligo, ...]:
    """What the law asks for, is printed before a change and would not be after it; in the order of the plan."""
    mancano = met(prima) - met(dopo)
    return tuple(obbligo for obbligo in _OBBLIGHI.values() if obbligo in mancano)


def _met_by(sezione: str, voci: Sequence[str]) -> Iterable[Obbligo]:
    """A line that names no voce prints all those of its section, but for the sources of the units."""
    sue = {_PARTI.get(voce, voce) for voce in voci}
    tutte = not voci and sezione != "disponibilita"
    for (di, voce), obbligo in _OBBLIGHI.items():
        if di == sezione and (tutte or voce == _TUTTA or voce in sue):
            yield obbligo
