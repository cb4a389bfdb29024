"""What every section of the plan asks: who owns, how it is called, where a thing is, who answered and who did not."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.voce import StatoVoce
from piano.valori import ComuneCongelato, EnteCongelato, PianoSnapshot
from raccolta.lettura import testi
from raccolta.quadri import VOCI, whole_of
from raccolta.valori import SchedaCongelata

Somma = Callable[[SchedaCongelata, str], int | None]
"""What the rows of a voce make in a scheda; None when they make no number."""

NESSUN_DATO: Final = testi.NESSUN_DATO
NON_APPLICABILE: Final = "non applicabile"
AMBITO: Final = "ambito"
"""What stands for the scheda d'ambito where an ente's slug is expected."""

_TIPI: Final = ("comune", "unione", "aler", "operatore")
_PLURALI: Final = {
    "comune": "dei Comuni",
    "unione": "delle unioni di Comuni",
    "aler": "delle ALER",
    "operatore": "degli operatori accreditati",
}


class Proprietario(Struct, frozen=True):
    """An ente of the ambito with what it declared; a scheda never begun is an empty one."""

    ente: EnteCongelato
    scheda: SchedaCongelata

    @property
    def slug(self) -> str:
        """The key of the ente."""
        return self.ente.slug

    @property
    def nome(self) -> str:
        """The bare name, as a table writes it: «Chiari»."""
        return italiano.tipografico(self.ente.nome)

    @property
    def chi(self) -> str:
        """The ente with its article: «il Comune di Chiari»."""
        return italiano.ente(self.ente.tipo, self.ente.nome)

    @property
    def di_chi(self) -> str:
        """Of the ente: «del Comune di Chiari»."""
        return italiano.di_ente(self.ente.tipo, self.ente.nome)


class Nota(Struct, frozen=True):
    """A line under a list or a table, on an ente: ``stato`` is that of the voce."""

    ente: str
    stato: str
    testo: str


class Risposte(Struct, frozen=True):
    """Who declared something for a voce, who nil, who nothing (or not in these terms), for whom it does not apply."""

    con: tuple[Proprietario, ...]
    nulle: tuple[Proprietario, ...]
    mancanti: tuple[Proprietario, ...]
    parziali: tuple[Proprietario, ...]
    escluse: tuple[Proprietario, ...]
    note: tuple[Nota, ...]

    @property
    def chi_manca(self) -> str:
        """Who has declared nothing, in a list."""
        return italiano.elenco(called(p.ente) for p in self.mancanti if p not in self.parziali)

    def nobody(self, soggetto: str = "nessun ente proprietario") -> str:
        """The subject of the nil sentence: all of them, or only those who answered."""
        return "nessuno degli enti che hanno risposto" if self.mancanti else soggetto


def owners(piano: PianoSnapshot) -> tuple[Proprietario, ...]:
    """The enti of the ambito in their order, each with its scheda."""
    schede = {scheda.ente: scheda for scheda in piano.contenuti.schede}
    return tuple(
        Proprietario(ente, schede.get(ente.slug) or SchedaCongelata(ente=ente.slug))
        for ente in piano.contenuti.testata.enti
    )


def find_ente(piano: PianoSnapshot, slug: str) -> EnteCongelato:
    """The ente with this slug, member or manager; one that is not in the plan is called by its slug."""
    testata = piano.contenuti.testata
    trovati = (ente for ente in (*testata.enti, *testata.altri_enti) if ente.slug == slug)
    return next(trovati, EnteCongelato(slug=slug, tipo="operatore", nome=slug))


def called(ente: EnteCongelato) -> str:
    """The ente with no article: «Comune di Chiari», «ALER Brescia-Cremona-Mantova»."""
    nome = italiano.tipografico(ente.nome)
    return f"Comune di {nome}" if ente.tipo == "comune" else nome


def name_comune(piano: PianoSnapshot, istat: str) -> str:
    """The name of a comune from its ISTAT code; the code itself when the plan does not know it."""
    nomi = (comune.nome for comune in piano.contenuti.testata.comuni if comune.istat == istat)
    return italiano.tipografico(next(nomi, istat))


def place(piano: PianoSnapshot, istat: str | None) -> str:
    """Where: «nel comune di Rovato»; empty when the row is not split."""
    return f"nel comune di {name_comune(piano, istat)}" if istat else ""


def is_elsewhere(proprietario: Proprietario, ubicazione: str | None) -> bool:
    """Whether a location says more than the owner's name: a comune's own territory does not."""
    return ubicazione is not None and proprietario.ente.comuni != (ubicazione,)


def of_owners(proprietari: Iterable[Proprietario]) -> str:
    """Of one owner by its name, of many by their kind: «del Comune di Chiari», «dei Comuni e delle ALER»."""
    insieme = tuple(proprietari)
    if len(insieme) == 1:
        return insieme[0].di_chi
    tipi = {proprietario.ente.tipo for proprietario in insieme}
    return italiano.elenco(_PLURALI[tipo] for tipo in _TIPI if tipo in tipi)


def by_kind(proprietari: Iterable[Proprietario]) -> tuple[tuple[Proprietario, ...], ...]:
    """The owners in groups of one kind: comuni, unions, ALER, operators; no group is empty."""
    insieme = tuple(proprietari)
    gruppi = (tuple(p for p in insieme if p.ente.tipo == tipo) for tipo in _TIPI)
    return tuple(gruppo for gruppo in gruppi if gruppo)


def add(valori: Iterable[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    noti = [valore for valore in valori if valore is not None]
    return sum(noti) if noti else None


def write(valore: int | None) -> str:
    """A number of things, or «nessun dato»."""
    return NESSUN_DATO if valore is None else italiano.numero(valore)


def sentence(testo: str) -> str:
    """A free text as the end of a sentence: trimmed, with one full stop."""
    return f"{testo.strip().rstrip('.')}." if testo.strip() else ""


def nothing_summed(_scheda: SchedaCongelata, _voce: str) -> None:
    """For a voce whose rows make no sum."""


def answers(
    piano: PianoSnapshot, voce: str, has: Callable[[SchedaCongelata], bool], somma: Somma = nothing_summed
) -> Risposte:
    """Who answered a voce and how. ``has``: a scheda has something to print; ``somma``: what its rows make."""
    tutti = owners(piano)
    stati = {p.slug: p.scheda.stato(voce) for p in tutti}
    dichiarate = [p for p in tutti if stati[p.slug] in (StatoVoce.VALORIZZATA, StatoVoce.NESSUNA)]
    mancanti = tuple(p for p in tutti if stati[p.slug] is StatoVoce.DA_COMPILARE)
    parziali = {p: nota for p in mancanti if (nota := _in_other_terms(p, voce, somma))}
    detto = (nota for p in tutti for codice in (voce, *VOCI[voce].parti) for nota in _notes(p, codice, somma))
    return Risposte(
        con=tuple(p for p in dichiarate if has(p.scheda)),
        nulle=tuple(p for p in dichiarate if not has(p.scheda)),
        mancanti=mancanti,
        parziali=tuple(parziali),
        escluse=tuple(p for p in tutti if stati[p.slug] is StatoVoce.NON_APPLICABILE),
        note=(*detto, *parziali.values()),
    )


def _in_other_terms(proprietario: Proprietario, voce: str, somma: Somma) -> Nota | None:
    """What an owner declared of some of the parts where the whole is asked, or of the whole where a part is."""
    intera, scheda = whole_of(voce), proprietario.scheda
    codici = (intera.codice,) if intera else VOCI[voce].parti
    valorizzate = [c for c in codici if (detta := scheda.voce(c)) and detta.stato is StatoVoce.VALORIZZATA]
    if not valorizzate:
        return None
    come = "dato non diviso" if intera else "dato parziale"
    quanti = italiano.elenco(f"«{VOCI[c].nome}» n. {write(somma(scheda, c))}" for c in valorizzate)
    return Nota(proprietario.slug, StatoVoce.DA_COMPILARE, f"{called(proprietario.ente)}, {come}: {quanti}.")


def _notes(proprietario: Proprietario, voce: str, somma: Somma) -> Iterator[Nota]:
    """What is to be said of an answer: why nil or not applicable, a total that does not add up, the ente's note."""
    dichiarata = proprietario.scheda.voce(voce)
    if dichiarata is None:
        return
    chi, stato = proprietario.chi, dichiarata.stato
    if stato is StatoVoce.NON_APPLICABILE:
        yield Nota(proprietario.slug, stato, f"Per {chi} non applicabile: {sentence(dichiarata.causa)}")
    if stato is StatoVoce.NESSUNA and dichiarata.causa:
        yield Nota(proprietario.slug, stato, f"{italiano.maiuscola(chi)} non ne dichiara: {sentence(dichiarata.causa)}")
    fatta, detta = somma(proprietario.scheda, voce), dichiarata.totale_dichiarato
    if detta not in (None, fatta):
        confronto = f"totale dichiarato dall’ente: {write(detta)}; la somma delle righe è {write(fatta)}"
        yield Nota(proprietario.slug, stato, f"{called(proprietario.ente)}, {confronto}.")
    if dichiarata.nota:
        yield Nota(proprietario.slug, stato, f"Nota {proprietario.di_chi}: {sentence(dichiarata.nota)}")


def of_kind(piano: PianoSnapshot, *tipi: str) -> tuple[EnteCongelato, ...]:
    """The enti of the ambito that are of some kinds."""
    return tuple(ente for ente in piano.contenuti.testata.enti if ente.tipo in tipi)


def find_comuni(piano: PianoSnapshot) -> tuple[ComuneCongelato, ...]:
    """The comuni of the ambito, in the order of its enti: those of a union are of the ambito too."""
    conosciuti = {comune.istat: comune for comune in piano.contenuti.testata.comuni}
    territorio = dict.fromkeys(istat for ente in piano.contenuti.testata.enti for istat in ente.comuni)
    return tuple(conosciuti[istat] for istat in territorio if istat in conosciuti)
