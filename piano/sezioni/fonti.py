"""Section «fonti»: where the data of each scheda come from, who certified them, when they were collected."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

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
COME_SOPRA: Final = "come\N{NO-BREAK SPACE}sopra"
_LUNGA: Final = 15
"""Rows beyond which a table says once what most of them say."""
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
    intero = Prospetto("Fonti e certificazioni", "Scheda", _COLONNE, tuple(_rows(piano)))
    uguali = _shared(intero)
    return {
        "prospetto": intero,
        "stampa": {"prospetto": _shorten(intero, uguali), **_words(intero, uguali)},
        "finestre": italiano.elenco(italiano.periodo(f.dal, f.al) for f in finestre),
    }


def _shared(prospetto: Prospetto) -> Mapping[str, str]:
    """By measure, what all the schede have in common; of a long table, what most of them have: paper says it once."""
    trovate = {}
    for posto, colonna in enumerate(prospetto.colonne):
        testi = Counter(riga.caselle[posto].testo for riga in prospetto.righe)
        if colonna.misura in _UNA_VOLTA and len(prospetto.righe) > 1:
            testo, quante = testi.most_common(1)[0]
            if len(testi) == 1 or (len(prospetto.righe) > _LUNGA and quante * 2 > len(prospetto.righe)):
                trovate[colonna.misura] = testo
    return trovate


def _words(prospetto: Prospetto, comuni: Mapping[str, str]) -> Mapping[str, object]:
    """What is common, in words, for all and for most."""
    detti = {misura: f"{_UNA_VOLTA[misura]}: {testo or 'nessuna'}" for misura, testo in comuni.items()}
    tutte = [detto for misura, detto in detti.items() if _is_same(prospetto, misura)]
    return {
        "schede": len(prospetto.righe),
        "tutte": tutte,
        "quasi_tutte": [detto for detto in detti.values() if detto not in tutte],
        "sopra": COME_SOPRA,
    }


def _is_same(prospetto: Prospetto, misura: str) -> bool:
    return len({c.testo for riga in prospetto.righe for c in riga.caselle if c.misura == misura}) == 1


def _shorten(prospetto: Prospetto, comuni: Mapping[str, str]) -> Prospetto:
    """The table as it is printed; what is exported has every column and every text."""
    via = {misura for misura in comuni if _is_same(prospetto, misura)}
    righe = (
        replace(
            riga,
            caselle=tuple(
                replace(c, testo=COME_SOPRA) if c.testo == comuni.get(c.misura) else c
                for c in riga.caselle
                if c.misura not in via
            ),
        )
        for riga in prospetto.righe
    )
    return replace(prospetto, colonne=tuple(c for c in prospetto.colonne if c.misura not in via), righe=tuple(righe))


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
