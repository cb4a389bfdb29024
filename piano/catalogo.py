"""The catalogue of the rules in words, written from the registries that the program runs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from msgspec import Struct

from enti.normativa import Voce, read_register
from enti.regime import RegistroNormativo
from lessico import italiano, norme
from lessico.regola import Gravita, Mancanti, Regola
from piano import controlli as sul_piano
from piano.rassegna import FERMATI
from raccolta import controlli as sulla_scheda
from raccolta.lettura.rilievi import GRAVITA

TITOLI: Final[Mapping[str, str]] = {
    "consistenza": "Quanti alloggi ci sono",
    "disponibilita": "Quanti alloggi sono disponibili",
    "ponte": "Dalle provenienze alle unità disponibili: il ponte",
    "assegnazioni": "Avvisi e assegnazioni",
    "quote": "Quote e riserve",
    "dichiarazioni": "Voci compilate, e voci senza nulla da dichiarare",
    "misure": "Misure e fondi",
    "governo": "Pareri, proposta e approvazione del piano",
    "capitoli": "I testi del piano",
}
"""Module of rules → its heading."""

PESI: Final[Mapping[Gravita, str]] = {
    Gravita.BLOCCANTE: "Due dati non possono essere veri insieme, o qualcosa manca. Ciò che il controllo ferma "
    "aspetta finché il dato non è corretto.",
    Gravita.DA_MOTIVARE: "Il dato può essere giusto, ma chi legge il piano si chiederebbe perché. "
    "Si corregge, oppure si spiega con una motivazione scritta.",
    Gravita.INFORMATIVA: "Vale la pena di saperlo. Non ferma nulla e non chiede risposta.",
    Gravita.STILE: "Riguarda i testi del piano, che scrive il capofila: una frase da guardare ancora. Non ferma nulla.",
}
"""What each weight asks for."""

MANCANTI: Final[Mapping[Mancanti, str]] = {
    Mancanti.SALTA: "Il controllo aspetta che ci siano tutti.",
    Mancanti.ZERO: "«Nessuna» vale zero.",
    Mancanti.SEMPRE: "Il controllo si fa lo stesso.",
}
"""What a rule does where a value is missing, in words."""

TUTTE: Final = "tutte"


class Parametro(Struct, frozen=True):
    """The number of the law that a rule needs, as it is today; ``valore`` is empty where none is in force."""

    codice: str
    nome: str
    valore: str = ""
    verificato: bool = True


class RegolaLetta(Struct, frozen=True, kw_only=True):
    """A rule in words; ``ferma``: what waits for it; ``anni``: empty where it holds for every year."""

    codice: str
    frase: str
    peso: Gravita
    gravita: str
    ferma: str
    si_motiva: bool
    mancanti: str
    norma: str
    anni: str
    parametro: Parametro | None

    @property
    def chiede_altro(self) -> bool:
        """A reason is not enough, though it is of the weight that is explained."""
        return self.peso is Gravita.DA_MOTIVARE and not self.si_motiva

    @property
    def attenuata(self) -> bool:
        """It would block, but today it rests on a number that nobody has read in the law."""
        return self.peso is Gravita.BLOCCANTE and self.parametro is not None and not self.parametro.verificato


class Tema(Struct, frozen=True):
    """Rules under one heading; ``su``: what they look at."""

    codice: str
    titolo: str
    su: str
    regole: tuple[RegolaLetta, ...]


def build_catalogo(registro: RegistroNormativo, oggi: date) -> tuple[Tema, ...]:
    """Both registries, in reading order, by theme; with no query."""
    parametri = {voce.codice: voce for voce in read_register(registro, oggi).parametri}
    return (
        *_themes("Sulla scheda di un ente", sulla_scheda.REGOLE, parametri),
        *_themes("Sul piano", sul_piano.REGOLE, parametri),
    )


def only(temi: Iterable[Tema], peso: str) -> tuple[Tema, ...]:
    """The rules of one weight, by its word in the address; all of them where it is none."""
    if peso not in SLUG:
        return tuple(temi)
    scelte = ((tema, tuple(r for r in tema.regole if r.peso is SLUG[peso])) for tema in temi)
    return tuple(Tema(tema.codice, tema.titolo, tema.su, regole) for tema, regole in scelte if regole)


SLUG: Final[Mapping[str, Gravita]] = {nome.lower().replace(" ", "-"): gravita for gravita, nome in GRAVITA.items()}
"""Word in the address → weight."""


def _themes(su: str, regole: Iterable[Regola[Any]], parametri: Mapping[str, Voce]) -> Iterator[Tema]:
    for modulo, sue in groupby(regole, key=_module_of):
        titolo = TITOLI.get(modulo, italiano.maiuscola(modulo))
        yield Tema(modulo, titolo, su, tuple(_read(regola, parametri) for regola in sue))


def _module_of(regola: Regola[Any]) -> str:
    return regola.funzione.__module__.rpartition(".")[2]


def _read(regola: Regola[Any], parametri: Mapping[str, Voce]) -> RegolaLetta:
    coerenza = regola.norma == norme.COERENZA
    return RegolaLetta(
        codice=regola.codice,
        frase=regola.frase,
        peso=regola.gravita,
        gravita=GRAVITA[regola.gravita],
        ferma=_stopped(regola),
        si_motiva=regola.si_motiva,
        mancanti=MANCANTI[regola.mancanti],
        norma="Nessuna norma: serve perché il piano sia coerente e si capisca" if coerenza else str(regola.norma),
        anni=_years(regola),
        parametro=_parameter(regola.parametro, parametri) if regola.parametro else None,
    )


def _stopped(regola: Regola[Any]) -> str:
    """What waits; a value that is missing stops the certification with no rule in the way."""
    if regola.atti:
        return italiano.elenco(FERMATI.get(atto, atto) for atto in regola.atti)
    return FERMATI["certificazione"] if regola.gravita is Gravita.BLOCCANTE else ""


def _years(regola: Regola[Any]) -> str:
    if regola.dal and regola.al:
        return f"Piani dal {regola.dal} al {regola.al}"
    if regola.dal:
        return f"Piani dal {regola.dal} in poi"
    return f"Piani fino al {regola.al}" if regola.al else ""


def _parameter(codice: str, parametri: Mapping[str, Voce]) -> Parametro:
    voce = parametri.get(codice)
    if voce is None or voce.attuale is None:
        return Parametro(codice, voce.nome if voce else codice)
    return Parametro(codice, voce.nome, voce.attuale.testo, voce.attuale.verificata)
