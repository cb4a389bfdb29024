"""Prose as the rules read it: sentences with their figures, their days, their verbs in the future."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from lessico.cella import TOKEN
from piano.errori import PianoNonComponibile
from piano.grandezze import resolve
from piano.valori import CapitoloCongelato, PianoSnapshot

_MESI: Final = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
_MESE: Final = "|".join(_MESI)
_GIORNO: Final = re.compile(
    rf"\b(?P<g>\d{{1,2}})(?:°|º)?\s+(?P<m>{_MESE})\s+(?P<a>\d{{4}})\b"
    r"|\b(?P<gg>\d{1,2})[./](?P<mm>\d{1,2})[./](?P<aa>\d{4})\b",
    re.IGNORECASE,
)
_CIFRE: Final = r"\d+(?:\.\d{3})*(?:,\d+)?"
_ELENCO: Final = rf"{_CIFRE}(?:\s*(?:,|e|o|a|al|-|–)\s*{_CIFRE})*"
_NUMERO: Final = re.compile(rf"(?<![\w.,]){_CIFRE}(?!\w)")
_PARTI_DI_UN_ATTO: Final = r"art|artt|articol[oi]|comm[ai]|c|lett|punt[oi]|capitol[oi]|paragraf[oi]|allegat[oi]"
_ATTI: Final = (
    r"legg[ei]|decret[oi]|regolament[oi]|comunicat[oi]|deliber[ae]|deliberazion[ei]|determinazion[ei]|protocollo|prot"
)
_NON_QUANTITA: Final = (
    rf"\b\d{{1,2}}(?:°|º)?(?:\s*(?:al|all’|e|,|-|–)\s*\d{{1,2}}(?:°|º)?)*\s+(?:{_MESE})\b",
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    r"\b(?:\d+/\d{2,4}|[IVXLC]+/\d+)\b",
    r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?\b(?![.,]\d)",
    r"\b(?:ore|alle|dalle)\s+\d{1,2}[.:]\d\d\b|\bore\s+\d{1,2}\b",
    rf"\b(?:{_PARTI_DI_UN_ATTO}|n|nn|numer[oi]|pagin[ae]|tabell[ae]|figur[ae]|fas[ei]|mission[ei])\b\.?\s*(?:da\s+)?{_ELENCO}",
    rf"\b(?:{_ATTI})\b\.?(?:\s+regional[ei])?\s*\d+",
    rf"\b{_CIFRE}(?:\s*[-–]\s*\d+)?\s+anni\b",
    r"\b\d+\s*(?:°|º)",
)
"""Days, spans and years, hours, places of an act and acts, ages and spans of years, ordinals."""

_ESCLUSI: Final = re.compile("|".join(_NON_QUANTITA), re.IGNORECASE)
_INIZIO_DI_VOCE: Final = r"(?:[-+]|\d+[.)])\s"
_BLOCCO: Final = re.compile(rf"\n\s*\n|\n(?=\s*{_INIZIO_DI_VOCE})")
_SEGNO_DI_VOCE: Final = re.compile(rf"^\s*{_INIZIO_DI_VOCE}")
_ELENCO_CON_ASTERISCO: Final = re.compile(r"^(\s*)\*(?=\s)", re.MULTILINE)
_ENFASI: Final = re.compile(r"[*\\]+|(?<!\w)_+|_+(?!\w)")
_FINE: Final = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)\s+(?=[A-ZÀ-Ý«\N{OBJECT REPLACEMENT CHARACTER}])")
"""The end of a sentence: not the point of an initial («S. Martino»)."""

_PROPOSIZIONE: Final = re.compile(r"[,;:()]|\s(?:e|ed|ma|che|mentre)\s")
_FUTURO: Final = re.compile(r"\b\w+r(?:à|anno)\b")
_INTRODUCE: Final = r"(?:il|l’|entro|dal|dall’|fino|al|all’|in|data|giorno|e|non|oltre|\d{1,2}°?)"
_APRE: Final = re.compile(rf"\s*(?:{_INTRODUCE}\s*|(?:{_MESE})\s+)*", re.IGNORECASE)
_LEGATO: Final = re.compile(
    r"(?:\b(?:del|dell’|dello)|(?<!fino )\b(?:al|all’))\s*$"
    r"|\S\s+\S.*\b\w+(?:at|it|ut|us|rt|tt|st|es)[oaie]\s+(?:entro\s+)?(?:il\s+|l’)$",
    re.IGNORECASE,
)
"""What stands between a verb and a day that belongs to something else: «dei dati certificati il», «del»."""

_VUOTO: Final = "\N{OBJECT REPLACEMENT CHARACTER}"


class Frase(Struct, frozen=True):
    """A sentence of a chapter, without emphasis: ``testo`` has a mark for each token, ``letta`` its value."""

    capitolo: str
    testo: str
    letta: str

    def told_in_the_future(self) -> Iterator[tuple[date, str]]:
        """(day, verb): the verb comes before the day, or the day opens the clause."""
        for proposizione in _PROPOSIZIONE.split(self.testo):
            for trovato in _GIORNO.finditer(proposizione):
                verbo = _verb_of(proposizione[: trovato.start()], proposizione[trovato.end() :])
                if verbo and (giorno := _day(trovato)):
                    yield giorno, verbo


def _verb_of(prima: str, dopo: str) -> str:
    """The verb in the future that a day goes with; empty when there is none."""
    precedenti = list(_FUTURO.finditer(prima))
    if precedenti:
        return "" if _LEGATO.search(prima[precedenti[-1].end() :]) else precedenti[-1][0]
    seguente = _FUTURO.search(dopo) if _APRE.fullmatch(prima) else None
    return seguente[0] if seguente else ""


def _day(trovato: re.Match[str]) -> date | None:
    mese = _MESI.index(trovato["m"].lower()) + 1 if trovato["m"] else int(trovato["mm"])
    try:
        return date(int(trovato["a"] or trovato["aa"]), mese, int(trovato["g"] or trovato["gg"]))
    except ValueError:
        return None


def in_reading_order(piano: PianoSnapshot) -> tuple[CapitoloCongelato, ...]:
    """The chapters as the document prints them; what no line prints is not read."""
    capitoli = {capitolo.codice: capitolo for capitolo in piano.contenuti.capitoli}
    return tuple(capitoli[riga.codice] for riga in piano.contenuti.schema if riga.codice in capitoli)


def sentences(piano: PianoSnapshot) -> Iterator[Frase]:
    """Every sentence of the chapters, in reading order."""
    for capitolo in in_reading_order(piano):
        valori = iter([_value_of(trovato[1], piano) for trovato in TOKEN.finditer(capitolo.testo)])
        for testo in split_sentences(TOKEN.sub(_VUOTO, capitolo.testo)):
            pezzi = testo.split(_VUOTO)
            letta = pezzi[0] + "".join(next(valori, "") + pezzo for pezzo in pezzi[1:])
            yield Frase(capitolo.codice, testo, letta)


def split_sentences(testo: str) -> Iterator[str]:
    """The sentences of a Markdown text; the items of a list are sentences, a line break is not the end of one."""
    pulito = _ENFASI.sub("", _ELENCO_CON_ASTERISCO.sub(r"\1-", testo.replace("\r\n", "\n").replace("'", "’")))
    for blocco in _BLOCCO.split(pulito):
        for frase in _FINE.split(" ".join(_SEGNO_DI_VOCE.sub("", blocco).split())):
            if frase:
                yield frase


def find_figures(testo: str) -> tuple[str, ...]:
    """The numbers that count something: those of days, years, hours, norms, acts, ages, lists count nothing."""
    return tuple(_NUMERO.findall(_ESCLUSI.sub(" ", testo)))


def find_futures(testo: str) -> tuple[str, ...]:
    """The verbs in the future: third persons end in «-rà» or «-ranno»."""
    return tuple(_FUTURO.findall(testo))


def _value_of(token: str, piano: PianoSnapshot) -> str:
    """What the document prints; a token that does not exist is told elsewhere."""
    try:
        return resolve(token, piano)
    except PianoNonComponibile:
        return ""
