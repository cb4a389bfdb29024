"""Files that belong to an act: the signed plan, the opinion of an ALER."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from msgspec import Struct

from enti import registro
from enti.allegati import FileNonAmmesso, clean_name, store
from enti.models import Allegato, Incarico
from piano.iter.firmato import find_signed
from piano.models import Approvazione, AttoDiVersione, Parere, Piano, Versione

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FIRMATI: Final = (".pdf", ".p7m")
SCONOSCIUTO: Final = (
    "Il file è conservato da parte: non contiene nessuna versione di questo piano. Va firmato il PDF scaricato da qui, "
    "senza aprirlo e salvarlo con altri programmi."
)


class EsitoFirmato(Struct, frozen=True):
    """What a signed file turned out to be, in a sentence."""

    riconosciuto: bool
    frase: str


@transaction.atomic
def keep_signed(piano: Piano, file: "UploadedFile[bytes]", *, by: Incarico, quando: datetime) -> EsitoFirmato:
    """Keep it; with the approval when it holds the version that was approved. Raises FileNonAmmesso."""
    nome, contenuto = clean_name(str(file.name)), file.read()
    if not nome.lower().endswith(FIRMATI):
        raise FileNonAmmesso("Un piano firmato è un file PDF oppure P7M: questo non lo è.")
    versione = find_signed(piano, contenuto)
    allegato = store(
        ambito=piano.ricognizione.ambito,
        ente=None,
        nome=nome,
        contenuto=contenuto,
        by=by,
        quando=quando,
        descrizione=f"{piano}, versione {versione.numero}, firmata" if versione else f"{piano}: file non riconosciuto",
    )
    if versione and versione.atto in (AttoDiVersione.APPROVAZIONE, AttoDiVersione.PUBBLICAZIONE):
        _bind(versione, allegato)
    esito = EsitoFirmato(versione is not None, _tell(versione))
    _append("file firmato", piano, allegato, esito.frase, by=by, quando=quando)
    return esito


def _bind(versione: Versione, allegato: Allegato) -> None:
    """The approval of those contenuti is the one that was signed."""
    fatte = Approvazione.objects.for_system().filter(
        piano=versione.piano_id, impronta_contenuti=versione.impronta_contenuti
    )
    if ultima := fatte.order_by("-data", "-pk").first():
        Approvazione.objects.for_system().filter(pk=ultima.pk).update(allegato=allegato)


def _tell(versione: Versione | None) -> str:
    if versione is None:
        return SCONOSCIUTO
    return f"Il file contiene la versione {versione.numero}: {versione.get_atto_display()}."


def _append(atto: str, piano: Piano, allegato: Allegato, dettaglio: str, *, by: Incarico, quando: datetime) -> None:
    registro.append(
        atto,
        catena=piano.ricognizione.catena,
        oggetto=allegato.nome,
        by=by,
        quando=quando,
        dettaglio=dettaglio,
        impronta=allegato.impronta,
    )


@transaction.atomic
def keep_opinion_file(parere: Parere, file: "UploadedFile[bytes]", *, by: Incarico, quando: datetime) -> None:
    """Keep the file of an opinion beside it. Raises FileNonAmmesso."""
    allegato = store(
        ambito=parere.piano.ricognizione.ambito,
        ente=parere.aler,
        nome=str(file.name),
        contenuto=file.read(),
        by=by,
        quando=quando,
        descrizione=str(parere),
    )
    Parere.objects.for_system().filter(pk=parere.pk).update(allegato=allegato)
    _append("allegato", parere.piano, allegato, str(parere), by=by, quando=quando)
