"""Voce: what the law asks an ente to declare, where its values are kept and how its rows are addressed."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from lessico.cella import NON_RIPARTITA
from lessico.norme import Norma


class StatoVoce(StrEnum):
    """Missing, nil, zero and not applicable are four different things: the voce says which."""

    DA_COMPILARE = "da_compilare"
    VALORIZZATA = "valorizzata"
    NESSUNA = "nessuna"
    NON_APPLICABILE = "non_applicabile"


class Compila(StrEnum):
    """Whose scheda holds the voce: the enti's, the capofila's scheda d'ambito, or both."""

    ENTI = "enti"
    AMBITO = "ambito"
    TUTTI = "tutti"


class Parte(Struct, frozen=True):
    """One part of a row's key: a column and the value it has when the key does not name it."""

    campo: str
    predefinita: str = NON_RIPARTITA


UBICAZIONE: Final = Parte("ubicazione_id")


class Tabella(Struct, frozen=True):
    """Where values are kept: a model, the parts of the key, the measures; a branch has its name in the key."""

    modello: str
    chiave: tuple[Parte, ...]
    misure: tuple[str, ...]
    ramo: str = ""

    def write_key(self, valori: tuple[str | int | None, ...]) -> str:
        """The key of a row: its parts joined by dots, trailing defaults left out, ``-`` when nothing is left."""
        parti = [str(v) if v not in ("", None) else p.predefinita for p, v in zip(self.chiave, valori, strict=True)]
        if self.ramo:
            return ".".join([parti[0], self.ramo, *parti[1:]])
        while len(parti) > 1 and parti[-1] == self.chiave[len(parti) - 1].predefinita:
            parti.pop()
        return ".".join(parti) or NON_RIPARTITA

    def read_key(self, chiave: str) -> tuple[str, ...] | None:
        """The parts of a key, defaults filled in; None when the key is not of this table."""
        parti = chiave.split(".")
        if self.ramo:
            if len(parti) != len(self.chiave) + 1 or parti[1] != self.ramo:
                return None
            return (parti[0], *parti[2:])
        if len(parti) > len(self.chiave):
            return None
        return tuple(parti) + tuple(p.predefinita for p in self.chiave[len(parti) :])


class Voce(Struct, frozen=True):
    """A voce of the scheda; ``parti`` names the voci that fill it by parts, in alternative to its own rows.

    Of a voce ``facoltativa`` nothing is owed: it is written only where there is something to say.
    """

    codice: str
    nome: str
    norma: Norma
    tabelle: tuple[Tabella, ...]
    parti: tuple[str, ...] = ()
    compila: Compila = Compila.ENTI
    facoltativa: bool = False
