"""Grandezze: the figures that a text may quote: a closed list of names, and the celle of the frozen schede."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import Final

from lessico import italiano
from lessico.regime import write_limit
from piano.celle import addresses, read
from piano.elenchi import NESSUN_DATO, add, called, find_comuni, find_ente, owners, write
from piano.errori import PianoNonComponibile
from piano.valori import ComuneCongelato, PianoSnapshot
from raccolta.valori import SchedaCongelata

Grandezza = Callable[[PianoSnapshot], str]

_FASCE: Final = {
    "comuni.fino_5000": "fino_5000",
    "comuni.5000_10000": "5000_10000",
    "comuni.oltre_10000": "oltre_10000",
}
_TIPI: Final = {
    "totale": ("comune", "unione", "aler", "operatore"),
    "comuni": ("comune", "unione"),
    "aler": ("aler",),
    "operatori": ("operatore",),
}
_FORZE: Final = "corpi di polizia e di soccorso"
"""How a heading calls the forces where the regime names none."""

_LIMITI: Final = (
    *("indigenza", "soglia_indigenza", "riserva_categorie", "forze_ordine", "transitori"),
    *("lavori_inquilino", "avvisi_annui", "avviso_dopo_approvazione"),
)


class TokenSconosciuto(PianoNonComponibile):
    """A token that is neither a grandezza nor a cella; ``codice`` is that of the chapter, where it is known."""

    def __init__(self, token: str, suggerimenti: tuple[str, ...] = (), codice: str = "") -> None:
        """The sentence says which token, where, and what it may have meant."""
        self.token, self.suggerimenti, self.codice = token, suggerimenti, codice
        dove = f"Nel capitolo «{codice}» il" if codice else "Il"
        forse = f" Forse: {', '.join(suggerimenti)}." if suggerimenti else ""
        super().__init__(f"{dove} riferimento [[{token}]] non esiste.{forse}")


def resolve(token: str, snapshot: PianoSnapshot, *, codice: str = "") -> str:
    """The value of a token as text, «nessun dato» when there is none; raises TokenSconosciuto."""
    if grandezza := GRANDEZZE.get(token):
        return grandezza(snapshot) or NESSUN_DATO
    if (valore := read(token, snapshot)) is not None:
        return valore
    nomi = (*GRANDEZZE, *(addresses(snapshot) if "/" in token else ()))
    raise TokenSconosciuto(token, tuple(get_close_matches(token, nomi, n=2, cutoff=0.75)), codice)


def _year(piano: PianoSnapshot, distanza: int) -> str:
    return str(piano.contenuti.testata.anno + distanza)


def _capofila(piano: PianoSnapshot) -> str:
    designati = (d.ente for d in piano.contenuti.testata.designazioni if d.ruolo == "capofila")
    slug = next(designati, "")
    return called(find_ente(piano, slug)) if slug else ""


def _band(piano: PianoSnapshot, fascia: str) -> tuple[ComuneCongelato, ...]:
    return tuple(comune for comune in find_comuni(piano) if comune.fascia == fascia)


def _count_band(piano: PianoSnapshot, fascia: str) -> str:
    """How many comuni, in words; nothing where no comune has its band."""
    if not any(comune.fascia for comune in find_comuni(piano)):
        return ""
    return italiano.lettere(len(_band(piano, fascia)))


def _list_band(piano: PianoSnapshot, fascia: str) -> str:
    """Which comuni; «nessuno» where the bands are known and this one is empty."""
    return _names(_band(piano, fascia)) or ("nessuno" if _count_band(piano, fascia) else "")


def _names(comuni: tuple[ComuneCongelato, ...]) -> str:
    return italiano.elenco(italiano.tipografico(comune.nome) for comune in comuni)


def _sum(piano: PianoSnapshot, tipi: tuple[str, ...], valore: Callable[[SchedaCongelata], int | None]) -> str:
    """The sum over the owners of some kinds."""
    return write(add(valore(p.scheda) for p in owners(piano) if p.ente.tipo in tipi))


def _limit(piano: PianoSnapshot, codice: str) -> str:
    limite = piano.contenuti.regime.limite(codice)
    return write_limit(limite) if limite else ""


def _sums(nome: str, valore: Callable[[SchedaCongelata], int | None]) -> Mapping[str, Grandezza]:
    """A total, and its shares of comuni, ALER and operators."""
    return {f"{nome}.{quali}": partial(_sum, tipi=tipi, valore=valore) for quali, tipi in _TIPI.items()}


def _total(nome: str, valore: Callable[[SchedaCongelata], int | None]) -> Mapping[str, Grandezza]:
    return {f"{nome}.totale": partial(_sum, tipi=_TIPI["totale"], valore=valore)}


GRANDEZZE: Final[Mapping[str, Grandezza]] = MappingProxyType(
    {
        "anno": partial(_year, distanza=0),
        "anno_precedente": partial(_year, distanza=-1),
        "anno_dopo": partial(_year, distanza=1),
        "ambito.nome": lambda piano: italiano.tipografico(piano.contenuti.testata.ambito_nome),
        "capofila.nome": _capofila,
        "enti.totale": lambda piano: italiano.lettere(len(piano.contenuti.testata.enti)),
        "enti.comuni": lambda piano: italiano.lettere(len(find_comuni(piano))),
        "enti.comuni.elenco": lambda piano: _names(find_comuni(piano)),
        **{nome: partial(_count_band, fascia=fascia) for nome, fascia in _FASCE.items()},
        **{f"{nome}.elenco": partial(_list_band, fascia=fascia) for nome, fascia in _FASCE.items()},
        **_sums("consistenza", lambda scheda: scheda.stock_total()),
        "consistenza.sap": partial(_sum, tipi=_TIPI["totale"], valore=lambda scheda: scheda.stock("sap")),
        "consistenza.sas": partial(_sum, tipi=_TIPI["totale"], valore=lambda scheda: scheda.stock("sas")),
        "consistenza.altro": partial(_sum, tipi=_TIPI["totale"], valore=lambda scheda: scheda.stock("altro")),
        **_sums("assegnabili", lambda scheda: scheda.units_assignable()),
        **_total("stato_di_fatto", lambda scheda: scheda.units_from("stato_di_fatto")),
        **_total("edilizia", lambda scheda: scheda.units_from("edilizia")),
        **_total("liberazioni", lambda scheda: scheda.units_from("liberazioni")),
        **_total("conferite", lambda scheda: scheda.units_from("conferite")),
        **_total("offerte", lambda scheda: scheda.outcome("offerte")),
        **_total("domande", lambda scheda: scheda.outcome("domande")),
        **_total("assegnate", lambda scheda: scheda.outcome("assegnate")),
        "forze.elenco": lambda piano: italiano.elenco(c.nome for c in piano.contenuti.regime.forze()) or _FORZE,
        **{f"regime.{codice}": partial(_limit, codice=codice) for codice in _LIMITI},
    }
)
"""Every name that may stand in a text, with the function that writes its value."""
