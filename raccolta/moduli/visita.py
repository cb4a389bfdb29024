"""Visita: one look at a quadro: the scheda, its situazione, what can be written and the background of the page."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.http import Http404, QueryDict
from msgspec import Struct

from enti.incarichi import Richiesta
from lessico import italiano
from patrimonio.models import Scheda
from raccolta.accesso import find_scheda, find_writer, look_at
from raccolta.lettura.cammino import Tappa, stages, when
from raccolta.lettura.parole import asked_quadri, open_voci
from raccolta.moduli.accanto import Accanto, put_beside
from raccolta.moduli.apertura import Apertura, look
from raccolta.moduli.modulo import ModuloQuadro, build_modulo
from raccolta.moduli.salvataggio import Pagina, find_contradictions
from raccolta.moduli.sfondo import Sfondo, asked_voci, load_sfondo
from raccolta.moduli.stesura import RIGHE, TOLTE, Stesura, first_page, read_page, rescue
from raccolta.quadri import QUADRI, Quadro
from raccolta.rilievi import Controllo
from raccolta.situazione import Situazione

CIFRE_DI_VERSIONE: Final = 10
"""A longer number is of no version, and Python does not read one of thousands of digits."""


class Visita(Struct, frozen=True):
    """Read once, before anything is decided."""

    scheda: Scheda
    situazione: Situazione
    apertura: Apertura
    sfondo: Sfondo


def visit(request: Richiesta, scheda: int, quadro: Quadro, adesso: datetime, chiavi: Collection[str] = ()) -> Visita:
    """404 where the scheda may not be seen, or has no such page. ``chiavi``: the rows that are on the page already."""
    trovata = find_scheda(request, scheda)
    if not asked_voci(quadro, ambito=trovata.ente_id is None):
        raise Http404
    situazione = look_at(request, trovata, adesso)
    apertura = look(trovata, situazione, find_writer(request, trovata))
    return Visita(trovata, situazione, apertura, load_sfondo(trovata, quadro, situazione, chiavi))


def keys_in(inviati: QueryDict) -> list[str]:
    """The rows that a page says it has."""
    return [*inviati.getlist(RIGHE), *inviati.getlist(TOLTE)]


def open_form(visita: Visita, stesura: Stesura) -> ModuloQuadro:
    """The form of a page; what somebody has typed has its field also where it cannot be written any more."""
    return build_modulo(visita.sfondo, stesura, lambda nome: visita.apertura.opens(nome) or nome in stesura.scritti)


def open_page(visita: Visita) -> Pagina:
    """The page as it opens, with what is still to be corrected and why."""
    stesura = first_page(visita.sfondo)
    bozza = visita.sfondo.bozza
    pagina = Pagina(
        visita.sfondo,
        stesura,
        open_form(visita, stesura),
        visita.scheda.versione,
        bozza.quando.isoformat() if bozza else "",
    )
    pagina.modulo.keep_errors(stesura.scritti)
    if bozza:
        show_contradictions(pagina)
    return pagina


def show_contradictions(pagina: Pagina) -> None:
    """Say of each voce that contradicts itself why, beside its state."""
    for nome, motivo in find_contradictions(pagina).items():
        pagina.modulo.add_error(nome if nome in pagina.modulo.fields else None, motivo)


def read_sent(visita: Visita, inviati: QueryDict) -> Pagina:
    """The page as it came back; raises ModuloAlterato."""
    stesura = read_page(visita.sfondo, inviati)
    cedute = {c for c in inviati.getlist("contese") if stesura.dati.get(f"scelta/{c}") == "altri"}
    return Pagina(
        visita.sfondo,
        stesura,
        open_form(visita, stesura),
        read_version(inviati, visita.scheda),
        inviati.get("bozza", ""),
        frozenset(cedute),
    )


def read_version(inviati: QueryDict, scheda: Scheda) -> int:
    """The version that a page says it showed; zero, the oldest, where it says none that there is."""
    letta = inviati.get("letta", "")
    versione = int(letta) if letta.isascii() and letta.isdecimal() and len(letta) <= CIFRE_DI_VERSIONE else 0
    return versione if versione <= scheda.versione else 0


def look_beside(visita: Visita, controllo: Controllo) -> Accanto:
    """What the rules say, put beside the voci of the page."""
    voci = [voce.codice for voce in visita.sfondo.voci]
    return put_beside(visita.scheda.pk, controllo, voci)


def rescue_page(visita: Visita, inviati: QueryDict) -> Pagina:
    """The page after a refusal, with the texts that have a place on it."""
    stesura = rescue(visita.sfondo, inviati)
    pagina = Pagina(visita.sfondo, stesura, open_form(visita, stesura), visita.scheda.versione)
    pagina.modulo.keep_errors(())
    return pagina


def frame(visita: Visita, indirizzo: str) -> dict[str, object]:
    """What the page says around the form: where one is, what is expected and by when, what comes next."""
    scheda, situazione = visita.scheda, visita.situazione
    tappe = stages(scheda, situazione)
    quadri = [*asked_quadri(situazione), QUADRI[-1]]
    posti = [tappa.indirizzo for tappa in tappe]
    qui = posti.index(indirizzo)
    return {
        "scheda": scheda,
        "ambito": scheda.ricognizione.ambito,
        "quadro": visita.sfondo.quadro,
        "situazione": situazione,
        "tempo": when(situazione),
        "di_chi": italiano.di_ente(scheda.ente.tipo, scheda.ente.nome) if scheda.ente else "dell’ambito",
        "apertura": visita.apertura,
        "bozza": visita.sfondo.bozza,
        "tappe": [
            (tappa, how_much(tappa, q, situazione), tappa.indirizzo == indirizzo)
            for tappa, q in zip(tappe, quadri, strict=True)
        ],
        "numero": qui + 1,
        "seguente": tappe[qui + 1] if qui + 1 < len(tappe) else None,
        "precedente": tappe[qui - 1] if qui else None,
    }


_IN_BREVE: Final = {
    "rivedi": "Da rivedere",
    "correggi": "Da correggere",
    "conferma": "Da confermare",
    "controlla": "Da controllare",
    "fatto": "Fatto",
}


def how_much(tappa: Tappa, quadro: Quadro, s: Situazione) -> str:
    """How much a page still wants, in two words."""
    aperte = len(open_voci(s, quadro))
    mancano = f"{'Manca' if aperte == 1 else 'Mancano'} {italiano.conta(aperte, 'voce', 'voci')}"
    return _IN_BREVE.get(tappa.segno) or (mancano if aperte else tappa.stato)
