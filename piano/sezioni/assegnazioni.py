"""Section «assegnazioni»: the notices of the year before and, owner by owner, the units offered and assigned."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from assegnazioni.valori import AvvisoCongelato, EsitoCongelato
from lessico import italiano
from lessico.voce import StatoVoce
from piano.elenchi import Proprietario, add, answers, is_elsewhere, owners, place, write
from piano.grafici.figure import outcomes
from piano.prospetti import Colonna, Conteggio, Prospetto, absences, tabulate
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata

MISURE: Final = {"offerte": "Offerte", "domande": "Domande", "in_corso": "In corso", "assegnate": "Assegnate"}

_SEMPRE: Final = frozenset({"offerte", "assegnate"})
_TIPI_AVVISO: Final = {
    "ordinario": "ordinario",
    "stato_di_fatto": "straordinario, per unità nello stato di fatto",
    "sas": "per servizi abitativi sociali",
    "forze": "per le Forze dell’ordine",
    "dedicato": "dedicato a una categoria",
    "": "",
}
_GRADUATORIE: Final = {"ente": "graduatoria per ente proprietario", "comune": "graduatoria per comune"}


class Avviso(Struct, frozen=True):
    """A notice in words. ``chiave`` is its slug."""

    chiave: str
    testo: str


class Conto(Struct, frozen=True):
    """How many units an owner offered, or assigned."""

    ente: str
    unita: str
    di_chi: str


def context(piano: PianoSnapshot, _riga: RigaCongelata) -> Mapping[str, object]:
    """The notices, the totals of what was offered and assigned, one table for each notice."""
    tutti = owners(piano)
    avvisi = _notices(piano)
    return {
        "anno_avvisi": piano.contenuti.testata.anno - 1,
        "stato_avvisi": _state(piano),
        "avvisi": tuple(_notice(piano, avviso) for avviso in avvisi),
        "avvisi_in_lettere": italiano.lettere(len(avvisi)),
        "offerte": add(p.scheda.outcome("offerte") for p in tutti),
        "assegnate": add(p.scheda.outcome("assegnate") for p in tutti),
        "chi_offre": _counts(tutti, "offerte"),
        "chi_assegna": _counts(tutti, "assegnate"),
        "figura": outcomes(piano),
        "prospetti": tuple(_tables(piano, avvisi)),
        "risposte": answers(piano, "esiti", lambda s: bool(s.esiti), lambda s, _: s.outcome("assegnate")),
    }


def _state(piano: PianoSnapshot) -> StatoVoce:
    ambito = piano.contenuti.scheda_ambito
    return ambito.stato("avvisi") if ambito else StatoVoce.DA_COMPILARE


def _counts(tutti: tuple[Proprietario, ...], misura: str) -> tuple[Conto, ...]:
    unita = {p.slug: p.scheda.outcome(misura) for p in tutti}
    return tuple(Conto(p.slug, write(unita[p.slug]), p.di_chi) for p in tutti if unita[p.slug])


def _notices(piano: PianoSnapshot) -> tuple[AvvisoCongelato, ...]:
    """The notices in the order in which they opened."""
    avvisi = piano.contenuti.scheda_ambito.avvisi if piano.contenuti.scheda_ambito else ()
    return tuple(sorted(avvisi, key=lambda avviso: (avviso.dal or date.max, avviso.slug)))


def _notice(piano: PianoSnapshot, avviso: AvvisoCongelato) -> Avviso:
    anno = f"anno {avviso.anno}" if avviso.anno not in (None, piano.contenuti.testata.anno - 1) else ""
    atto = f"atto: {avviso.atto.rstrip('.')}" if avviso.atto else ""
    comuni = _listed(piano, avviso.slug)
    luoghi = "un comune" if comuni == 1 else f"{italiano.lettere(comuni)} comuni" if comuni else ""
    mancano = _unknown(avviso)
    ignoti = f"{italiano.elenco(mancano)}: nessun dato" if mancano else ""
    graduatoria = _GRADUATORIE.get(avviso.graduatoria, "")
    parti = (_call(avviso), anno, *_period(avviso), atto, graduatoria, luoghi and f"unità in {luoghi}", ignoti)
    return Avviso(avviso.slug, "; ".join(parte for parte in parti if parte))


def _call(avviso: AvvisoCongelato) -> str:
    """A notice by number and kind: «avviso n. 2/2025, straordinario, per unità nello stato di fatto»."""
    numero = f"avviso n. {avviso.numero}" if avviso.numero else "avviso"
    return ", ".join(parte for parte in (numero, _TIPI_AVVISO[avviso.tipo]) if parte)


def _period(avviso: AvvisoCongelato) -> Iterator[str]:
    if avviso.dal and avviso.al:
        yield f"domande {italiano.periodo(avviso.dal, avviso.al)}"
    elif avviso.dal:
        yield f"domande {italiano.giorno('dal', avviso.dal)}"
    elif avviso.al:
        yield f"domande fino {italiano.giorno('al', avviso.al)}"
    if avviso.prorogato_al:
        yield f"termine prorogato {italiano.giorno('al', avviso.prorogato_al)}"


def _unknown(avviso: AvvisoCongelato) -> tuple[str, ...]:
    """What is not known of a notice, in the order in which it would be written."""
    periodo = avviso.dal or avviso.al
    voci = {"tipo": avviso.tipo, "numero": avviso.numero, "periodo": periodo, "atto": avviso.atto}
    return tuple(nome for nome, valore in voci.items() if not valore)


def _listed(piano: PianoSnapshot, avviso: str) -> int | None:
    """In how many comuni the units of a notice are; None when an owner does not say where."""
    luoghi = set()
    for proprietario in owners(piano):
        for esito in _outcomes(proprietario.scheda, avviso):
            luogo = esito.ubicazione or next(iter(proprietario.ente.comuni[:1]), None)
            if luogo is None or (esito.ubicazione is None and len(proprietario.ente.comuni) > 1):
                return None
            luoghi.add(luogo)
    return len(luoghi)


def _outcomes(scheda: SchedaCongelata, avviso: str | None) -> tuple[EsitoCongelato, ...]:
    """The outcomes of a notice that has units; of all of them when ``avviso`` is None."""
    return tuple(e for e in scheda.esiti if (avviso is None or e.avviso == avviso) and (e.offerte or e.assegnate))


def _tables(piano: PianoSnapshot, avvisi: tuple[AvvisoCongelato, ...]) -> Iterator[Prospetto]:
    """One table in all, or one for each notice and one for the outcomes that name none."""
    slug = [avviso.slug for avviso in avvisi]
    esiti = [esito for p in owners(piano) for esito in p.scheda.esiti]
    if len(slug) < 2 or not any(esito.avviso in slug for esito in esiti):  # noqa: PLR2004 one notice, one table
        yield _table(piano, None, "Unità offerte e assegnate")
        return
    for avviso in avvisi:
        yield _table(piano, avviso.slug, f"Unità offerte e assegnate, {_call(avviso)}")
    for sciolto in dict.fromkeys(esito.avviso for esito in esiti if esito.avviso not in slug):
        yield _table(piano, sciolto, "Unità offerte e assegnate, senza indicazione dell’avviso")


def _table(piano: PianoSnapshot, avviso: str | None, didascalia: str) -> Prospetto:
    tutti = owners(piano)
    esiti = [e for p in tutti for e in p.scheda.esiti if avviso is None or e.avviso == avviso]
    colonne = tuple(
        Colonna(misura, titolo)
        for misura, titolo in MISURE.items()
        if misura in _SEMPRE or any(getattr(esito, misura) is not None for esito in esiti)
    )
    presenti = (p for p in tutti if avviso is None or _concerns(p.scheda, avviso))
    righe = (riga for p in presenti for riga in _rows(piano, p, avviso))
    return tabulate(didascalia, "Ente proprietario", colonne, righe, avviso or "")


def _concerns(scheda: SchedaCongelata, avviso: str) -> bool:
    """Whether an owner has a row in the table of a notice: one that answered and has no unit in it is left out."""
    return scheda.outcome("offerte") is None or any(esito.avviso == avviso for esito in scheda.esiti)


def _rows(piano: PianoSnapshot, proprietario: Proprietario, avviso: str | None) -> Iterator[Conteggio]:
    scheda = proprietario.scheda
    valori = {misura: scheda.outcome(misura, avviso) for misura in MISURE}
    assenti = absences(scheda, dict.fromkeys(MISURE, "esiti"))
    yield Conteggio(proprietario.slug, proprietario.nome, valori, assenti)
    righe = [e for e in scheda.esiti if avviso is None or e.avviso == avviso]
    for luogo in dict.fromkeys(esito.ubicazione for esito in righe):
        if luogo and is_elsewhere(proprietario, luogo):
            qui = {misura: add(getattr(e, misura) for e in righe if e.ubicazione == luogo) for misura in MISURE}
            yield Conteggio(proprietario.slug, f"di cui {place(piano, luogo)}", qui, chiave=luogo)
