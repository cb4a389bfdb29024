"""Apertura: what can be written on a page now, by whom, and why the rest cannot."""

from msgspec import Struct

from enti.models import Incarico
from enti.models.utente import Ruolo
from patrimonio.models import Scheda
from raccolta.atti import why_closed
from raccolta.situazione import Rinviata, Situazione


class Apertura(Struct, frozen=True):
    """``perche``: why nothing can be written; empty where something can."""

    perche: str
    ufficio: bool
    rinvio: Rinviata | None

    def opens(self, cella: str) -> bool:
        """Whether a value can be changed; of a scheda sent back, only what the capofila named."""
        return not self.perche and (self.rinvio is None or self.rinvio.opens(cella))

    def opens_voce(self, voce: str) -> bool:
        """Whether all of a voce can be changed, its rows and its state included."""
        return self.opens(f"{voce}/-/stato")


def look(scheda: Scheda, situazione: Situazione, incarico: Incarico | None) -> Apertura:
    """What who is looking may write."""
    ufficio = incarico is not None and incarico.ruolo == Ruolo.CAPOFILA and scheda.ente_id is not None
    if incarico is None:
        chi = "l’ente" if scheda.ente_id else "l’ufficio del capofila"
        perche = f"Questa scheda la compila {chi}: con questo incarico si può solo leggere."
    else:
        perche = why_closed(situazione, ufficio=ufficio) or ""
    return Apertura(perche, ufficio, None if ufficio else situazione.rinvio)
