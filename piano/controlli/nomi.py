"""The names of the enti in a text: other ways of writing them than the one that the plan uses."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from msgspec import Struct

from lessico.italiano import tipografico
from piano.controlli.sigle import spells
from piano.valori import EnteCongelato, PianoSnapshot

_PAROLA: Final = re.compile(r"[^\W\d_]+")
_TRA: Final = re.compile(r"[\s.\-–’]*")
"""What may stand between two words of a name."""

_VUOTE: Final = frozenset(
    (
        *(
            "il",
            "lo",
            "la",
            "l",
            "i",
            "le",
            "a",
            "ad",
            "al",
            "all",
            "alla",
            "alle",
            "ai",
            "d",
            "da",
            "di",
            "de",
            "e",
            "ed",
        ),
        *("e", "ed", "del", "dell", "della", "dei", "delle", "degli", "in", "nel", "nell", "per", "sul", "sull"),
    )
)
"""Words that a name has or leaves out as one likes."""

_ALER: Final = "aler"
_CODICE: Final = 2
_PIENA: Final = 3
"""The letters of the code of a province; those from which a word is more than an initial."""


class Variante(Struct, frozen=True):
    """From a place of a text to another: what is written, and the name that it stands for."""

    dal: int
    al: int
    scritto: str
    nome: str


class Nome(Struct, frozen=True):
    """A name as the plan writes it, with its words that count, folded; of an ALER, those of its places."""

    intero: str
    parole: tuple[str, ...]
    alias: tuple[str, ...]
    aler: bool
    unica: bool

    @classmethod
    def of(cls, ente: EnteCongelato, *, unica: bool) -> "Nome":
        """That of an ente; ``unica``: there is no other ALER."""
        intero = called(ente)
        parole = tuple(p for p in map(fold, _PAROLA.findall(intero)) if p not in _VUOTE and p != _ALER)
        alias = tuple(a for a in map(tipografico, ente.alias) if fold(a) != _ALER)
        return cls(intero, parole, alias, ente.tipo == _ALER, unica)

    @property
    def iniziale(self) -> str:
        """The letter that whoever writes it begins with."""
        return _ALER[0] if self.aler else "".join(self.parole)[:1]


def called(ente: EnteCongelato) -> str:
    """The name as it should be written."""
    nome = tipografico(ente.nome)
    return f"ALER {nome}" if ente.tipo == "aler" and not nome.upper().startswith("ALER") else nome


def fold(testo: str) -> str:
    """A word without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", testo.casefold()) if not unicodedata.combining(c))


def load_names(piano: PianoSnapshot) -> tuple[Nome, ...]:
    """The names of the enti of a plan, those quoted only included."""
    enti = (*piano.contenuti.testata.enti, *piano.contenuti.testata.altri_enti)
    unica = len([ente for ente in enti if ente.tipo == _ALER]) == 1
    return tuple(Nome.of(ente, unica=unica) for ente in enti)


def right_names(piano: PianoSnapshot, nomi: Sequence[Nome]) -> frozenset[str]:
    """What is not a variant of anything: a comune may have the first words of the name of another."""
    return frozenset((*(n.intero for n in nomi), *(tipografico(c.nome) for c in piano.contenuti.testata.comuni)))


def find_variants(testo: str, nomi: Sequence[Nome], giusti: Iterable[str]) -> list[Variante]:
    """The names that a text writes otherwise, in its order; of two on the same words, the longest."""
    al_loro_posto = [t.span() for giusto in giusti if giusto in testo for t in _find(giusto, testo)]
    scelte: list[Variante] = []
    for variante in sorted((*_by_alias(testo, nomi), *_by_words(testo, nomi)), key=lambda v: (v.dal, -v.al)):
        giusta = any(dal <= variante.dal and variante.al <= al for dal, al in al_loro_posto)
        if not giusta and (not scelte or variante.dal >= scelte[-1].al):
            scelte.append(variante)
    return scelte


def _find(parole: str, testo: str, come: re.RegexFlag = re.NOFLAG) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(parole)}(?!\w)", testo, come)


def _by_alias(testo: str, nomi: Sequence[Nome]) -> Iterator[Variante]:
    """In any case, but never without a capital letter: «Chiari» is a name, «chiari» is not."""
    minuscolo = testo.casefold()
    for nome in nomi:
        for alias in nome.alias:
            if alias.casefold() in minuscolo:
                trovati = [t for t in _find(alias, testo, re.IGNORECASE) if t[0][0].isupper()]
                yield from (Variante(*t.span(), t[0], nome.intero) for t in trovati)


def _by_words(testo: str, nomi: Sequence[Nome]) -> Iterator[Variante]:
    per_iniziale: dict[str, list[Nome]] = {}
    for nome in nomi:
        per_iniziale.setdefault(nome.iniziale, []).append(nome)
    for trovata in _PAROLA.finditer(testo):
        if trovata[0][0].isupper():
            for nome in per_iniziale.get(fold(trovata[0])[0], ()):
                if fine := _end_of_aler(nome, trovata, testo) if nome.aler else _end_of_words(nome, trovata, testo):
                    yield Variante(trovata.start(), fine, testo[trovata.start() : fine], nome.intero)


def _words_from(inizio: int, testo: str) -> Iterator[re.Match[str]]:
    """The words that could be of one name: nothing but spaces, points and hyphens between them; not the empty ones."""
    while (tra := _TRA.match(testo, inizio)) and (parola := _PAROLA.match(testo, tra.end())):
        if parola[0] not in _VUOTE:
            yield parola
        inizio = parola.end()


def _end_of_words(nome: Nome, prima: re.Match[str], testo: str) -> int:
    """Every word of the name, whole or by its initial, in order; of a name of one word, its accents at least differ."""
    scritte = list(islice(_words_from(prima.start(), testo), len(nome.parole)))
    coppie = list(zip(scritte, nome.parole, strict=False))
    intere = [fold(scritta[0]) == parola for scritta, parola in coppie]
    iniziali = [scritta[0] == parola[0].upper() for scritta, parola in coppie]
    if len(scritte) < len(nome.parole) or not all(a or b for a, b in zip(intere, iniziali, strict=True)):
        return 0
    piena = any(len(scritta[0]) >= _PIENA for scritta in scritte) and all(s[0][0].isupper() for s in scritte)
    sola = len(scritte) == 1 and scritte[0][0].casefold() == nome.intero.casefold()
    if sola or not piena:
        return 0
    return scritte[-1].end() + (not intere[-1] and testo.startswith(".", scritte[-1].end()))


def _end_of_aler(nome: Nome, prima: re.Match[str], testo: str) -> int:
    """«ALER» with some of its places, each whole or by the code of its province; «Aler» alone, where there is one."""
    if fold(prima[0]) != _ALER:
        return 0
    luoghi = list(takewhile(lambda luogo: _is_place(luogo[0], nome), _words_from(prima.end(), testo)))
    if luoghi:
        return luoghi[-1].end()
    return 0 if prima[0].isupper() or not nome.unica else prima.end()


def _is_place(scritto: str, nome: Nome) -> bool:
    if not scritto[0].isupper():
        return False
    codice = len(scritto) <= _CODICE and scritto.isupper()
    return fold(scritto) in nome.parole or (codice and any(spells(scritto, parola) for parola in nome.parole))
