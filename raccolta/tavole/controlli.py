"""Findings as a table: those of a scheda, or of a whole survey."""

from collections.abc import Iterable, Sequence

from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore, of_texts
from raccolta.lettura.rilievi import RilievoDetto


def findings_table(titolo: str, nome: str, rilievi: Iterable[tuple[str, RilievoDetto]]) -> Tavola:
    """One row a finding, with whose it is and the reason that was written."""
    return Tavola(
        titolo=titolo,
        nome=nome,
        colonne=(
            *of_texts("Di chi", "Regola", "Che cosa chiede", "Ancora aperto"),
            Colonna("Perché", larga=True),
            Colonna("Che cosa fare", larga=True),
            *of_texts("Norma", "Dove"),
            Colonna("Motivazione", larga=True),
            Colonna("Scritta da"),
            Colonna("Scritta il", Tipo.DATA),
        ),
        righe=(_row(di_chi, detto) for di_chi, detto in rilievi),
        note=("Una motivazione vale finché non cambia uno dei valori che spiega.",),
    )


def _row(di_chi: str, r: RilievoDetto) -> Sequence[Valore]:
    aperto, dove = "sì" if r.aperto else "no", "; ".join(luogo.testo for luogo in r.luoghi)
    scritta = (r.motivazione.testo, r.motivazione.autore, r.motivazione.data) if r.motivazione else ("", "", None)
    return (di_chi, r.codice, r.gravita, aperto, r.perche, r.cosa_fare, r.norma, dove, *scritta)
