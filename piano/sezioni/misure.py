"""Section «misure»: what sustains access to a home and keeping it: last year, every year, in the plan's year."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct

from lessico import italiano
from lessico.voce import StatoVoce
from misure.valori import MassimaleCongelato, MisuraCongelata
from piano.elenchi import AMBITO, NESSUN_DATO, Risposte, answers, called, find_ente, owners, sentence, write
from piano.prospetti import TOTALE, Casella, Colonna, Prospetto, RigaProspetto, quantify, texts
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.quadri import VOCI, is_asked
from raccolta.valori import SchedaCongelata

VOCI_MISURE: Final = ("misure_anno_precedente", "misure_ricorrenti", "misure_anno_piano")

_LIVELLI: Final = {
    "stato": "statale",
    "regione": "regionale",
    "ambito": "dell’ambito",
    "comune": "comunale",
    "aler": "dell’ALER",
}
_COLONNE: Final = (
    Colonna("promotore", "Ente", numerica=False),
    Colonna("anno", "Anno", numerica=False),
    Colonna("fondi", "Fondi"),
)
_ABBASTANZA: Final = 2
"""How many amounts make a table worth reading."""


class Riga(Struct, frozen=True):
    """A line on a measure: «Massimale: 500,00 euro». ``misura`` and ``chiave`` address the value."""

    misura: str
    nome: str
    testo: str
    chiave: str = ""


class MisuraStampata(Struct, frozen=True):
    """A measure: whose scheda it is in, its title, its lines."""

    ente: str
    chiave: str
    titolo: str
    righe: tuple[Riga, ...]


class Gruppo(Struct, frozen=True):
    """The measures of a voce: the ambito's first, with its answer when it has none, then the enti's."""

    voce: str
    titolo: str
    ambito: str
    stato_ambito: str
    misure: tuple[MisuraStampata, ...]
    chiesta_agli_enti: bool
    nessuno: str
    risposte: Risposte


def context(piano: PianoSnapshot, riga: RigaCongelata) -> Mapping[str, object]:
    """One group for each voce of the line, or the three of them; then the amounts in a table."""
    voci = riga.voci or VOCI_MISURE
    return {"gruppi": tuple(_group(piano, voce) for voce in voci), "prospetto": _summary(piano, voci)}


def _group(piano: PianoSnapshot, voce: str) -> Gruppo:
    ambito = piano.contenuti.scheda_ambito or SchedaCongelata(ente="")
    risposte = answers(piano, voce, lambda scheda: bool(scheda.measures(voce)))
    return Gruppo(
        voce=voce,
        titolo=_title(voce, piano.contenuti.testata.anno),
        ambito=_answer(ambito, voce),
        stato_ambito=ambito.stato(voce),
        misure=tuple(_printed(scheda, misura, chi) for scheda, misura, chi in _all(piano, voce)),
        chiesta_agli_enti=is_asked(VOCI[voce], ambito=False),
        nessuno=italiano.maiuscola(risposte.nobody("nessun ente")),
        risposte=risposte,
    )


def _title(voce: str, anno: int) -> str:
    titoli = {
        "misure_anno_precedente": f"Misure dell’anno {anno - 1}",
        "misure_ricorrenti": "Misure che si ripetono ogni anno",
        "misure_anno_piano": f"Misure dell’anno {anno}",
    }
    return titoli[voce]


def _answer(ambito: SchedaCongelata, voce: str) -> str:
    """What the ambito says when it has no measure of its own."""
    dichiarata = ambito.voce(voce)
    causa = f" Causa: {sentence(dichiarata.causa)}" if dichiarata and dichiarata.causa else ""
    match ambito.stato(voce):
        case StatoVoce.NESSUNA:
            return f"L’ambito non ha misure proprie.{causa}"
        case StatoVoce.NON_APPLICABILE:
            return f"Per l’ambito non applicabile.{causa}"
        case StatoVoce.DA_COMPILARE:
            return f"Misure dell’ambito: {NESSUN_DATO}."
        case StatoVoce.VALORIZZATA:
            return "" if ambito.measures(voce) else "L’ambito non ha misure proprie."


def _all(piano: PianoSnapshot, voce: str) -> Iterator[tuple[SchedaCongelata, MisuraCongelata, str]]:
    """The measures of a voce with who declares them: the ambito, then the enti in their order."""
    if ambito := piano.contenuti.scheda_ambito:
        yield from ((ambito, misura, "l’ambito") for misura in ambito.measures(voce))
    for proprietario in owners(piano):
        scheda = proprietario.scheda
        yield from ((scheda, misura, proprietario.chi) for misura in scheda.measures(voce))


def _printed(scheda: SchedaCongelata, misura: MisuraCongelata, chi: str) -> MisuraStampata:
    righe = (*_who(misura, chi), *_funds(misura), *_what(misura), *_caps(scheda, misura), *_outcome(scheda, misura))
    titolo = misura.titolo or "Misura senza titolo"
    return MisuraStampata(scheda.ente or AMBITO, misura.slug, titolo, tuple(r for r in righe if r.testo))


def _who(misura: MisuraCongelata, chi: str) -> Iterator[Riga]:
    yield Riga("promotore", "Chi la promuove", chi)
    yield Riga("livello", "Livello", _LIVELLI.get(misura.livello, ""))
    yield Riga("anno", "Annualità", str(misura.anno or ""))
    yield Riga("atto", "Atto", misura.atto)
    yield Riga("gestore", "Chi la gestisce", misura.gestore)
    yield Riga("delega", "Delega della gestione", misura.delega)


def _funds(misura: MisuraCongelata) -> Iterator[Riga]:
    fondi = (("fondi_nuovi", "Fondi nuovi"), ("residui", "Fondi residui"), ("gestione", "Quota per la gestione"))
    importi = {codice: getattr(misura, codice) for codice, _ in fondi}
    if all(importo is None for importo in importi.values()):
        yield Riga("fondi", "Fondi", NESSUN_DATO)
    for codice, nome in fondi:
        yield Riga(codice, nome, _euro(importi[codice]))


def _what(misura: MisuraCongelata) -> Iterator[Riga]:
    yield Riga("destinatari", "A chi è destinata", misura.destinatari)
    yield Riga("copertura", "Che cosa copre", misura.copertura)
    yield Riga("motivo", "Perché questa scelta", misura.motivo)
    yield Riga("periodo", "Bando", _period(misura))


def _period(misura: MisuraCongelata) -> str:
    """When it is open, in words that hold before and after: «chiusura il 14 novembre 2025»."""
    if misura.dal and misura.al:
        return italiano.periodo(misura.dal, misura.al)
    if misura.dal:
        return f"apertura {italiano.giorno('il', misura.dal)}"
    return f"chiusura {italiano.giorno('il', misura.al)}" if misura.al else ""


def _caps(scheda: SchedaCongelata, misura: MisuraCongelata) -> Iterator[Riga]:
    for massimale in scheda.massimali:
        if (massimale.voce, massimale.slug) == (misura.voce, misura.slug):
            yield Riga("massimale", "Contributo massimo", _cap(massimale), str(massimale.ordine))


def _cap(massimale: MassimaleCongelato) -> str:
    importo = f"{_euro(massimale.importo)} per {massimale.per}" if massimale.per else _euro(massimale.importo)
    mesi = f"fino a {italiano.conta(massimale.mesi, 'mensilità', 'mensilità')}" if massimale.mesi is not None else ""
    return "; ".join(parte for parte in (importo, mesi, massimale.condizione) if parte)


def _outcome(scheda: SchedaCongelata, misura: MisuraCongelata) -> Iterator[Riga]:
    for risultato in scheda.risultati:
        if (risultato.voce, risultato.slug) == (misura.voce, misura.slug):
            testo = f"{write(risultato.quanti)} {risultato.di_che}".strip()
            yield Riga("risultato", "Risultato", testo, str(risultato.ordine))
    yield Riga("nota", "Nota", misura.nota)


def _euro(importo: Decimal | None) -> str:
    return "" if importo is None else italiano.euro(importo)


def _amount(misura: MisuraCongelata) -> Decimal | None:
    importi = [importo for importo in (misura.fondi_nuovi, misura.residui) if importo is not None]
    return sum(importi, Decimal(0)) if importi else None


def _summary(piano: PianoSnapshot, voci: Iterable[str]) -> Prospetto:
    """Funds new and residual of each measure that states them, with their total; empty under two of them."""
    importi = [
        (scheda, misura, importo)
        for voce in voci
        for scheda, misura, _ in _all(piano, voce)
        if (importo := _amount(misura)) is not None
    ]
    if len(importi) < _ABBASTANZA:
        return Prospetto("", "", _COLONNE, ())
    righe = (_summary_row(piano, scheda, misura, importo) for scheda, misura, importo in importi)
    somma = sum((importo for *_, importo in importi), Decimal(0))
    totale = Casella("fondi", italiano.euro(somma), valore=somma, unita="euro")
    vuote = (Casella("promotore", "", numerica=False), Casella("anno", "", numerica=False))
    ultima = RigaProspetto(TOTALE, "Totale", (*vuote, totale), genere=TOTALE)
    return Prospetto("Fondi delle misure, nuovi e residui", "Misura", _COLONNE, (*righe, ultima))


def _summary_row(
    piano: PianoSnapshot, scheda: SchedaCongelata, misura: MisuraCongelata, importo: Decimal
) -> RigaProspetto:
    promotore = called(find_ente(piano, scheda.ente)) if scheda.ente else "Ambito"
    scritte = (promotore, str(misura.anno or NESSUN_DATO), italiano.euro(importo))
    riga = texts(scheda.ente or AMBITO, misura.titolo or misura.slug, _COLONNE, scritte, misura.slug)
    return quantify(riga, "fondi", importo, "euro")
