"""Stesura: what is on a page while it is being written: its rows, those taken away, and every text."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from lessico.cella import Cella, CellaNonValida
from patrimonio.voci import DICHIARAZIONE
from raccolta.foglio import Foglio
from raccolta.moduli.righe import Riga, RigaNonValida, order_of, propose, read_riga
from raccolta.moduli.sfondo import Fondale, Sfondo

RIGHE: Final = "righe"
TOLTE: Final = "tolte"
_DI_SERVIZIO: Final = re.compile(r"(nuova|conferma|scelta)/.+")


class ModuloAlterato(ValueError):
    """The page that came back is not the page that was given: nothing of it is kept."""


class Stesura(Struct, frozen=True, kw_only=True):
    """``dati``: name → text as typed, or value as kept; ``scritti``: the names somebody has typed and not saved."""

    righe: tuple[Riga, ...]
    tolte: frozenset[str] = frozenset()
    dati: Mapping[str, object]
    scritti: frozenset[str] = frozenset()

    def rows(self, voce: str, ramo: str = "", capo: str = "") -> tuple[Riga, ...]:
        """The rows of a voce, or those of a branch of one of its rows."""
        return tuple(
            riga
            for riga in self.righe
            if riga.voce == voce and riga.tabella.ramo == ramo and capo in ("", riga.parti[0])
        )

    def with_row(self, riga: Riga, dati: Mapping[str, object]) -> "Stesura":
        """With one more row, at the end, or again where it was."""
        righe = dict.fromkeys([*self.righe, riga])
        return replace(self, righe=tuple(righe), tolte=self.tolte - {riga.nome}, dati={**self.dati, **dati})

    def without(self, nome: str) -> "Stesura":
        """With a row taken away, and what hangs from it: the texts stay, until the page is saved."""
        return replace(self, tolte=self.tolte | self.hanging_from(nome))

    def with_again(self, nome: str) -> "Stesura":
        """With a row that had been taken away, and what hangs from it."""
        return replace(self, tolte=self.tolte - self.hanging_from(nome))

    def hanging_from(self, nome: str) -> frozenset[str]:
        """A row and the rows of its branches."""
        rami = (riga.nome for riga in self.righe if riga.tabella.ramo and f"{riga.voce}/{riga.parti[0]}" == nome)
        return frozenset({nome, *rami})

    def forget(self, inizio: str) -> "Stesura":
        """Without the texts whose name begins so."""
        return replace(self, dati={nome: testo for nome, testo in self.dati.items() if not nome.startswith(inizio)})


def declared(sfondo: Fondale, voce: str) -> tuple[str, ...]:
    """The names of what a page asks about a voce as a whole."""
    if sfondo.solo_note:
        return (f"{voce}/-/nota",)
    misure = ["stato", "causa"]
    if voce == "consistenza" or sfondo.valori.get(f"{voce}/-/totale_dichiarato") is not None:
        misure.append("totale_dichiarato")
    return tuple(f"{voce}/-/{misura}" for misura in misure)


def first_page(sfondo: Fondale) -> Stesura:
    """The page as it opens: what is kept, what waits to be corrected, and the rows proposed."""
    in_attesa = [_row_of_address(nome) for nome in sfondo.campi]
    presenti = [*sfondo.righe, *(riga for riga in in_attesa if riga)]
    return Stesura(
        righe=_with_proposed(sfondo, presenti),
        dati={**sfondo.valori, **sfondo.campi},
        scritti=frozenset(sfondo.campi),
    )


def _row_of_address(indirizzo: str) -> Riga | None:
    voce, chiave, misura = [*indirizzo.split("/"), "", ""][:3]
    if chiave == "-" and misura in DICHIARAZIONE.misure:
        return None
    try:
        return read_riga(f"{voce}/{chiave}")
    except RigaNonValida:
        return None


def _with_proposed(sfondo: Fondale, presenti: Iterable[Riga]) -> tuple[Riga, ...]:
    righe: dict[Riga, None] = {}
    if sfondo.solo_note:
        return ()
    for voce in sfondo.voci:
        sue = dict.fromkeys(riga for riga in presenti if riga.voce == voce.codice)
        proposte = propose(voce, sue, sfondo.passate, sfondo.territorio)
        tutte = dict.fromkeys([*sue, *proposte])
        righe |= dict.fromkeys(sorted(tutte, key=lambda riga: order_of(riga, sfondo.nomi)))
    return tuple(righe)


def read_page(sfondo: Sfondo, inviati: QueryDict) -> Stesura:
    """The page as it came back; rows that others have added meanwhile are there too. Raises ModuloAlterato."""
    tolte = inviati.getlist(TOLTE)
    inviate = _read_rows(sfondo, [*inviati.getlist(RIGHE), *tolte])
    noti = {nome for riga in inviate for nome in riga.celle()}
    noti |= {nome for voce in sfondo.voci for nome in declared(sfondo, voce.codice)}
    scritti = [nome for nome in inviati if "/" in nome and not _DI_SERVIZIO.fullmatch(nome)]
    if estranei := [nome for nome in scritti if nome not in noti]:
        raise ModuloAlterato(f"Questa pagina non ha un campo «{_shorten(estranei[0])}»: non è stato salvato nulla.")
    testi = {nome: str(inviati[nome]).replace("\x00", "") for nome in scritti}
    di_servizio = {nome: str(inviati[nome]) for nome in inviati if _DI_SERVIZIO.fullmatch(nome)}
    return Stesura(
        righe=tuple(dict.fromkeys([*inviate, *sfondo.righe])),
        tolte=frozenset(tolte),
        dati={**sfondo.valori, **testi, **di_servizio},
        scritti=frozenset(testi),
    )


def _read_rows(sfondo: Sfondo, nomi: Iterable[str]) -> list[Riga]:
    """The rows of a page, each once; raises ModuloAlterato for one that cannot be of this page."""
    voci = {voce.codice for voce in sfondo.voci}
    righe = []
    for nome in dict.fromkeys(nomi):
        try:
            riga = read_riga(nome)
        except RigaNonValida as errore:
            raise ModuloAlterato(f"{errore} Non è stato salvato nulla.") from errore
        if riga.voce not in voci:
            raise ModuloAlterato(f"La riga «{_shorten(nome)}» non è di questa pagina: non è stato salvato nulla.")
        righe.append(riga)
    nuove = [riga for riga in righe if riga not in sfondo.righe and riga not in sfondo.passate]
    check_rows(sfondo, nuove)
    return righe


def check_rows(sfondo: Sfondo, righe: Iterable[Riga]) -> None:
    """That the comuni, enti, categories and notices of the keys exist; raises ModuloAlterato."""
    righe = list(righe)
    foglio = Foglio(sfondo.scheda, [riga.nome for riga in righe])
    for riga in righe:
        modello = foglio.model_of(riga.tabella)
        try:
            Cella.parse(riga.cella("x"))
            for parte, testo in zip(riga.tabella.chiave, riga.parti, strict=True):
                foglio.to_column(modello, parte, testo)
                _check_known(sfondo, parte.campo, testo)
        except (ValidationError, CellaNonValida) as errore:
            motivo = " ".join(errore.messages) if isinstance(errore, ValidationError) else str(errore)
            raise ModuloAlterato(
                f"La riga «{_shorten(riga.nome)}» non si può scrivere: {motivo} Non è stato salvato nulla."
            ) from errore


def _check_known(sfondo: Sfondo, campo: str, testo: str) -> None:
    if campo in ("categoria", "avviso") and testo != "-" and testo not in sfondo.nomi[campo]:
        raise ValidationError(f"«{testo}» non è tra quelli previsti.")


def _shorten(nome: str) -> str:
    return nome[:100]


def rescue(sfondo: Sfondo, inviati: QueryDict) -> Stesura:
    """The page as it opens with, in the fields it has, the texts that came with a page that was refused."""
    pagina = first_page(sfondo)
    noti = {nome for riga in pagina.righe for nome in riga.celle()}
    noti |= {nome for voce in sfondo.voci for nome in declared(sfondo, voce.codice)}
    testi = {nome: str(inviati[nome]).replace("\x00", "") for nome in inviati if nome in noti}
    return replace(pagina, dati={**pagina.dati, **testi}, scritti=pagina.scritti | testi.keys())


def rebase(stesura: Stesura, sfondo: Sfondo, prese: Collection[str]) -> Stesura:
    """The same page over newer values: what others changed and this page did not touch is theirs."""
    testi = {
        n: t for n, t in stesura.dati.items() if (n in stesura.scritti or _DI_SERVIZIO.fullmatch(n)) and n not in prese
    }
    return replace(
        stesura, righe=tuple(dict.fromkeys([*stesura.righe, *sfondo.righe])), dati={**sfondo.valori, **testi}
    )
