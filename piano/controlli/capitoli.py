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
from misure.valori import MisuraCongelata
from piano.controlli.cifre import as_number, known_figures
from piano.controlli.nomi import find_variants, load_names, right_names
from piano.controlli.percentuali import find_bare
from piano.controlli.prosa import find_figures, find_futures, in_reading_order, sentences, split_sentences
from piano.controlli.sigle import find_unexplained
from piano.grandezze import GRANDEZZE
from piano.valori import PianoSnapshot, RigaCongelata

_PARERE: Final = re.compile(
    r"\bparere\b(?:\s+[^\s,;:]+){0,4}?\s+(?:favorevole|positivo)\b|\b(?:favorevole|positivo)\s+parere\b"
    r"|\bespress[oaie]\b(?:\s+\w+){0,3}?\s+(?:favorevolmente|positivamente)\b",
    re.IGNORECASE,
)
_IPOTESI: Final = re.compile(r"\b(?:se|qualora|quando|senza|previo|occorre|serve|attesa)\b", re.IGNORECASE)
_ANNO: Final = re.compile(r"\b(?:19|20)\d\d\b")
_PARTE_D_ANNO: Final = re.compile(
    r"\b(?:(?:primo|secondo|terzo|quarto|ultimo)\s+(?:semestre|quadrimestre|trimestre)|(?:primi|ultimi)\s+\w+\s+mesi)\b"
    rf"(?:\s+(?:del(?:l’anno)?\s+)?{_ANNO.pattern})?",
    re.IGNORECASE,
)
_ANNO_INTERO: Final = re.compile(rf"{_ANNO.pattern}|\banno\s+intero\b|\bintero\s+anno\b|\btutto\s+l’anno\b")
_DETTO: Final = re.compile(r"\bnon\b[^,;]*\bconfront|\bparzial|\bsolo\b|\bsoltanto\b", re.IGNORECASE)
_RIGA: Final = re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE)
_FORZE: Final = tuple(
    re.compile(modello, re.IGNORECASE)
    for modello in (
        r"\bforze\s+di\s+polizia\b|\bforze\s+dell.ordine\b",
        r"\bvigili\s+del\s+fuoco\b",
        r"\bforze\s+armate\b",
        r"\bpolizia\s+locale\b|\bvigili\s+urbani\b",
    )
)
"""How a heading may name a force; which are foreseen, and under which name, is in the regime."""

_DUE: Final = 2


@regola("PRS-01", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def numeri_dai_dati(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Un numero scritto nel testo è anche nei dati del piano."""
    scritti_in = list(_by_chapter((f.capitolo, n) for f in sentences(piano) for n in find_figures(f.testo)))
    noti = known_figures(piano) if scritti_in else frozenset()
    for capitolo, scritti in scritti_in:
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
    nomi = load_names(piano)
    giusti = right_names(piano, nomi)
    for capitolo, frasi in _by_chapter((frase.capitolo, frase.testo) for frase in sentences(piano)):
        trovate = ((v.scritto, v.nome) for v in find_variants(" | ".join(frasi), nomi, giusti))
        for variante, nome in dict.fromkeys(trovate):
            yield _finding(
                capitolo,
                f"«{variante}» è un altro modo di scrivere «{nome}».",
                "Usare il nome intero dell’ente, o il riferimento che lo scrive.",
                (variante, nome),
            )


@regola("PRS-03", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def percentuali_con_la_base(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una percentuale dice di che cosa è una parte."""
    for capitolo, scritte in _by_chapter(find_bare(sentences(piano))):
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
    previste = tuple(categoria.nome for categoria in regime.forze())
    for riga in piano.contenuti.schema:
        titolo = _heading(riga, piano)
        if "forze_ordine" in riga.voci and _names_other_forces(titolo, previste):
            yield Rilievo(
                celle=(f"schema/{riga.codice}/titolo",),
                perche=f"Il titolo «{titolo}» non nomina i corpi previsti nell’anno del piano: "
                f"{italiano.elenco(previste) or 'nessuno'}.",
                cosa_fare="Usare nel titolo il riferimento [[forze.elenco]], che segue la norma.",
                altri=(riga.titolo, *previste),
            )


@regola("PRS-05", norme.COERENZA, Gravita.STILE, Mancanti.SEMPRE)
def sigle_spiegate(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Una sigla si spiega la prima volta che si usa."""
    mute = find_unexplained(sentences(piano), (nome.intero for nome in load_names(piano)))
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
    if piano.busta.pareri and all(parere.data and parere.protocollo for parere in piano.busta.pareri):
        return
    detti = ((f.capitolo, detto) for f in sentences(piano) if (detto := _opinion_taken_for_given(f.letta)))
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
    accostate = ((f.capitolo, parte) for f in sentences(piano) if (parte := _part_beside_whole(f.letta)))
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
        righe = [riga for riga in _RIGA.findall(capitolo.testo) if not TOKEN.search(riga)]
        if len(righe) >= _DUE and any(_has_blank(riga) for riga in righe):
            yield _finding(
                capitolo.codice,
                "Nel testo c’è una tabella scritta a mano, con caselle vuote: non si sa se vuoto vuol dire zero.",
                "Togliere la tabella: le cifre degli enti sono già in quelle del piano.",
                righe,
            )


@regola("MIS-02", norme.MISURE, Gravita.STILE, Mancanti.SALTA)
def futuro_di_cio_che_e_passato(piano: PianoSnapshot, _regime: Regime) -> Iterator[Rilievo]:
    """Di ciò che è già avvenuto quando il piano si scrive non si parla al futuro."""
    ieri = last_known_day(piano)
    if ieri is None:
        return
    passate = (
        (frase.capitolo, f"{italiano.data(giorno)}, {verbo}")
        for frase in sentences(piano)
        for giorno, verbo in frase.told_in_the_future()
        if giorno < ieri
    )
    for capitolo, scritte in _by_chapter(passate):
        yield _finding(
            capitolo,
            f"Al futuro, di una data già passata quando i dati sono stati raccolti: {_quoted(scritte)}.",
            "Scrivere che cosa è avvenuto.",
            scritte,
        )
    yield from _measures_in_the_future(piano, ieri)


def last_known_day(piano: PianoSnapshot) -> date | None:
    """The last day on which something is known to have happened: the text that is read today was not written before.

    A window that is open may close in the future: until the data are all there, it counts from its first day.
    """
    testata, busta = piano.contenuti.testata, piano.busta
    giorni = (
        *(finestra.dal if busta.stato == "raccolta" else finestra.al for finestra in testata.finestre),
        *(fonte.certificazione.quando.date() for fonte in busta.fonti if fonte.certificazione),
        *(integrazione.ricevuta_il for integrazione in testata.integrazioni),
        *(parere.data for parere in busta.pareri),
        *(approvazione.data for approvazione in busta.approvazioni),
    )
    return max((giorno for giorno in giorni if giorno), default=None)


def _measures_in_the_future(piano: PianoSnapshot, ieri: date) -> Iterator[Rilievo]:
    """A measure whose call has closed, told in the future in its own words; what comes in a later year may be."""
    schede = (*piano.contenuti.schede, *((piano.contenuti.scheda_ambito,) if piano.contenuti.scheda_ambito else ()))
    for scheda in schede:
        for misura in scheda.misure:
            futuri = _futures_in(misura) if misura.al and misura.al < ieri else ()
            if misura.al and futuri:
                yield Rilievo(
                    celle=(f"{scheda.ente or 'ambito'}/{misura.voce}/{misura.slug}/al",),
                    perche=f"«{misura.titolo}» si è chiusa il {italiano.data(misura.al)}, ma se ne parla al futuro: "
                    f"{_quoted(futuri)}.",
                    cosa_fare="Scrivere che cosa è avvenuto.",
                    altri=(misura.al.isoformat(), *futuri),
                )


def _futures_in(misura: MisuraCongelata) -> tuple[str, ...]:
    testi = (misura.destinatari, misura.copertura, misura.motivo, misura.nota)
    frasi = (frase for testo in testi for frase in split_sentences(testo))
    senza_seguito = (f for f in frasi if not any(int(a) > (misura.al or date.max).year for a in _ANNO.findall(f)))
    return tuple(dict.fromkeys(verbo for frase in senza_seguito for verbo in find_futures(frase)))


def _finding(capitolo: str, perche: str, cosa_fare: str, parole: list[str] | tuple[str, ...]) -> Rilievo:
    return Rilievo((f"capitoli/{capitolo}/testo",), perche, cosa_fare, tuple(parole))


def _by_chapter(coppie: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Pairs in reading order, the words of each chapter once."""
    for capitolo, sue in groupby(coppie, key=lambda coppia: coppia[0]):
        yield capitolo, list(dict.fromkeys(parola for _, parola in sue))


def _quoted(parole: list[str] | tuple[str, ...]) -> str:
    return italiano.elenco(f"«{parola}»" for parola in parole)


def _heading(riga: RigaCongelata, piano: PianoSnapshot) -> str:
    """A heading with its grandezze written; what is none stays."""
    return TOKEN.sub(lambda t: GRANDEZZE[t[1]](piano) if t[1] in GRANDEZZE else t[0], riga.titolo)


def _names_other_forces(titolo: str, previste: tuple[str, ...]) -> bool:
    """A heading that names some force names each that is foreseen, and no other."""
    nominate = [forza for forza in _FORZE if forza.search(titolo)]
    estranee = [forza for forza in nominate if not any(forza.search(nome) for nome in previste)]
    mancano = [nome for nome in previste if not _is_named(nome, titolo, nominate)]
    return bool(estranee or (mancano and len(mancano) < len(previste)))


def _is_named(nome: str, titolo: str, nominate: list[re.Pattern[str]]) -> bool:
    """By the words of the law, or by those of use."""
    return nome.casefold() in titolo.casefold() or any(forza.search(nome) for forza in nominate)


def _opinion_taken_for_given(frase: str) -> str:
    """The words that say it, unless they suppose it."""
    trovato = _PARERE.search(frase)
    if trovato is None or _IPOTESI.search(frase, 0, trovato.start()) or find_futures(trovato[0]):
        return ""
    return trovato[0]


def _part_beside_whole(frase: str) -> str:
    """A part of a year beside a whole one, each with its figure, in one sentence that does not say so."""
    parte = _PARTE_D_ANNO.search(frase)
    if parte is None or _DETTO.search(frase) or len(find_figures(frase)) < _DUE:
        return ""
    return parte[0] if _ANNO_INTERO.search(_PARTE_D_ANNO.sub("", frase)) else ""


def _has_blank(riga: str) -> bool:
    """Bars at both ends are the frame of the table."""
    scritta = riga.strip()
    dentro = scritta[1:].removesuffix("|") if scritta.startswith("|") else scritta
    return any(not casella.strip() for casella in dentro.split("|"))


REGOLE: Final = (
    *(numeri_dai_dati, nomi_degli_enti, percentuali_con_la_base, titolo_del_regime, sigle_spiegate),
    *(parere_con_gli_estremi, periodi_confrontabili, tabelle_dai_dati, futuro_di_cio_che_e_passato),
)
