"""Rules on the prose of the chapters and on the headings: what a careful reader would ask to read again."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from lessico import italiano, norme
from lessico.cella import TOKEN
from lessico.regime import Regime
from lessico.regola import Gravita, Mancanti, Rilievo, regola
from piano.controlli.nomi import find_variants
from piano.controlli.prosa import Frase, as_builtins, as_number, in_reading_order, known_numbers, sentences
from piano.grandezze import GRANDEZZE
from piano.valori import PianoSnapshot, RigaCongelata

_PERCENTO: Final = re.compile(r"(\d+(?:,\d+)?)\s*(?:%|per cento)")
_BASE: Final = re.compile(
    r"\s*(?:circa\s+)?(?:d(?:i|ei|el|ello|ella|egli|elle)\b|dell’|su(?:l|i|gli|llo|lla|lle)?\b|sull’)"
)
"""What comes after a percentage that says of what it is a part."""
_SIGLA: Final = re.compile(r"\b[A-ZÀ-Ý]{2,6}\b")
_ROMANO: Final = re.compile(r"[IVXLC]+")
_PARERE: Final = re.compile(r"\bparere\b.*\b(?:favorevole|positivo)\b", re.IGNORECASE | re.DOTALL)
_PARTE_D_ANNO: Final = re.compile(
    r"\b(?:primo|secondo|terzo|quarto)\s+(?:semestre|quadrimestre|trimestre)\b|\bprimi\s+\w+\s+mesi\b", re.IGNORECASE
)
_ANNO: Final = re.compile(r"\b(?:19|20)\d\d\b")
_TABELLA: Final = re.compile(r"^[^\n|]*\|[^\n]*\|[^\n]*$", re.MULTILINE)
_FORZE: Final = {
    "forze_polizia": re.compile(r"\bforze\s+di\s+polizia\b|\bforze\s+dell.ordine\b", re.IGNORECASE),
    "vigili_fuoco": re.compile(r"\bvigili\s+del\s+fuoco\b", re.IGNORECASE),
    "forze_armate": re.compile(r"\bforze\s+armate\b", re.IGNORECASE),
    "polizia_locale": re.compile(r"\bpolizia\s+locale\b", re.IGNORECASE),
}
"""Code of a force → how a heading names it."""


@regola("PRS-01", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def numeri_dai_dati(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Un numero scritto nel testo è anche nei dati del piano."""
    noti = {*known_numbers(as_builtins(piano)), *_totals(piano)}
    for capitolo, scritti in _by_chapter((f.capitolo, n) for f in sentences(piano) for n in f.figures()):
        if ignoti := [scritto for scritto in scritti if as_number(scritto) not in noti]:
            yield _finding(
                capitolo,
                f"Nel testo {'c’è un numero' if len(ignoti) == 1 else 'ci sono numeri'} "
                f"che i dati del piano non hanno: {_quoted(ignoti)}.",
                "Mettere al suo posto il riferimento al dato, o controllare che sia giusto.",
                ignoti,
            )


@regola("PRS-02", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def nomi_degli_enti(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Un ente ha un nome solo, scritto sempre allo stesso modo."""
    for capitolo in in_reading_order(piano):
        for ente, variante in find_variants(piano, capitolo.testo):
            yield _finding(
                capitolo.codice,
                f"«{variante}» è un altro modo di scrivere «{italiano.tipografico(ente)}».",
                "Usare il nome intero dell’ente, o il riferimento che lo scrive.",
                (variante,),
            )


@regola("PRS-03", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def percentuali_con_la_base(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una percentuale dice di che cosa è una parte."""
    nude = (
        (frase.capitolo, f"{trovata[1]}%")
        for frase in sentences(piano)
        for trovata in _PERCENTO.finditer(frase.testo)
        if not _BASE.match(frase.testo, trovata.end())
    )
    for capitolo, scritte in _by_chapter(nude):
        yield _finding(
            capitolo,
            f"Non si dice di che cosa {'è la percentuale' if len(scritte) == 1 else 'sono le percentuali'}: "
            f"{_quoted(scritte)}.",
            "Scrivere la base: «il 20% delle unità disponibili».",
            scritte,
        )


@regola("PRS-04", norme.FORZE_ORDINE, Gravita.STILE, Mancanti.SEMPRE)
def titolo_del_regime(piano: PianoSnapshot, regime: Regime) -> Iterator[Rilievo]:
    """Il titolo che nomina i corpi di polizia e di soccorso nomina quelli che la norma prevede in quell’anno."""
    previste = {categoria.codice for categoria in regime.forze()}
    for riga in piano.contenuti.schema:
        nominate = _forces_in(riga, piano)
        if nominate and nominate != previste:
            nomi = italiano.elenco(categoria.nome for categoria in regime.forze()) or "nessun corpo"
            yield Rilievo(
                celle=(f"schema/{riga.codice}/titolo",),
                perche=f"Il titolo «{_heading(riga, piano)}» non nomina i corpi previsti nell’anno del piano: {nomi}.",
                cosa_fare="Usare nel titolo il riferimento [[forze.elenco]], che segue la norma.",
                altri=(riga.titolo, *sorted(previste)),
            )


@regola("PRS-05", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def sigle_spiegate(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una sigla si spiega la prima volta che si usa."""
    spiegate: set[str] = set()
    mute: list[tuple[str, str]] = []
    for frase in sentences(piano):
        spiegate |= {s for s in _SIGLA.findall(frase.testo) if _is_explained(s, frase.testo)}
        nuove = [s for s in _SIGLA.findall(frase.testo) if not _ROMANO.fullmatch(s) and s not in spiegate]
        mute += [(frase.capitolo, sigla) for sigla in nuove]
        spiegate |= {*nuove}
    for capitolo, sigle in _by_chapter(mute):
        yield _finding(
            capitolo,
            f"{'Una sigla non è spiegata' if len(sigle) == 1 else 'Delle sigle non sono spiegate'} "
            f"dove si {'usa' if len(sigle) == 1 else 'usano'} per la prima volta: {_quoted(sigle)}.",
            "Scrivere il nome per intero, con la sigla tra parentesi.",
            sigle,
        )


@regola("PRS-06", norme.PARERE_ALER, Gravita.STILE, Mancanti.SEMPRE)
def parere_con_gli_estremi(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Di un parere che il testo dà per favorevole si conoscono la data e il protocollo."""
    completi = [parere for parere in piano.busta.pareri if parere.data and parere.protocollo]
    if completi and len(completi) == len(piano.busta.pareri):
        return
    detti = ((frase.capitolo, trovato[0]) for frase in sentences(piano) if (trovato := _PARERE.search(frase.testo)))
    for capitolo, scritti in _by_chapter(detti):
        yield _finding(
            capitolo,
            f"Il testo dà per acquisito un parere, ma mancano la data o il protocollo: {_quoted(scritti)}.",
            "Registrare gli estremi del parere, o togliere la frase.",
            scritti,
        )


@regola("PRS-07", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def periodi_confrontabili(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una cifra di una parte dell’anno non si mette accanto a quella di un anno intero senza dirlo."""
    accostate = ((f.capitolo, parte[0]) for f in sentences(piano) if (parte := _part_beside_whole(f)))
    for capitolo, parti in _by_chapter(accostate):
        yield _finding(
            capitolo,
            f"Accanto alla cifra di un anno intero c’è quella di una sua parte: {_quoted(parti)}.",
            "Dire che i due periodi non si confrontano, o separare le cifre.",
            parti,
        )


@regola("PRS-08", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def tabelle_dai_dati(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una tabella la compone il programma: nel testo una casella vuota e uno zero si confondono."""
    for capitolo in in_reading_order(piano):
        righe = [riga for riga in _TABELLA.findall(capitolo.testo) if not TOKEN.search(riga)]
        if any(_has_blank(riga) for riga in righe):
            yield _finding(
                capitolo.codice,
                "Nel testo c’è una tabella scritta a mano, con caselle vuote: non si sa se vuoto vuol dire zero.",
                "Togliere la tabella: le cifre degli enti sono già in quelle del piano.",
                righe,
            )


@regola("MIS-02", norme.MISURE, Gravita.STILE, Mancanti.SALTA)
def futuro_di_cio_che_e_passato(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Di ciò che è già avvenuto quando il piano si scrive non si parla al futuro."""
    oggi = last_day_of_data(piano)
    passate = (
        (frase.capitolo, f"{italiano.data(giorno)}, {frase.futures()[0]}")
        for frase in sentences(piano)
        for giorno in frase.dates()[:1]
        if oggi and giorno < oggi and frase.futures()
    )
    for capitolo, scritte in _by_chapter(passate):
        yield _finding(
            capitolo,
            f"Al futuro, di una data già passata quando i dati sono stati raccolti: {_quoted(scritte)}.",
            "Scrivere che cosa è avvenuto.",
            scritte,
        )
    yield from _measures_in_the_future(piano, oggi)


def last_day_of_data(piano: PianoSnapshot) -> date | None:
    """The last day on which data could come: the plan is written after it."""
    testata = piano.contenuti.testata
    giorni = [*(f.al for f in testata.finestre), *(p.al for p in testata.proroghe)]
    return max([*giorni, *(i.ricevuta_il for i in testata.integrazioni if i.ricevuta_il)], default=None)


def _measures_in_the_future(piano: PianoSnapshot, oggi: date | None) -> Iterator[Rilievo]:
    """A measure whose call has closed, told in the future in its own words."""
    schede = (*piano.contenuti.schede, *((piano.contenuti.scheda_ambito,) if piano.contenuti.scheda_ambito else ()))
    for scheda in schede:
        for misura in scheda.misure:
            testi = " ".join((misura.destinatari, misura.copertura, misura.motivo, misura.nota))
            futuri = Frase("", testi).futures()
            if oggi and misura.al and misura.al < oggi and futuri:
                yield Rilievo(
                    celle=(f"{scheda.ente or 'ambito'}/{misura.voce}/{misura.slug}/al",),
                    perche=f"«{misura.titolo}» si è chiusa il {italiano.data(misura.al)}, ma se ne parla al futuro: "
                    f"{_quoted(futuri)}.",
                    cosa_fare="Scrivere che cosa è avvenuto.",
                    altri=(misura.al.isoformat(), testi),
                )


def _finding(capitolo: str, perche: str, cosa_fare: str, parole: list[str] | tuple[str, ...]) -> Rilievo:
    return Rilievo((f"capitoli/{capitolo}/testo",), perche, cosa_fare, tuple(parole))


def _by_chapter(coppie: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Pairs in reading order, the words of each chapter once."""
    for capitolo, sue in groupby(coppie, key=lambda coppia: coppia[0]):
        yield capitolo, list(dict.fromkeys(parola for _, parola in sue))


def _quoted(parole: list[str] | tuple[str, ...]) -> str:
    return italiano.elenco(f"«{parola}»" for parola in parole)


def _totals(piano: PianoSnapshot) -> Iterator[str]:
    """What the grandezze write: a total is no value of a scheda, and yet is a figure of the plan."""
    for grandezza in GRANDEZZE.values():
        yield from known_numbers(grandezza(piano))


def _heading(riga: RigaCongelata, piano: PianoSnapshot) -> str:
    """A heading with its grandezze written; what is none stays."""
    return TOKEN.sub(lambda t: GRANDEZZE[t[1]](piano) if t[1] in GRANDEZZE else t[0], riga.titolo)


def _forces_in(riga: RigaCongelata, piano: PianoSnapshot) -> set[str]:
    if "forze_ordine" not in riga.voci:
        return set()
    titolo = _heading(riga, piano)
    return {codice for codice, come in _FORZE.items() if come.search(titolo)}


def _is_explained(sigla: str, testo: str) -> bool:
    """In brackets after its name, or followed by its name in brackets."""
    return re.search(rf"\(\s*{sigla}\b|\b{sigla}\s*\(", testo) is not None


def _part_beside_whole(frase: Frase) -> re.Match[str] | None:
    """A part of a year with a figure, and another year with another, in one sentence that does not say so."""
    parte = _PARTE_D_ANNO.search(frase.testo)
    altrove = _ANNO.findall(frase.testo)
    distinti = re.search(r"non\s+(?:si\s+)?confronta|parzial|solo|soltanto", frase.testo)
    return parte if parte and len(set(altrove)) > 1 and len(frase.figures()) > 1 and not distinti else None


def _has_blank(riga: str) -> bool:
    """Bars at both ends are the frame of the table."""
    scritta = riga.strip()
    dentro = scritta[1:].removesuffix("|") if scritta.startswith("|") else scritta
    return any(not casella.strip() for casella in dentro.split("|"))


REGOLE: Final = (
    *(numeri_dai_dati, nomi_degli_enti, percentuali_con_la_base, titolo_del_regime, sigle_spiegate),
    *(parere_con_gli_estremi, periodi_confrontabili, tabelle_dai_dati, futuro_di_cio_che_e_passato),
)
