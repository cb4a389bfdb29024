"""Section «fonti»: where the data of each scheda come from, who certified them, when they were collected."""

from collections.abc import Iterator, Mapping
from typing import Final

from lessico import italiano
from piano.elenchi import AMBITO, called
from piano.prospetti import Colonna, Prospetto, RigaProspetto, texts
from piano.valori import EnteCongelato, FonteScheda, PianoSnapshot, RigaCongelata

_COLONNE: Final = (
    Colonna("certificazione", "Certificazione", numerica=False),
    Colonna("completa", "Voci compilate", numerica=False),
    Colonna("origini", "Origine dei dati", numerica=False),
    Colonna("nomi", "Altri nomi e sede", numerica=False),
)
_ORIGINI: Final = {
    "digitata": "digitata nella scheda",
    "riporto": "ripresa dall’anno precedente",
    "ufficio": "inserita d’ufficio dal capofila",
    "caricata": "caricata da un’altra fonte",
    "foglio": "letta da un foglio di calcolo",
}


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """A row for the scheda d'ambito, then one for each ente; the windows of the survey."""
    finestre = piano.contenuti.testata.finestre
    return {
        "prospetto": Prospetto("Fonti e certificazioni", "Scheda", _COLONNE, tuple(_rows(piano))),
        "finestre": italiano.elenco(italiano.periodo(f.dal, f.al) for f in finestre),
    }


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
