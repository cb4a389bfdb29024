"""The story of a scheda and of a survey as tables: all of it, some facts at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore, of_texts
from patrimonio.models import Ricognizione, Scheda
from raccolta.lettura.cronologia import Fatto, read_facts
from raccolta.lettura.registrati import read_chain


def story_table(scheda: Scheda, adesso: datetime) -> Tavola:
    """A row for each fact, and for each value where a save changed some. Wants ``ricognizione__ambito``, ``ente``."""
    return Tavola(
        titolo=f"Storia: {scheda}",
        nome=f"storia-{scheda.ente_id or 'ambito'}-{scheda.ricognizione.anno}",
        colonne=(
            Colonna("Quando", Tipo.ISTANTE),
            Colonna("Chi"),
            Colonna("Che cosa", larga=True),
            Colonna("Parole o motivo", larga=True),
            *of_texts("Valore", "Da", "A", "Provenienza"),
        ),
        righe=(riga for fatto in read_facts(scheda, adesso) for riga in _rows(fatto)),
    )


def _rows(fatto: Fatto) -> Iterator[Sequence[Valore]]:
    inizio = (fatto.quando, fatto.chi, fatto.testo, fatto.citato)
    if not fatto.passaggi:
        yield (*inizio, "", "", "", "")
    for p in fatto.passaggi:
        yield (p.quando, p.chi, fatto.testo, fatto.citato, p.cella, p.da, p.a, p.origine)


def survey_story_table(ricognizione: Ricognizione) -> Tavola:
    """The chain of the registro of a survey, with its seals. Wants ``ambito`` loaded."""
    return Tavola(
        titolo=f"Storia della raccolta, {ricognizione}",
        nome=f"storia-{ricognizione.ambito.slug}-{ricognizione.anno}",
        colonne=(
            Colonna("Quando", Tipo.ISTANTE),
            Colonna("Chi"),
            Colonna("Che cosa", larga=True),
            Colonna("Dettaglio", larga=True),
            *of_texts("Impronta", "Sigillo"),
        ),
        righe=(
            (r.evento.quando, r.evento.chi, r.testo, r.dettaglio, r.evento.impronta, r.evento.sigillo)
            for r in read_chain(ricognizione.catena)
        ),
        note=("Il sigillo di una riga copre la riga e il sigillo di quella prima.",),
    )
