"""What a page of the scheda keeps: the values that read well are written, the rest waits as it was typed in a Bozza."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from msgspec import Struct

from enti.models import Incarico
from lessico.cella import NON_RIPARTITA
from lessico.origine import Origine
from lessico.voce import StatoVoce, Voce
from raccolta.atti import DIGITATA, confirm, lock, write
from raccolta.errori import Altrui, CelleNonValide
from raccolta.foglio import as_text
from raccolta.models import Bozza, Modifica
from raccolta.moduli.modulo import ModuloQuadro
from raccolta.moduli.sfondo import Fondale, Sfondo
from raccolta.moduli.stesura import Stesura
from raccolta.rilievi import Controllo, build_controlli
from raccolta.services import find_reasons, update


class Proposta(Struct, frozen=True):
    """``celle``: the values that differ from those kept; ``illeggibili``: what cannot be read, as typed."""

    celle: Mapping[str, object]
    illeggibili: Mapping[str, str]


class Esito(Struct, frozen=True):
    """What was written, what waits, what was confirmed."""

    modifiche: tuple[Modifica, ...]
    attesa: Mapping[str, str]
    confermate: int


class Prova(Struct, frozen=True):
    """What the rules would say, and why some of the values could not be kept."""

    controllo: Controllo
    rifiutate: Mapping[str, str]


class Pagina(Struct, frozen=True):
    """What is saved: the page as it came back, the version it showed, the draft it showed."""

    sfondo: Sfondo
    stesura: Stesura
    modulo: ModuloQuadro
    letta: int
    bozza_letta: str = ""
    cedute: frozenset[str] = frozenset()


def propose(pagina: Pagina) -> Proposta:
    """What a page would change. A value left to others (``cedute``) is theirs."""
    return propose_on(pagina.sfondo, pagina.stesura, pagina.modulo, pagina.cedute)


def propose_on(
    sfondo: Fondale, stesura: Stesura, modulo: ModuloQuadro, cedute: frozenset[str] = frozenset()
) -> Proposta:
    """As ``propose``; from values only."""
    campi = [nome for nome in modulo.fields if nome in stesura.scritti - cedute]
    illeggibili = {nome: str(stesura.dati[nome]) for nome in campi if nome in modulo.errors}
    valori = {nome: modulo.read(nome) for nome in campi if nome not in illeggibili}
    valori |= dict.fromkeys(_removed(sfondo, stesura))
    for voce in sfondo.voci:
        valori |= _state(sfondo, stesura, voce, valori, illeggibili)
    kept = sfondo.valori
    celle = {nome: valore for nome, valore in valori.items() if _none(valore) != _none(kept.get(nome))}
    return Proposta(celle, illeggibili)


def _none(valore: object) -> object:
    """No value is None, or an empty text, or a voce that is to be filled in."""
    return None if valore in (None, "", StatoVoce.DA_COMPILARE) else valore


def _removed(sfondo: Fondale, stesura: Stesura) -> Iterator[str]:
    """The values of the rows that were taken away."""
    for riga in stesura.righe:
        if riga.nome in stesura.tolte:
            yield from (cella for cella in riga.celle() if cella in sfondo.valori)


def _state(
    sfondo: Fondale, stesura: Stesura, voce: Voce, valori: dict[str, object], illeggibili: dict[str, str]
) -> Mapping[str, object]:
    """The state that was chosen, where it says more than the values; numbers typed under an old «nessuna» win."""
    nome = f"{voce.codice}/{NON_RIPARTITA}/stato"
    if nome not in valori:
        return {}
    scelto, attuale = valori.pop(nome), sfondo.valori.get(nome)
    con_valori = _has_values(sfondo, stesura, voce, valori, illeggibili)
    if scelto == StatoVoce.VALORIZZATA:
        return {} if con_valori else {nome: StatoVoce.DA_COMPILARE.value}
    if not scelto or (scelto == attuale and con_valori):
        return {}
    if any(cella.startswith(f"{voce.codice}/") for cella in illeggibili):
        illeggibili[nome] = str(scelto)
        return {}
    return {nome: scelto}


def _has_values(
    sfondo: Fondale, stesura: Stesura, voce: Voce, valori: Mapping[str, object], illeggibili: Mapping[str, str]
) -> bool:
    """Whether the rows of a voce have something in them, readable or not."""
    kept = sfondo.valori
    celle = [cella for riga in stesura.righe if riga.voce == voce.codice for cella in riga.celle()]
    return any(c in illeggibili or valori.get(c, kept.get(c)) not in (None, "") for c in celle)


def find_contradictions(pagina: Pagina) -> Mapping[str, str]:
    """Why what a page would change cannot stand; nothing is written."""
    celle = propose(pagina).celle
    return find_reasons(pagina.sfondo.scheda, celle) if celle else {}


@transaction.atomic
def try_out(*pagine: Pagina, by: Incarico) -> Prova:
    """What the rules would say if the pages of a scheda were saved now; nothing is."""
    bloccata, celle, rifiutate = lock(pagine[0].sfondo.scheda), dict[str, object](), dict[str, str]()
    for pagina in pagine:
        celle |= propose(pagina).celle
    while motivi := find_reasons(bloccata, celle):
        rifiutate |= motivi
        celle = {cella: valore for cella, valore in celle.items() if not _is_refused(cella, rifiutate)}
    if celle:
        update(bloccata, celle, by=by, origine=DIGITATA)
    controllo = build_controlli([bloccata])[bloccata.pk]
    transaction.set_rollback(True)
    return Prova(controllo, rifiutate)


@transaction.atomic
def save(
    pagina: Pagina,
    *,
    conferme: Collection[str],
    by: Incarico,
    quando: datetime,
    motivo: str = "",
    origine: Origine = DIGITATA,
) -> Esito:
    """Write what stands, keep the rest as a draft; raises AttoNonConsentito, SchedaCambiata, and keeps nothing then."""
    come: dict[str, Any] = {"by": by, "quando": quando, "letta": pagina.letta, "motivo": motivo, "origine": origine}
    proposta = propose(pagina)
    celle, rifiutate = dict(proposta.celle), set[str]()
    while True:
        try:
            modifiche = write(pagina.sfondo.scheda, celle, **come)
            break
        except CelleNonValide as errore:
            via = {cella for cella in celle if _is_refused(cella, errore.motivi)}
            if not via:
                raise
            rifiutate |= via
            celle = {cella: valore for cella, valore in celle.items() if cella not in via}
    attesa = {**_as_typed(pagina, rifiutate), **proposta.illeggibili}
    attesa = {**_drafts_of_others(pagina, proposta, attesa), **attesa}
    _keep(pagina.sfondo, attesa, by=by, quando=quando)
    sicure = [voce for voce in conferme if not any(nome.startswith(f"{voce}/") for nome in attesa)]
    confermate = confirm(pagina.sfondo.scheda, sicure, by=by, quando=quando) if sicure else 0
    return Esito(modifiche, attesa, confermate)


def _is_refused(cella: str, motivi: Mapping[str, str]) -> bool:
    """A voce that contradicts itself waits whole."""
    return cella in motivi or f"{cella.split('/', maxsplit=1)[0]}/{NON_RIPARTITA}/stato" in motivi


def _as_typed(pagina: Pagina, celle: Collection[str]) -> dict[str, str]:
    """The texts of the celle that were refused, and of the states chosen in their voci; a row taken away is empty."""
    voci = {cella.split("/", maxsplit=1)[0] for cella in celle}
    stati = [nome for voce in voci if (nome := f"{voce}/{NON_RIPARTITA}/stato") in pagina.stesura.scritti]
    dati, tolte = pagina.stesura.dati, set(_removed(pagina.sfondo, pagina.stesura))
    return {nome: "" if nome in tolte else str(dati.get(nome) or "") for nome in [*celle, *stati]}


def _drafts_of_others(pagina: Pagina, proposta: Proposta, attesa: Mapping[str, str]) -> Mapping[str, str]:
    """What others have left to correct since this page was shown, where this page does not say otherwise."""
    bozza = pagina.sfondo.bozza
    if bozza is None or bozza.quando.isoformat() == pagina.bozza_letta:
        return {}
    toccati = proposta.celle.keys() | attesa.keys()
    return {nome: testo for nome, testo in bozza.campi.items() if nome not in toccati}


def _keep(sfondo: Sfondo, attesa: Mapping[str, str], *, by: Incarico, quando: datetime) -> None:
    """One draft for each page; none when nothing waits."""
    bozze = Bozza.objects.for_system()
    if attesa:
        valori = {"campi": dict(attesa), "da": str(by.utente), "quando": quando}
        bozze.update_or_create(scheda=sfondo.scheda, quadro=sfondo.quadro.codice, defaults=valori)
    else:
        bozze.filter(scheda=sfondo.scheda, quadro=sfondo.quadro.codice).delete()


def changed_by_others(pagina: Pagina) -> Mapping[str, Altrui]:
    """What others have changed since the page was shown and the page left as it was: it is theirs, and is said."""
    dopo = Modifica.objects.for_system().filter(scheda=pagina.sfondo.scheda, versione__gt=pagina.letta).order_by("pk")
    prime: dict[str, str] = {}
    ultime: dict[str, Altrui] = {}
    for m in dopo:
        prime.setdefault(m.cella, m.da)
        ultime[m.cella] = Altrui(m.a, m.attore, m.quando)
    return {cella: altrui for cella, altrui in ultime.items() if _is_untouched(pagina, cella, prime[cella])}


def _is_untouched(pagina: Pagina, cella: str, prima: str) -> bool:
    if cella not in pagina.stesura.scritti or cella in pagina.modulo.errors:
        return cella not in pagina.stesura.scritti
    return as_text(_none(pagina.modulo.read(cella))) == prima


def find_contested(sfondo: Sfondo, celle: Collection[str]) -> Mapping[str, Altrui]:
    """For each cella that two have written, what the other wrote last."""
    scrivibili = [cella for cella in celle if "\x00" not in cella]
    if not scrivibili:
        return {}
    righe = Modifica.objects.for_system().filter(scheda=sfondo.scheda, cella__in=scrivibili).order_by("pk")
    return {m.cella: Altrui(m.a, m.attore, m.quando) for m in righe}
