"""A workflow as one table: from which state, by which act, to which state, who may do it, and on what conditions."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from lessico.norme import Norma

S = TypeVar("S")
"""What the guards look at: a frozen value that describes the object."""

Guardia = Callable[[S], str | None]
"""Nothing, or the sentence that says why not: the same one stands beside the button."""


class AttoNonConsentito(Exception):
    """An act that the state, the role or a condition refuses; ``motivi`` are sentences for who asked."""

    def __init__(self, *motivi: str) -> None:
        """At least one sentence."""
        self.motivi = motivi
        super().__init__(" ".join(motivi))


class Passo(Struct, Generic[S], frozen=True):
    """A line of the table."""

    da: str
    atto: str
    a: str
    ruolo: str
    norma: Norma
    se: tuple[Guardia[S], ...] = ()

    def reasons_against(self, situazione: S) -> tuple[str, ...]:
        """Why the act cannot be done now; nothing when it can."""
        return tuple(motivo for guardia in self.se if (motivo := guardia(situazione)))


class Flusso(Struct, Generic[S], frozen=True):
    """All the lines, in reading order."""

    passi: tuple[Passo[S], ...]

    def find(self, stato: str, atto: str, ruolo: str) -> Passo[S]:
        """The line for a state, an act and a role; raises AttoNonConsentito."""
        for passo in self.passi:
            if (passo.da, passo.atto, passo.ruolo) == (stato, atto, ruolo):
                return passo
        if ruolo not in self.roles_for(atto):
            raise AttoNonConsentito("Questo atto non spetta a chi ha fatto l’accesso.")
        raise AttoNonConsentito("Questo atto non si può fare: nel frattempo lo stato è cambiato.")

    def roles_for(self, atto: str) -> frozenset[str]:
        """Who may ever do an act."""
        return frozenset(passo.ruolo for passo in self.passi if passo.atto == atto)

    def open_to(self, stato: str, ruoli: Iterable[str]) -> tuple[Passo[S], ...]:
        """The lines that start from a state and belong to one of these roles: the buttons of a page."""
        chi = frozenset(ruoli)
        return tuple(passo for passo in self.passi if passo.da == stato and passo.ruolo in chi)

    def to_mermaid(self) -> str:
        """The diagram of the table."""
        frecce = dict.fromkeys(f"  {passo.da} --> {passo.a}: {passo.atto} ({passo.ruolo})" for passo in self.passi)
        return "\n".join(["stateDiagram-v2", *frecce])
