"""The catalogue of the rules as a table."""

from collections.abc import Iterable, Sequence
from datetime import date

from lessico.tavole.tavola import Colonna, Tavola, Valore, of_texts
from piano.catalogo import RegolaLetta, Tema


def rules_table(temi: Iterable[Tema], oggi: date) -> Tavola:
    """One row a rule, as on the page."""
    return Tavola(
        titolo="Catalogo dei controlli",
        nome=f"controlli-{oggi:%Y-%m-%d}",
        colonne=(
            *of_texts("Regola", "Su che cosa", "Tema"),
            Colonna("Che cosa deve valere", larga=True),
            *of_texts("Che cosa chiede", "Ferma", "Se manca un valore", "Norma", "Anni", "Parametro", "Valore oggi"),
        ),
        righe=(_row(tema, regola) for tema in temi for regola in tema.regole),
    )


def _row(tema: Tema, r: RegolaLetta) -> Sequence[Valore]:
    parametro = (r.parametro.nome, r.parametro.valore) if r.parametro else ("", "")
    return (r.codice, tema.su, tema.titolo, r.frase, r.gravita, r.ferma, r.mancanti, r.norma, r.anni, *parametro)
