"""Writes the texts of a plan: saving one without losing another's, and carrying last year's over to be read again."""

from datetime import datetime
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Evento, Incarico
from lessico.congelamento import fingerprint
from patrimonio.models import Ricognizione
from piano.componi.apertura import lock_open
from piano.componi.testi import mark_of, tidy
from piano.models import Capitolo, Piano
from piano.schema import load_in_force

ATTO: Final = "testo del piano"
"""How the registro calls the writing of a text; its object is the code of the line."""


class CambiatoDaAltri(Exception):
    """Somebody else has saved another text in the meantime: the text, and who wrote it."""

    def __init__(self, testo: str, chi: str) -> None:
        """``chi`` is empty where the registro does not say."""
        self.testo, self.chi = testo, chi
        super().__init__(testo)


@transaction.atomic
def save_text(piano: Piano, codice: str, testo: str, *, letta: str, by: Incarico, quando: datetime) -> None:
    """Keep a text, read again and confirmed. ``letta``: the mark of the text that the page was opened on.

    Raises CambiatoDaAltri, AttoNonConsentito. A text emptied is as if it had never been written.
    """
    tenuto, nuovo = lock_open(piano), tidy(testo)
    righe = Capitolo.objects.for_system().filter(piano=tenuto, codice=codice)
    prima = righe.first()
    attuale = prima.testo if prima else ""
    if tidy(attuale) != nuovo and mark_of(attuale) != letta:
        raise CambiatoDaAltri(attuale, _last_writer(tenuto, codice))
    if prima and prima.riportato_da is None and attuale == nuovo:
        return
    if nuovo:
        Capitolo.objects.update_or_create(piano=tenuto, codice=codice, defaults={"testo": nuovo, "riportato_da": None})
    else:
        righe.delete()
    if prima or nuovo:
        _record(tenuto, codice, attuale, nuovo, by, quando)


def _record(piano: Piano, codice: str, prima: str, dopo: str, by: Incarico, quando: datetime) -> None:
    fatto = "riletto e confermato" if tidy(prima) == dopo else "cambiato" if prima and dopo else "scritto"
    registro.append(
        ATTO,
        catena=piano.ricognizione.catena,
        oggetto=codice,
        dettaglio=fatto if dopo else "tolto",
        impronta=fingerprint(dopo.encode()) if dopo else "",
        by=by,
        quando=quando,
    )


def _last_writer(piano: Piano, codice: str) -> str:
    eventi = Evento.objects.filter(catena=piano.ricognizione.catena, atto=ATTO, oggetto=codice)
    return eventi.order_by("-pk").values_list("chi", flat=True).first() or ""


def find_carried(prima: Ricognizione | None, anno: int) -> tuple[Capitolo, ...]:
    """The texts of the year before that the schema of the new year still prints, or may print again."""
    if prima is None:
        return ()
    righe = {riga["codice"] for riga in load_in_force(prima.ambito_id, anno)}
    scritti = Capitolo.objects.for_system().filter(piano__ricognizione=prima, codice__in=righe).exclude(testo="")
    return tuple(scritti.order_by("codice"))


def carry_over(testi: tuple[Capitolo, ...], piano: Piano, da: int) -> None:
    """Start a plan with the texts of another year, each to be read again."""
    Capitolo.objects.bulk_create(
        Capitolo(piano=piano, codice=testo.codice, testo=testo.testo, riportato_da=da) for testo in testi
    )
