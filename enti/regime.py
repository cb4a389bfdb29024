"""The regime in force on a day, read from the register of law."""

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeVar, cast

from msgspec import Struct

from enti.domande import Domanda
from enti.models import CategoriaRegistro, Parametro
from enti.models.parametro import Verifica, VoceNormativa
from lessico.regime import Arrotondamento, Categoria, Gruppo, Limite, Regime

V = TypeVar("V", bound=VoceNormativa)


class RegistroNormativo(Struct, frozen=True):
    """Every row of the register of law: a few dozens, read whole."""

    parametri: tuple[Parametro, ...]
    categorie: tuple[CategoriaRegistro, ...]

    def regime(self, al: date) -> Regime:
        """The limits and categories in force on a day; statuses, sources and notes stay out of it."""
        return Regime(
            al=al,
            limiti=tuple(limit_of(parametro) for parametro in in_force_on(al, self.parametri)),
            categorie=tuple(
                Categoria(c.codice, cast("Gruppo", c.gruppo), c.lettera, c.nome, c.definizione, c.norma)
                for c in in_force_on(al, self.categorie)
            ),
        )

    def unverified(self, al: date) -> frozenset[str]:
        """The codes of the parameters whose text of law was not read: a rule that rests on one never blocks."""
        return frozenset(p.codice for p in in_force_on(al, self.parametri) if p.stato == Verifica.DA_VERIFICARE)


def limit_of(parametro: Parametro) -> Limite:
    """The row as the regime has it."""
    return Limite(
        codice=parametro.codice,
        valore=parametro.valore,
        unita=parametro.unita,
        base=parametro.base,
        arrotondamento=Arrotondamento(parametro.arrotondamento),
        norma=parametro.norma,
    )


def in_force_on(al: date, voci: Iterable[V]) -> tuple[V, ...]:
    """The rows in force on a day, in their order."""
    return tuple(voce for voce in voci if voce.is_valid_on(al))


_PARAMETRI: Final = Domanda(lambda: Parametro.objects.order_by("codice", "dal"))
_CATEGORIE: Final = Domanda(lambda: CategoriaRegistro.objects.order_by("gruppo", "ordine", "codice", "dal"))


def load_register() -> RegistroNormativo:
    """Two queries."""
    return RegistroNormativo(tuple(_PARAMETRI.ask()), tuple(_CATEGORIE.ask()))


def build_regime(al: date) -> Regime:
    """The limits and categories in force on a day, in two queries."""
    return load_register().regime(al)
