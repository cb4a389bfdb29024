"""The pages of a scheda as the workbook goes through them: one for each quadro, as it opens in the browser."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from enti.incarichi import Richiesta
from patrimonio.models import Scheda
from raccolta.accesso import find_writer, look_at
from raccolta.lettura.parole import asked_quadri
from raccolta.moduli.apertura import Apertura, look
from raccolta.moduli.sfondo import load_sfondo
from raccolta.moduli.visita import Visita
from raccolta.quadri import QUADRI
from raccolta.situazione import Situazione


class Fascicolo(Struct, frozen=True):
    """All the pages of a scheda at one moment, for who looks at it."""

    scheda: Scheda
    situazione: Situazione
    apertura: Apertura
    pagine: tuple[Visita, ...]


def open_all(request: Richiesta, scheda: Scheda, adesso: datetime, chiavi: Collection[str] = ()) -> Fascicolo:
    """Every page, that of the notes last; ``chiavi``: rows that are in the workbook and not yet in the scheda."""
    situazione = look_at(request, scheda, adesso)
    apertura = look(scheda, situazione, find_writer(request, scheda))
    pagine = tuple(
        Visita(scheda, situazione, apertura, load_sfondo(scheda, quadro, situazione, chiavi))
        for quadro in (*asked_quadri(situazione), QUADRI[-1])
    )
    return Fascicolo(scheda, situazione, apertura, pagine)
