"""Reserves and quotas in words: whose, how much, on which base, for whom, why, and the ceiling of the law."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from assegnazioni.valori import RiservaCongelata
from lessico import italiano
from lessico.regime import Limite, Regime, write_limit
from piano.elenchi import Proprietario, Risposte, answers, is_elsewhere, place, sentence
from piano.valori import PianoSnapshot

BASE_NON_INDICATA: Final = "base non indicata"


class Destinatari(Struct, frozen=True):
    """A category of households: its definition and, of a reserve that is split, its share."""

    chiave: str
    testo: str
    ripartizione: str


class RiservaStampata(Struct, frozen=True):
    """A reserve of an owner: numbers already written, empty where they are not declared."""

    ente: str
    chi: str
    chiave: str
    dove: str
    percentuale: str
    base: str
    unita: str
    categorie: tuple[Destinatari, ...]
    motivi: tuple[str, ...]


class Riserve(Struct, frozen=True):
    """A voce of reserves: what owners declare, the law's ceiling, or that the regime has none."""

    voce: str
    prevista: bool
    tetto: str
    al: str
    righe: tuple[RiservaStampata, ...]
    nessuno: str
    risposte: Risposte


def describe(piano: PianoSnapshot, voce: str, soggetto: str = "nessun ente proprietario") -> Riserve:
    """Everything that a section prints of a voce; ``soggetto`` begins the nil sentence."""
    risposte = answers(piano, voce, lambda scheda: bool(scheda.reserves(voce)))
    regime = piano.contenuti.regime
    limite = regime.limite(voce)
    return Riserve(
        voce=voce,
        prevista=limite is not None,
        tetto=write_ceiling(limite) if limite else "",
        al=italiano.giorno("al", regime.al),
        righe=tuple(riga for p in risposte.con for riga in _reserves(piano, p, voce)),
        nessuno=risposte.nobody(soggetto),
        risposte=risposte,
    )


def write_ceiling(limite: Limite) -> str:
    """The ceiling, its base and its norm: «20%, calcolato su: unità disponibili; norma: r.r. 4/2017, art. …»."""
    valore = write_limit(limite) or "nessun limite in numeri"
    base = f", calcolato su: {limite.base}" if limite.base and limite.valore is not None else ""
    return f"{valore}{base}; norma: {limite.norma}"


def _reserves(piano: PianoSnapshot, proprietario: Proprietario, voce: str) -> Iterator[RiservaStampata]:
    """A split reserve is one, with its categories; otherwise each row is one of its own."""
    luoghi: defaultdict[str | None, list[RiservaCongelata]] = defaultdict(list)
    for riga in proprietario.scheda.reserves(voce):
        luoghi[riga.ubicazione].append(riga)
    for righe in luoghi.values():
        divisa = len(righe) > 1 and any(riga.ripartizione is not None for riga in righe)
        for insieme in [righe] if divisa else [[riga] for riga in righe]:
            yield _printed(piano, proprietario, insieme)


def _printed(piano: PianoSnapshot, proprietario: Proprietario, righe: list[RiservaCongelata]) -> RiservaStampata:
    prima = next((riga for riga in righe if riga.percentuale is not None), righe[0])
    unita = [riga.unita for riga in righe if riga.unita is not None]
    regime = piano.contenuti.regime
    return RiservaStampata(
        ente=proprietario.slug,
        chi=italiano.maiuscola(proprietario.chi),
        chiave=prima.ubicazione or "-",
        dove=place(piano, prima.ubicazione) if is_elsewhere(proprietario, prima.ubicazione) else "",
        percentuale=italiano.percento(prima.percentuale) if prima.percentuale is not None else "",
        base=_base(prima, regime),
        unita=italiano.numero(sum(unita)) if unita else "",
        categorie=tuple(_recipients(riga, regime) for riga in righe if riga.categoria or riga.descrizione),
        motivi=tuple(sentence(riga.motivo) for riga in righe if riga.motivo),
    )


def _base(riga: RiservaCongelata, regime: Regime) -> str:
    """What the percentage is taken on: as the owner says, or as the law does."""
    limite = regime.limite(riga.voce)
    if riga.base:
        return f"calcolato su: {riga.base.rstrip('.')}"
    has_base = limite is not None and limite.valore is not None and limite.base
    return f"calcolato, come dice la norma, su: {limite.base}" if limite and has_base else BASE_NON_INDICATA


def _recipients(riga: RiservaCongelata, regime: Regime) -> Destinatari:
    categoria = regime.categoria(riga.categoria)
    if categoria:
        definita = f"{categoria.nome}. {sentence(categoria.definizione)}"
    elif riga.categoria:
        al = italiano.giorno("al", regime.al)
        definita = f"Categoria «{riga.categoria}», che il regime in vigore {al} non prevede."
    else:
        definita = ""
    testo = " ".join(parte for parte in (definita, sentence(riga.descrizione)) if parte)
    quota = italiano.percento(riga.ripartizione) if riga.ripartizione is not None else ""
    return Destinatari(riga.categoria or "-", testo, quota)
