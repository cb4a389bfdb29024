"""Tries out what a file says of a scheda: what would change, what cannot be read and where, what others wrote."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from enti.models import Incarico
from patrimonio.models import Scheda
from raccolta.controlli.dichiarazioni import tutto_dichiarato
from raccolta.errori import Altrui
from raccolta.fogli.chiave import FoglioRifiutato
from raccolta.fogli.lettura import Errore, Posto, RigaLetta, SchedaLetta
from raccolta.fogli.nuove import resolve
from raccolta.fogli.pagine import Fascicolo
from raccolta.fogli.scrittura import as_cell
from raccolta.lettura.etichette import Nomi, label_of, load_names
from raccolta.lettura.rilievi import RilievoDetto, describe_findings
from raccolta.models import Modifica
from raccolta.moduli.apertura import Apertura
from raccolta.moduli.confronto import in_words
from raccolta.moduli.modulo import field_of
from raccolta.moduli.parole import tell_taken, write_text
from raccolta.moduli.salvataggio import Pagina, Proposta, changed_by_others, find_contradictions, propose, try_out
from raccolta.moduli.sfondo import Sfondo
from raccolta.moduli.stesura import ModuloAlterato, read_page, rebase
from raccolta.moduli.visita import Visita, open_form
from raccolta.quadri import VOCI

MOSTRATI: Final = 20
"""The places of one error that the page lists."""
_RINVIO: Final = "Il capofila ha chiesto di rivedere altro: questo valore non si può cambiare, e resta com’è."


class Cambio(Struct, frozen=True):
    """A value that would change: its name, the sheet and cell, what it is and what it would be."""

    nome: str
    posto: str
    da: str
    a: str
    cella: str


class Contesa(Struct, frozen=True):
    """A value that the file changes, as somebody else has meanwhile; ``campo``: where it is said which stays."""

    cella: str
    campo: str
    nome: str
    posto: str
    qui: str
    altrui: str
    chi: Altrui


class Letta(Struct, frozen=True):
    """A page of the file, and what others have written meanwhile where the file left things as they were."""

    pagina: Pagina
    prese: Mapping[str, Altrui]


class Gruppo(Struct, frozen=True):
    """A sentence, and all the places of which it is true."""

    frase: str
    posti: tuple[str, ...]

    @property
    def mostrati(self) -> tuple[str, ...]:
        """The first of them."""
        return self.posti[:MOSTRATI]

    @property
    def altri(self) -> int:
        """How many more there are."""
        return max(0, len(self.posti) - MOSTRATI)


class Prova(Struct, frozen=True, kw_only=True):
    """What a file would do to a scheda; nothing is kept. ``rilievi``: what the rules would find."""

    scheda: Scheda
    apertura: Apertura
    pagine: tuple[Pagina, ...]
    posti: Mapping[str, str]
    errori: tuple[Errore, ...] = ()
    cambi: tuple[Cambio, ...] = ()
    contese: tuple[Contesa, ...] = ()
    presi: tuple[str, ...] = ()
    rilievi: tuple[RilievoDetto, ...] = ()

    @property
    def gruppi(self) -> tuple[Gruppo, ...]:
        """The errors, the same one once."""
        return group(self.errori)

    @property
    def ferma(self) -> bool:
        """Whether something is wrong that can only be corrected in the file."""
        return any(errore.ferma for errore in self.errori)

    @property
    def fa(self) -> bool:
        """Whether there is something to keep."""
        return bool(self.cambi or self.contese or self.errori)


def group(errori: Iterable[Errore]) -> tuple[Gruppo, ...]:
    """One line for each sentence, however many the cells."""
    gruppi: defaultdict[str, list[str]] = defaultdict(list)
    for errore in errori:
        gruppi[errore.frase].append(errore.posto.dove if errore.posto else "")
    return tuple(Gruppo(frase, tuple(filter(None, posti))) for frase, posti in gruppi.items())


def try_sheets(fascicolo: Fascicolo, letta: SchedaLetta, by: Incarico | None) -> Prova:
    """Raises FoglioRifiutato. ``by``: who would write; without, the rules are not asked."""
    _check_names(fascicolo, letta.righe)
    errori, lette, posti = list(letta.errori), list[Letta](), dict[str, Posto]()
    for visita in fascicolo.pagine:
        righe = [riga for riga in letta.righe if _is_here(visita.sfondo, riga)]
        if righe:
            risolte = resolve(visita.sfondo, righe)
            errori += risolte.errori
            posti |= _places(risolte.righe)
            lette.append(_build_page(visita, risolte.righe, letta.chiave.versione))
    prova = _describe(fascicolo, lette, posti, errori, letta.chiave.versione)
    return replace(prova, rilievi=_find_findings(prova, by)) if by and prova.cambi else prova


def _check_names(fascicolo: Fascicolo, righe: Iterable[RigaLetta]) -> None:
    """That every row is of a voce that this scheda has; raises FoglioRifiutato."""
    chieste = {voce.codice for visita in fascicolo.pagine for voce in visita.sfondo.voci}
    for riga in righe:
        if riga.voce not in chieste or riga.ramo not in {"", *(t.ramo for t in VOCI[riga.voce].tabelle)}:
            raise FoglioRifiutato(
                f"La riga «{riga.nome[:100]}» ({riga.posto.dove}) non è di questa scheda: la prima colonna, nascosta, "
                "non si cambia. Va scaricato un foglio nuovo."
            )


def _is_here(sfondo: Sfondo, riga: RigaLetta) -> bool:
    """Whether a row is of this page: the notes of every voce are on a page of their own."""
    sua = any(voce.codice == riga.voce for voce in sfondo.voci)
    return sua and (riga.dichiara and "nota" in riga.misure) == sfondo.solo_note


def _places(righe: Iterable[RigaLetta]) -> Mapping[str, Posto]:
    return {riga.address(misura): posto for riga in righe for misura, posto in riga.misure.items()}


def _build_page(visita: Visita, righe: Collection[RigaLetta], versione: int) -> Letta:
    """The page as if a browser had sent it, on the values as they are now; what others wrote meanwhile is theirs."""
    inviati = QueryDict(mutable=True)
    inviati.setlist("righe", [riga.nome for riga in righe if not riga.dichiara])
    for nome, posto in _places(righe).items():
        inviati[nome] = _as_typed(nome, posto.testo)
    try:
        stesura = read_page(visita.sfondo, inviati)
    except ModuloAlterato as errore:
        raise FoglioRifiutato(str(errore)) from errore
    pagina, ora = Pagina(visita.sfondo, stesura, open_form(visita, stesura), versione), visita.scheda.versione
    if versione == ora:
        return Letta(pagina, {})
    prese = changed_by_others(pagina)
    stesura = rebase(replace(stesura, scritti=stesura.scritti - prese.keys()), visita.sfondo, prese.keys())
    return Letta(replace(pagina, stesura=stesura, modulo=open_form(visita, stesura), letta=ora), prese)


def _as_typed(nome: str, testo: str) -> str:
    """A choice is written in the workbook by its name, and sent by its code; what has no field is refused later."""
    try:
        campo = field_of(nome)
    except (KeyError, StopIteration):
        return testo
    return as_typed(campo, testo)


def as_typed(campo: forms.Field, testo: str) -> str:
    """The code of a choice, whatever its capitals."""
    for codice, nome in getattr(campo, "choices", ()):
        if testo.casefold() == str(nome).casefold():
            return str(codice)
    return testo


def _describe(
    fascicolo: Fascicolo, lette: Sequence[Letta], posti: Mapping[str, Posto], errori: list[Errore], versione: int
) -> Prova:
    """What changes and what does not go, in words."""
    scheda, apertura = fascicolo.scheda, fascicolo.apertura
    pagine = [letta.pagina for letta in lette]
    chiusi = [
        nome for pagina in pagine for nome in propose(pagina).celle if apertura.rinvio and not apertura.opens(nome)
    ]
    pagine = [replace(pagina, cedute=frozenset(chiusi)) for pagina in pagine]
    proposte = [propose(pagina) for pagina in pagine]
    celle = {nome: valore for proposta in proposte for nome, valore in proposta.celle.items()}
    altrui = written_since(scheda, versione, celle)
    racconto = Racconto(pagine, posti, load_names([*celle, *posti], scheda))
    errori += [Errore(_RINVIO, posti.get(nome)) for nome in chiusi]
    errori += [e for pagina, proposta in zip(pagine, proposte, strict=True) for e in _errors(pagina, proposta, posti)]
    return Prova(
        scheda=scheda,
        apertura=apertura,
        pagine=tuple(pagine),
        posti={nome: posto.dove for nome, posto in posti.items()},
        errori=tuple(errori),
        cambi=tuple(racconto.tell(nome, valore) for nome, valore in celle.items() if nome not in altrui),
        contese=tuple(racconto.contend(nome, celle[nome], chi) for nome, chi in altrui.items()),
        presi=tuple(frase for letta in lette for frase in tell_taken(letta.prese, letta.pagina.sfondo)),
    )


def written_since(scheda: Scheda, versione: int, celle: Collection[str]) -> Mapping[str, Altrui]:
    """What others have written in these celle after a version: the last of each; no query where nobody did."""
    if scheda.versione == versione or not celle:
        return {}
    righe = Modifica.objects.for_system().filter(scheda=scheda, versione__gt=versione).order_by("pk")
    return {m.cella: Altrui(m.a, m.attore, m.quando) for m in righe if m.cella in celle}


def _errors(pagina: Pagina, proposta: Proposta, posti: Mapping[str, Posto]) -> Iterator[Errore]:
    """Texts that cannot be read, voci that contradict themselves: each with its place."""
    for nome in proposta.illeggibili:
        for frase in pagina.modulo.errors.get(nome, ()):
            yield Errore(str(frase), posti.get(nome))
    for nome, frase in find_contradictions(pagina).items():
        yield Errore(frase, posti.get(nome))


class Racconto:
    """Tells the values that change, with the words of their page."""

    def __init__(self, pagine: Sequence[Pagina], posti: Mapping[str, Posto], nomi: Nomi) -> None:
        """``posti``: where each value is in the file."""
        self.pagine = {nome: pagina for pagina in pagine for nome in propose(pagina).celle}
        self.posti, self.nomi = posti, nomi

    def tell(self, nome: str, valore: object) -> Cambio:
        """A value that changes."""
        pagina, campo = self.pagine[nome], field_of(nome)
        dopo = pagina.modulo.read(nome) if nome in pagina.modulo.fields else valore
        posto = self.posti.get(nome)
        prima = in_words(campo, pagina.sfondo.valori.get(nome)) or "vuoto"
        return Cambio(label_of(nome, self.nomi), posto.dove if posto else "", prima, _say(campo, dopo), nome)

    def contend(self, nome: str, valore: object, chi: Altrui) -> Contesa:
        """A value of which two say different things."""
        cambio = self.tell(nome, valore)
        campo = f"scelta/{self.pagine[nome].sfondo.scheda.pk}/{nome}"
        return Contesa(nome, campo, cambio.nome, cambio.posto, cambio.a, write_text(nome, chi.valore), chi)


def _say(campo: forms.Field, valore: Any) -> str:
    return in_words(campo, as_cell(campo, valore)) or "vuoto"


def _find_findings(prova: Prova, by: Incarico) -> tuple[RilievoDetto, ...]:
    """What the rules would find if it were kept: what stands in the way, not what is only to be filled in."""
    controllo = try_out(*prova.pagine, by=by).controllo
    aperti = [r for r in controllo.rilievi if r.aperto and r.segnalazione.regola != tutto_dichiarato.codice]
    nomi = load_names([cella for r in aperti for cella in r.segnalazione.celle], prova.scheda)
    return describe_findings(prova.scheda.pk, aperti, nomi)
