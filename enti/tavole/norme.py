"""The register of the law as a table: every value and category, also those of other times."""

from collections.abc import Iterator, Sequence
from datetime import date

from enti.normativa import RegistroLetto, Riga
from lessico import italiano
from lessico.tavole.tavola import Colonna, Tavola, Valore, of_texts


def law_table(registro: RegistroLetto, al: date) -> Tavola:
    """One row for each value or category; which are in force on the day."""
    return Tavola(
        titolo=f"Registro dei parametri e delle categorie, {italiano.data(al)}",
        nome=f"registro-{al:%Y-%m-%d}",
        colonne=(
            *of_texts("Genere", "Codice", "Nome"),
            Colonna("Valore o definizione", larga=True),
            *of_texts("Base", "In vigore", "Periodo", "Norma", "Verifica"),
            Colonna("Fonte", larga=True),
            Colonna("Arrotondamento", larga=True),
            Colonna("Note", larga=True),
        ),
        righe=_rows(registro),
        note=("«Da verificare»: il valore non è ancora stato letto nella norma; e una regola che lo usa avverte.",),
    )


def _rows(registro: RegistroLetto) -> Iterator[Sequence[Valore]]:
    for voce in registro.parametri:
        if voce.attuale:
            yield _row("Parametro", voce.codice, voce.attuale, "sì")
        yield from (_row("Parametro", voce.codice, riga, "no") for riga in voce.altre)
    for gruppo in registro.categorie:
        yield from (_row(gruppo.nome, riga.lettera, riga, "sì") for riga in gruppo.in_vigore)
        yield from (_row(gruppo.nome, riga.lettera, riga, "no") for riga in gruppo.altre)


def _row(genere: str, codice: str, r: Riga, in_vigore: str) -> Sequence[Valore]:
    verifica = "verificato" if r.verificata else "da verificare"
    dove = (in_vigore, r.periodo, r.norma, verifica, r.fonte, r.arrotondamento, r.note)
    return (genere, codice, r.nome, r.testo, r.base, *dove)
