"""Section «assegnazioni»: the notices of the year before and, owner by owner, the units offered and assigned."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from assegnazioni.valori import AvvisoCongelato, EsitoCongelato
from lessico import italiano
from lessico.voce import StatoVoce
from piano.elenchi import Proprietario, add, answers, is_elsewhere, owners, place, write
from piano.prospetti import Colonna, Conteggio, Prospetto, absences, tabulate
from piano.valori import PianoSnapshot, RigaCongelata
from raccolta.valori import SchedaCongelata

MISURE: Final = {"offerte": "Offerte", "domande": "Domande", "in_corso": "In corso", "assegnate": "Assegnate"}

_SEMPRE: Final = frozenset({"offerte", "assegnate"})
_TIPI_AVVISO: Final = {
    "ordinario": "avviso ordinario",
    "stato_di_fatto": "avviso straordinario, per unità nello stato di fatto",
    "sas": "avviso per servizi abitativi sociali",
    "forze": "avviso per le Forze dell’ordine",
    "dedicato": "avviso dedicato a una categoria",
    "": "avviso",
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
    avvisi = piano.contenuti.scheda_ambito.avvisi if piano.contenuti.scheda_ambito else ()
    return {
        "anno_avvisi": piano.contenuti.testata.anno - 1,
        "stato_avvisi": _state(piano),
        "avvisi": tuple(_notice(piano, avviso) for avviso in avvisi),
        "avvisi_in_lettere": italiano.lettere(len(avvisi)),
        "offerte": add(p.scheda.outcome("offerte") for p in tutti),
        "assegnate": add(p.scheda.outcome("assegnate") for p in tutti),
        "chi_offre": _counts(tutti, "offerte"),
        "chi_assegna": _counts(tutti, "assegnate"),
        "prospetti": tuple(_tables(piano, avvisi)),
        "risposte": answers(piano, "esiti", lambda s: bool(s.esiti), lambda s, _: s.outcome("assegnate")),
    }


def _state(piano: PianoSnapshot) -> StatoVoce:
    ambito = piano.contenuti.scheda_ambito
    return ambito.stato("avvisi") if ambito else StatoVoce.DA_COMPILARE


def _counts(tutti: tuple[Proprietario, ...], misura: str) -> tuple[Conto, ...]:
    unita = {p.slug: p.scheda.outcome(misura) for p in tutti}
    return tuple(Conto(p.slug, write(unita[p.slug]), p.di_chi) for p in tutti if unita[p.slug])


def _notice(piano: PianoSnapshot, avviso: AvvisoCongelato) -> Avviso:
    numero = f" n. {avviso.numero}" if avviso.numero else ""
    anno = f" del {avviso.anno}" if avviso.anno else ""
    parti = [f"{_TIPI_AVVISO[avviso.tipo]}{numero}{anno}", *_period(avviso)]
    if avviso.atto:
        parti.append(f"atto: {avviso.atto.rstrip('.')}")
    if avviso.graduatoria:
        parti.append(_GRADUATORIE[avviso.graduatoria])
    if comuni := _listed(piano, avviso.slug):
        parti.append(f"unità in {italiano.lettere(comuni)} {'comune' if comuni == 1 else 'comuni'}")
    if mancano := _unknown(avviso):
        parti.append(f"{italiano.elenco(mancano)}: nessun dato")
    return Avviso(avviso.slug, "; ".join(parti))


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
    for posto, avviso in enumerate(avvisi):
        titolo = f"{_TIPI_AVVISO[avviso.tipo]} n. {avviso.numero or posto + 1}"
        yield _table(piano, avviso.slug, f"Unità offerte e assegnate, {titolo}")
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
    righe = (riga for p in tutti for riga in _rows(piano, p, avviso))
    return tabulate(didascalia, "Ente proprietario", colonne, righe)


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
