"""The sections of the plan in reading order; each is a module, a partial and a test with the same stem."""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from patrimonio.voci import DISPONIBILITA
from piano.errori import PianoNonComponibile
from piano.sezioni import (
    assegnazioni,
    capitolo,
    consistenza,
    contesto,
    disponibili,
    disponibilita,
    fonti,
    indicatori,
    misure,
    motivazioni,
    percorso,
    ponte,
    riepilogo,
    rilevanza_forze,
    riserva_categorie,
    soglia_indigenza,
    transitori,
)
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.quadri import VOCI


class Sezione(NamedTuple):
    """A section: its code, what its partial shows as a function of the snapshot and of the line, the partial.

    ``voci``: what a line of the schema may ask it to print.
    """

    codice: str
    context: Callable[[PianoSnapshot, RigaCongelata], Mapping[str, object]]
    template: str
    voci: Collection[str] = VOCI


class SezioneSconosciuta(PianoNonComponibile):
    """A line of the schema names a section that does not exist."""


class VoceFuoriPosto(PianoNonComponibile):
    """A line of the schema gives a section a voce that it cannot print."""


SEZIONI: Final = (
    Sezione("capitolo", capitolo.context, "piano/sezioni/capitolo.html"),
    Sezione("contesto", contesto.context, "piano/sezioni/contesto.html"),
    Sezione("indicatori", indicatori.context, "piano/sezioni/indicatori.html"),
    Sezione("percorso", percorso.context, "piano/sezioni/percorso.html"),
    Sezione("assegnazioni", assegnazioni.context, "piano/sezioni/assegnazioni.html"),
    Sezione("consistenza", consistenza.context, "piano/sezioni/consistenza.html"),
    Sezione(
        "disponibilita",
        disponibilita.context,
        "piano/sezioni/disponibilita.html",
        tuple(voce.codice for voce in DISPONIBILITA),
    ),
    Sezione("disponibili", disponibili.context, "piano/sezioni/disponibili.html"),
    Sezione("riepilogo", riepilogo.context, "piano/sezioni/riepilogo.html", tuple(riepilogo.TITOLI)),
    Sezione("soglia_indigenza", soglia_indigenza.context, "piano/sezioni/soglia_indigenza.html"),
    Sezione("riserva_categorie", riserva_categorie.context, "piano/sezioni/riserva_categorie.html"),
    Sezione("rilevanza_forze", rilevanza_forze.context, "piano/sezioni/rilevanza_forze.html", rilevanza_forze.VOCI),
    Sezione("transitori", transitori.context, "piano/sezioni/transitori.html"),
    Sezione("misure", misure.context, "piano/sezioni/misure.html", misure.VOCI_MISURE),
    Sezione("fonti", fonti.context, "piano/sezioni/fonti.html"),
    Sezione("motivazioni", motivazioni.context, "piano/sezioni/motivazioni.html"),
    Sezione("ponte", ponte.context, "piano/sezioni/ponte.html"),
)


def find(codice: str) -> Sezione:
    """The section with this code; raises SezioneSconosciuta with what it may have meant."""
    for sezione in SEZIONI:
        if sezione.codice == codice:
            return sezione
    simili = get_close_matches(codice, [sezione.codice for sezione in SEZIONI])
    forse = f" Forse: {', '.join(simili)}." if simili else ""
    raise SezioneSconosciuta(f"La sezione «{codice}» non esiste.{forse}")


def find_for(riga: RigaCongelata) -> Sezione:
    """The section that prints a line of the schema; raises SezioneSconosciuta, VoceFuoriPosto."""
    sezione = find(riga.sezione)
    for voce in riga.voci:
        if voce not in sezione.voci:
            scrive = ", ".join(sezione.voci)
            raise VoceFuoriPosto(f"La sezione «{sezione.codice}» non può scrivere la voce «{voce}», ma solo: {scrive}.")
    return sezione
