"""The board of a survey as a table."""

from collections.abc import Iterable, Sequence

from lessico.regola import Gravita
from lessico.tavole.tavola import Colonna, Tavola, Tipo, Valore, of_numbers, of_texts
from patrimonio.models import Ricognizione
from raccolta.conduzione.riga import Riga


def board_table(ricognizione: Ricognizione, righe: Iterable[Riga]) -> Tavola:
    """One row a scheda, as on the page. Wants ``ambito`` loaded."""
    return Tavola(
        titolo=f"Cruscotto {ricognizione}",
        nome=f"cruscotto-{ricognizione.ambito.slug}-{ricognizione.anno}",
        colonne=(
            *of_texts("Ente", "Stato"),
            *of_numbers("Da correggere", "Da spiegare", "Quadri completi", "Quadri"),
            Colonna("Tempi"),
            Colonna("Proroga fino", larga=True),
            *of_numbers("Domande aperte"),
            Colonna("Ultima modifica", Tipo.ISTANTE),
            Colonna("Ultimo sollecito", Tipo.DATA),
            Colonna("Chi manca"),
        ),
        righe=(_row(riga) for riga in righe),
    )


def _row(riga: Riga) -> Sequence[Valore]:
    s = riga.situazione
    aperti = (len(s.to_solve(Gravita.BLOCCANTE)), len(s.to_solve(Gravita.DA_MOTIVARE)))
    tempi = (riga.tempi, riga.proroga, s.domande, riga.modificata_il, riga.sollecitata_il)
    return (riga.nome, riga.stato, *aperti, riga.quadri_completi, riga.quadri, *tempi, riga.organico.manca)
