"""What came outside the windows, by certified mail or otherwise: recorded with its protocol and its file."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from msgspec import Struct

from enti import allegati
from enti.calendario import day_of
from enti.models import Allegato, Ente, Incarico
from lessico import italiano
from patrimonio.models import Integrazione, Ricognizione
from raccolta.conduzione.finestre import DatoNonValido, append, join, lock


class File(Struct, frozen=True):
    """A file that came with an integration."""

    nome: str
    contenuto: bytes


class Arrivo(Struct, frozen=True):
    """What came: from an ente or, where it is not known, from «mittenti»; what is not known stays empty."""

    ente: Ente | None = None
    mittenti: str = ""
    ricevuta_il: date | None = None
    canale: str = ""
    protocollo: str = ""
    oggetto: str = ""
    file: File | None = None


@transaction.atomic
def record_integration(ricognizione: Ricognizione, arrivo: Arrivo, *, by: Incarico, quando: datetime) -> Integrazione:
    """Keep what came, with its file. Raises DatoNonValido."""
    _check(arrivo, day_of(quando))
    finora = Integrazione.objects.for_system().filter(ricognizione=lock(ricognizione)).aggregate(ultima=Max("ordine"))
    integrazione = Integrazione.objects.create(
        ricognizione=ricognizione,
        ordine=(finora["ultima"] or 0) + 1,
        ente=arrivo.ente,
        mittenti=arrivo.mittenti,
        ricevuta_il=arrivo.ricevuta_il,
        canale=arrivo.canale,
        protocollo=arrivo.protocollo,
        oggetto=arrivo.oggetto,
        allegato=_attach(ricognizione, arrivo, by=by, quando=quando),
    )
    giorno = italiano.giorno("il", arrivo.ricevuta_il) if arrivo.ricevuta_il else "senza data"
    dettaglio = join(giorno, canale=arrivo.canale, protocollo=arrivo.protocollo, oggetto=arrivo.oggetto)
    append(ricognizione, "integrazione", f"{integrazione}: {dettaglio}", by=by, quando=quando)
    return integrazione


def _check(arrivo: Arrivo, oggi: date) -> None:
    if arrivo.ente and arrivo.mittenti:
        raise DatoNonValido("mittenti", "È scelto l’ente: i mittenti si scrivono solo quando l’ente non si sa.")
    if not arrivo.ente and not arrivo.mittenti:
        raise DatoNonValido("ente", "Va scelto l’ente; quando non si sa quale, si scrivono i mittenti.")
    if arrivo.ricevuta_il and arrivo.ricevuta_il > oggi:
        raise DatoNonValido("ricevuta_il", "Questo giorno non è ancora venuto: qui va quello in cui è arrivata.")


def _attach(ricognizione: Ricognizione, arrivo: Arrivo, *, by: Incarico, quando: datetime) -> Allegato | None:
    if arrivo.file is None:
        return None
    try:
        return allegati.store(
            ambito=ricognizione.ambito,
            ente=arrivo.ente,
            nome=arrivo.file.nome,
            contenuto=arrivo.file.contenuto,
            descrizione=f"Integrazione: {arrivo.oggetto}" if arrivo.oggetto else "Integrazione",
            by=by,
            quando=quando,
        )
    except allegati.FileNonAmmesso as errore:
        raise DatoNonValido("file", str(errore)) from errore
