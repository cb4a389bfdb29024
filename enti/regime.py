"""The regime in force on a day, read from the register of law."""

from datetime import date
from typing import cast

from enti.incarichi import in_force
from enti.models import CategoriaRegistro, Parametro
from lessico.regime import Arrotondamento, Categoria, Gruppo, Limite, Regime


def build_regime(al: date) -> Regime:
    """The limits and categories in force on a day, in two queries; statuses, sources and notes stay out of it."""
    parametri = Parametro.objects.filter(in_force(al)).values_list(
        "codice", "dal", "valore", "unita", "base", "arrotondamento", "norma"
    )
    categorie = CategoriaRegistro.objects.filter(in_force(al)).values_list(
        "gruppo", "ordine", "codice", "dal", "lettera", "nome", "definizione", "norma"
    )
    return Regime(
        al=al,
        limiti=tuple(
            Limite(codice, valore, unita, base, Arrotondamento(arrotondamento), norma)
            for codice, _, valore, unita, base, arrotondamento, norma in sorted(parametri)
        ),
        categorie=tuple(
            Categoria(codice, cast("Gruppo", gruppo), lettera, nome, definizione, norma)
            for gruppo, _, codice, _, lettera, nome, definizione, norma in sorted(categorie)
        ),
    )
