"""Section «fonti»: where the data of each scheda come from, who certified them, when they were collected."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from lessico import italiano
from piano.elenchi import AMBITO, called
from piano.prospetti import Colonna, Prospetto, RigaProspetto, texts
from piano.valori import EnteCongelato, FonteScheda, PianoSnapshot, RigaCongelata

_COLONNE: Final = (
    Colonna("certificazione", "Certificazione", numerica=False),
    Colonna("completa", "Voci compilate", numerica=False),
    Colonna("origini", "Origine", numerica=False),
    Colonna("nomi", "Altri nomi e sede", numerica=False),
)
_UNA_VOLTA: Final = {"certificazione": "certificazione", "origini": "origine dei dati"}
_LUNGA: Final = 15
"""Rows beyond which a table leaves out a column that says the same but for a few of them."""
_QUASI: Final = 0.8
_ORIGINI: Final = {
    "digitata": "digitata nella scheda",
    "riporto": "ripresa dall’anno precedente",
    "ufficio": "inserita d’ufficio dal capofila",
    "caricata": "caricata da un’altra fonte",
    "foglio": "letta da un foglio di calcolo",
}


class UnaVolta(Struct, frozen=True):
    """What the schede have in common, and those that have something else."""

    comune: str
    tranne: tuple[str, ...]


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """A row for the scheda d'ambito, then one for each ente; the windows of the survey."""
    finestre = piano.contenuti.testata.finestre
    intero = tabulate_sources(piano)
    comuni = _shared(intero)
    return {
        "prospetto": intero,
        "stampa": {
            "prospetto": _without(intero, comuni),
            "schede": len(intero.righe),
            "una_volta": tuple(_once(intero, misura, testo) for misura, testo in comuni.items()),
        },
        "finestre": italiano.elenco(italiano.periodo(f.dal, f.al) for f in finestre),
    }


def tabulate_sources(piano: PianoSnapshot) -> Prospetto:
    """The whole table, as it is exported."""
    return Prospetto("Fonti e certificazioni", "Scheda", _COLONNE, tuple(_rows(piano)))


def _shared(prospetto: Prospetto) -> Mapping[str, str]:
    """By measure, what all the schede have in common; of a long table, what all but a few have: paper says it once."""
    trovate, quante = {}, len(prospetto.righe)
    for posto, colonna in enumerate(prospetto.colonne):
        testi = Counter(riga.caselle[posto].testo for riga in prospetto.righe)
        testo, volte = testi.most_common(1)[0]
        quasi = quante > _LUNGA and volte >= quante * _QUASI
        if colonna.misura in _UNA_VOLTA and (quasi or volte == quante > 1):
            trovate[colonna.misura] = testo
    return trovate


def _once(prospetto: Prospetto, misura: str, testo: str) -> UnaVolta:
    """What is said once of a measure, and of which schede it is not true."""
    altre = [(r.nome, c.testo) for r in prospetto.righe for c in r.caselle if c.misura == misura and c.testo != testo]
    return UnaVolta(
        f"{_UNA_VOLTA[misura]}: {testo or 'nessuna'}", tuple(f"{nome}: {detto or 'nessuna'}" for nome, detto in altre)
    )


def _without(prospetto: Prospetto, misure: Collection[str]) -> Prospetto:
    """The table as it is printed, without some columns; what is exported has them all."""
    righe = tuple(replace(r, caselle=tuple(c for c in r.caselle if c.misura not in misure)) for r in prospetto.righe)
    return replace(prospetto, colonne=tuple(c for c in prospetto.colonne if c.misura not in misure), righe=righe)


def _rows(piano: PianoSnapshot) -> Iterator[RigaProspetto]:
    fonti = {fonte.ente: fonte for fonte in piano.busta.fonti}
    yield texts(AMBITO, "Scheda dell’ambito", _COLONNE, (*_source(fonti.get("")), ""))
    for ente in piano.contenuti.testata.enti:
        yield texts(ente.slug, called(ente), _COLONNE, (*_source(fonti.get(ente.slug)), _names(ente)))


def _source(fonte: FonteScheda | None) -> tuple[str, str, str]:
    """Certification, completeness, origins, in words."""
    if fonte is None:
        return ("non certificata in Pianocasa", "nessuna scheda", "")
    origini = "; ".join(_origin(origine) for origine in fonte.origini)
    return (_certified(fonte), "tutte" if fonte.completa else "non tutte", origini)


def _certified(fonte: FonteScheda) -> str:
    if (certificazione := fonte.certificazione) is None:
        return "non certificata in Pianocasa"
    addetto = "; unico addetto: chi compila può certificare" if certificazione.unico_addetto else ""
    quando = italiano.istante(certificazione.quando)
    return f"certificata da {certificazione.nome} ({certificazione.ruolo}), {quando}{addetto}"


def _origin(origine: str) -> str:
    """«ufficio: piano 2026» in words: the way in, then its detail as it was written."""
    tipo, due_punti, dettaglio = origine.partition(": ")
    return f"{_ORIGINI.get(tipo, tipo)}{due_punti}{dettaglio}"


def _names(ente: EnteCongelato) -> str:
    sede = f"sede: {ente.sede}" if ente.sede else ""
    addetto = "unico addetto" if ente.unico_addetto else ""
    return "; ".join(parte for parte in (", ".join(ente.alias), sede, addetto) if parte)
