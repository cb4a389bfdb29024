"""All that the rules find in a survey, as a table."""

from lessico.tavole.tavola import Tavola
from patrimonio.models import Ricognizione
from piano.rassegna import Rassegna
from raccolta.tavole.controlli import findings_table


def review_table(ricognizione: Ricognizione, rassegna: Rassegna, *, per_ente: bool) -> Tavola:
    """The plan first, then the schede in the order of the page. Wants ``ambito`` loaded."""
    gruppi = rassegna.by_owner() if per_ente else rassegna.by_rule()
    riscontri = (*rassegna.del_piano, *(riscontro for gruppo in gruppi for riscontro in gruppo.riscontri))
    return findings_table(
        f"Controlli {ricognizione}",
        f"controlli-{ricognizione.ambito.slug}-{ricognizione.anno}",
        ((riscontro.di.nome or "Piano", riscontro.detto) for riscontro in riscontri),
    )
