"""The state of a scheda in words: those of the ente, which has to act, and those of the capofila, which waits."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from lessico import italiano
from lessico.regola import Gravita
from patrimonio.models import StatoScheda
from raccolta.quadri import QUADRI, VOCI, Quadro, is_asked
from raccolta.situazione import Situazione


class StatoLetto(StrEnum):
    """The states one reads; only two are stored, the others follow from what was done."""

    NON_INIZIATA = "non_iniziata"
    IN_COMPILAZIONE = "in_compilazione"
    COMPLETA = "completa"
    UFFICIO = "ufficio"
    RINVIATA = "rinviata"
    CERTIFICATA = "certificata"
    CERTIFICATA_DI_NUOVO = "certificata_di_nuovo"


def read_state(s: Situazione) -> StatoLetto:
    """Which of the states it is."""
    if s.stato == StatoScheda.CERTIFICATA:
        di_nuovo = s.certificazione and s.certificazione.numero > 1
        return StatoLetto.CERTIFICATA_DI_NUOVO if di_nuovo else StatoLetto.CERTIFICATA
    if s.rinvio:
        return StatoLetto.RINVIATA
    if s.ufficio:
        return StatoLetto.UFFICIO
    if not s.iniziata:
        return StatoLetto.NON_INIZIATA
    return StatoLetto.IN_COMPILAZIONE if is_to_compile(s) else StatoLetto.COMPLETA


_CODICI: Final = {quadro.codice: tuple(voce.codice for voce in quadro.voci) for quadro in QUADRI}
_CHIESTI: Final = {
    d_ambito: tuple(q for q in QUADRI if any(is_asked(voce, ambito=d_ambito) for voce in q.voci))
    for d_ambito in (False, True)
}


def asked_quadri(s: Situazione) -> tuple[Quadro, ...]:
    """The pages of this scheda that have voci to fill in."""
    return _CHIESTI[s.d_ambito]


def open_quadri(s: Situazione) -> tuple[Quadro, ...]:
    """The pages that still want something: a voce to fill in or to confirm, a value to correct."""
    aperte = {*s.mancanti, *s.da_confermare}
    return tuple(q for q in asked_quadri(s) if q.codice in s.in_bozza or not aperte.isdisjoint(_CODICI[q.codice]))


def is_to_compile(s: Situazione) -> bool:
    """Whether who compiles still has something to do: to fill in, to confirm, to correct, to explain."""
    return bool(open_quadri(s) or s.to_solve())


def open_voci(s: Situazione, quadro: Quadro) -> tuple[str, ...]:
    """The names of the voci of a page that are to be filled in or confirmed."""
    aperte = {*s.mancanti, *s.da_confermare}
    return tuple(voce.nome for voce in quadro.voci if voce.codice in aperte)


def count_to_solve(s: Situazione) -> str:
    """What stands in the way: «2 controlli da spiegare», «1 controllo da correggere e 2 da spiegare»; or nothing."""
    correggere, spiegare = (len(s.to_solve(gravita)) for gravita in (Gravita.BLOCCANTE, Gravita.DA_MOTIVARE))
    da_correggere = f"{italiano.conta(correggere, 'controllo', 'controlli')} da correggere"
    if not correggere:
        return f"{italiano.conta(spiegare, 'controllo', 'controlli')} da spiegare" if spiegare else ""
    return f"{da_correggere} e {spiegare} da spiegare" if spiegare else da_correggere


def for_ente(s: Situazione) -> str:
    """What the ente reads."""
    return _DELL_ENTE[read_state(s)](s)


_DEL_CAPOFILA: Final = {
    StatoLetto.NON_INIZIATA: "Non iniziata",
    StatoLetto.COMPLETA: "Completa, da certificare",
    StatoLetto.UFFICIO: "D’ufficio",
    StatoLetto.RINVIATA: "In attesa dell’ente",
    StatoLetto.CERTIFICATA: "Certificata",
}


def for_capofila(s: Situazione) -> str:
    """What the capofila reads."""
    stato = read_state(s)
    if stato is StatoLetto.IN_COMPILAZIONE:
        tutti = len(asked_quadri(s))
        return f"In compilazione ({tutti - len(open_quadri(s))} su {tutti})" if open_quadri(s) else _with_findings(s)
    if stato is StatoLetto.CERTIFICATA_DI_NUOVO:
        return f"Certificata di nuovo ({_changes(s)})"
    return _DEL_CAPOFILA[stato]


def name_of(indirizzo: str) -> str:
    """A voce by its name, a cella by the name of its voce: what a rinvio names."""
    voce = VOCI.get(indirizzo.split("/", maxsplit=1)[0])
    return voce.nome if voce else indirizzo


def _wanting(s: Situazione) -> str:
    titoli = [quadro.titolo for quadro in open_quadri(s)]
    return f"{'manca' if len(titoli) == 1 else 'mancano'} {italiano.elenco(titoli)}"


def _with_findings(s: Situazione) -> str:
    return f"In compilazione: {count_to_solve(s)}"


def _sent_back(s: Situazione) -> str:
    celle = s.rinvio.celle if s.rinvio else ()
    nomi = italiano.elenco(dict.fromkeys(name_of(cella) for cella in celle))
    return f"Il capofila chiede di rivedere {nomi}: «{s.rinvio.motivo if s.rinvio else ''}»"


def _certified(s: Situazione) -> str:
    ultima = s.certificazione
    if ultima is None:
        return "Certificata"
    chi = f"da {ultima.nome} {italiano.giorno('il', ultima.quando.astimezone(italiano.ROMA).date())}"
    return f"Certificata {chi}" if ultima.numero == 1 else f"Certificata di nuovo {chi}: {_changes(s)}"


def _changes(s: Situazione) -> str:
    modifiche = s.certificazione.modifiche if s.certificazione else 0
    return italiano.conta(modifiche, "valore cambiato", "valori cambiati") if modifiche else "nessun valore cambiato"


def _to_fill(s: Situazione) -> str:
    return f"Da compilare entro {italiano.scadenza('il', s.open_until)}" if s.open_until else "Da compilare"


_DELL_ENTE: Final[Mapping[StatoLetto, Callable[[Situazione], str]]] = {
    StatoLetto.NON_INIZIATA: _to_fill,
    StatoLetto.IN_COMPILAZIONE: lambda s: f"In compilazione: {_wanting(s)}" if open_quadri(s) else _with_findings(s),
    StatoLetto.COMPLETA: lambda _: "Pronta da certificare",
    StatoLetto.UFFICIO: lambda _: "Dati inseriti d’ufficio dal capofila",
    StatoLetto.RINVIATA: _sent_back,
    StatoLetto.CERTIFICATA: _certified,
    StatoLetto.CERTIFICATA_DI_NUOVO: _certified,
}
