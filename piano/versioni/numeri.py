"""The values that changed, row by row, with the labels that users know; no query: the plans bring their names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lessico import italiano
from lessico.cella import NON_RIPARTITA, Cella
from patrimonio.voci import DICHIARAZIONE
from piano.confronto import signed
from piano.elenchi import AMBITO, NESSUN_DATO, add, called, find_ente, owners, write
from piano.valori import PianoSnapshot
from piano.versioni.valori import CellaCambiata, CifraCambiata, Genere, RigaCambiata, SchedaCambiata
from raccolta.celle import values_of
from raccolta.lettura.cambiamenti import write_cell
from raccolta.lettura.etichette import Nomi, goes_without_saying, label_of, label_of_measure, with_titles
from raccolta.lettura.testi import find_table
from raccolta.quadri import VOCI
from raccolta.valori import SchedaCongelata

Valori = Mapping[str, object]
_Riga = tuple[str, str, bool]
"""Voce, key, and whether it is what is declared of the voce as a whole."""

ASSENTE: Final = "—"
"""What a row that is not there has in the place of a value."""


def compare_values(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[SchedaCambiata, ...]:
    """The schede that are not the same, that of the ambito first, then in the order of the enti."""
    vecchie, nuove = _schede(prima), _schede(dopo)
    nomi = build_names(prima, dopo)
    trovate = (
        _compare(ente, _call(ente, prima, dopo), vecchie.get(ente), nuove.get(ente), nomi)
        for ente in dict.fromkeys((*nuove, *vecchie))
        if vecchie.get(ente) != nuove.get(ente)
    )
    return tuple(scheda for scheda in trovate if scheda)


def _schede(piano: PianoSnapshot) -> Mapping[str, SchedaCongelata]:
    """By ente, in order; a scheda where nothing was declared is as good as none."""
    tutte = (piano.contenuti.scheda_ambito, *piano.contenuti.schede)
    return {scheda.ente or AMBITO: scheda for scheda in tutte if scheda}


def _call(ente: str, prima: PianoSnapshot, dopo: PianoSnapshot) -> str:
    if ente == AMBITO:
        return "Scheda d’ambito"
    da = dopo if any(e.slug == ente for e in dopo.contenuti.testata.enti) else prima
    return called(find_ente(da, ente))


def build_names(*piani: PianoSnapshot) -> Nomi:
    """The names of comuni, enti and categories that the plans hold; the last plan wins."""
    comuni: dict[str, str] = {}
    enti: dict[str, str] = {}
    categorie: dict[str, str] = {}
    for piano in piani:
        testata = piano.contenuti.testata
        comuni |= {comune.istat: italiano.tipografico(comune.nome) for comune in testata.comuni}
        enti |= {ente.slug: called(ente) for ente in (*testata.enti, *testata.altri_enti)}
        categorie |= {categoria.codice: categoria.nome for categoria in piano.contenuti.regime.categorie}
    return with_titles(Nomi(comuni, enti, categorie), *(piano.contenuti.scheda_ambito for piano in piani))


def _compare(
    ente: str, nome: str, prima: SchedaCongelata | None, dopo: SchedaCongelata | None, nomi: Nomi
) -> SchedaCambiata | None:
    era, ora = (values_of(scheda) if scheda else {} for scheda in (prima, dopo))
    righe = tuple(_rows(ente, era, ora, with_titles(nomi, prima, dopo)))
    return SchedaCambiata(ente, nome, _kind(era, ora), righe) if righe else None


def _kind(prima: object, dopo: object) -> Genere:
    return Genere.CAMBIATO if prima and dopo else Genere.NUOVO if dopo else Genere.TOLTO


def _rows(ente: str, era: Valori, ora: Valori, nomi: Nomi) -> Iterator[RigaCambiata]:
    """The rows in the order of the quadri, those that are new where they stand now."""
    diverse = [cella for cella in dict.fromkeys((*ora, *era)) if era.get(cella) != ora.get(cella)]
    vecchie, nuove = {_row_of(cella) for cella in era}, {_row_of(cella) for cella in ora}
    per_riga: dict[_Riga, list[str]] = {}
    for cella in sorted(diverse, key=_place):
        per_riga.setdefault(_row_of(cella), []).append(cella)
    for riga, celle in per_riga.items():
        cambiate = tuple(_change(ente, cella, era.get(cella), ora.get(cella)) for cella in celle)
        yield RigaCambiata(_label(celle[0], nomi), _kind(riga in vecchie, riga in nuove), cambiate)


_POSTI: Final = {codice: posto for posto, codice in enumerate(VOCI)}


def _place(cella: str) -> int:
    return _POSTI[cella.split("/", maxsplit=1)[0]]


def _row_of(cella: str) -> _Riga:
    voce, chiave, misura = cella.split("/")
    return voce, chiave, chiave == NON_RIPARTITA and misura in DICHIARAZIONE.misure


def _label(cella: str, nomi: Nomi) -> str:
    """The row, without the measure: «Consistenza del patrimonio, Rovato»."""
    trovata = Cella.parse(cella)
    return label_of(cella, nomi).removesuffix(f", {_measure(trovata)}")


def _measure(cella: Cella) -> str:
    tabella = find_table(cella)
    return label_of_measure(tabella, cella.misura) if tabella else cella.misura


def _change(ente: str, cella: str, era: object, ora: object) -> CellaCambiata:
    letta = Cella.parse(cella)
    tabella = find_table(letta)
    muta = tabella is not None and goes_without_saying(tabella, letta.misura)
    return CellaCambiata(
        cella=f"{ente}/{cella}",
        etichetta="unità" if muta else _measure(letta),
        prima=ASSENTE if era in (None, "") else write_cell(cella, era),
        dopo=ASSENTE if ora in (None, "") else write_cell(cella, ora),
        differenza=_difference(letta.misura, era, ora),
        numerica=any(isinstance(valore, int) for valore in (era, ora)),
    )


def _difference(misura: str, era: object, ora: object) -> str:
    """Of two counts; a year is a name, not a number."""
    if isinstance(era, int) and isinstance(ora, int) and misura != "anno":
        return signed(ora - era)
    return ""


def compare_totals(prima: PianoSnapshot, dopo: PianoSnapshot) -> tuple[CifraCambiata, ...]:
    """What everybody asks first: dwellings and units available in the two plans."""
    return tuple(_total(nome, come(prima), come(dopo)) for nome, come in _CIFRE.items())


def _total(nome: str, era: int | None, ora: int | None) -> CifraCambiata:
    differenza = NESSUN_DATO if era is None or ora is None else signed(ora - era)
    return CifraCambiata(nome, write(era), write(ora), differenza)


_CIFRE: Final[Mapping[str, Callable[[PianoSnapshot], int | None]]] = {
    "Enti": lambda piano: len(piano.contenuti.testata.enti),
    "Alloggi": lambda piano: add(p.scheda.stock_total() for p in owners(piano)),
    "Alloggi SAP": lambda piano: add(p.scheda.stock("sap") for p in owners(piano)),
    "Alloggi SAS": lambda piano: add(p.scheda.stock("sas") for p in owners(piano)),
    "Unità disponibili": lambda piano: add(p.scheda.units_assignable() for p in owners(piano)),
    "Unità assegnate l’anno prima": lambda piano: add(p.scheda.outcome("assegnate") for p in owners(piano)),
}
