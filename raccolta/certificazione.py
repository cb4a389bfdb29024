"""Certification: the frozen content of a scheda, stored with who answers for it."""

from datetime import datetime

from django.db import transaction

from enti.models import Attore, Incarico
from lessico.congelamento import fingerprint, freeze, thaw
from patrimonio.models import Scheda, StatoScheda
from raccolta.lettura.cambiamenti import find_changes
from raccolta.models import Certificazione
from raccolta.valori import SchedaCongelata, build_schede


@transaction.atomic
def store_certification(
    scheda: Scheda,
    *,
    nome: str,
    ruolo: str,
    quando: datetime,
    by: Attore,
    testo_versione: str = "1",
    attestazione: str = "",
    unico_addetto: bool | None = None,
) -> Certificazione:
    """Freeze the scheda as it is now and close it; the number follows the last one of this scheda.

    ``unico_addetto`` is that of the ente unless it is said: the scheda d'ambito has no ente.
    """
    viva, ultima = build_schede([scheda])[scheda.pk], find_last(scheda)
    contenuto = freeze(viva)
    if unico_addetto is None:
        unico_addetto = bool(scheda.ente and scheda.ente.unico_addetto)
    Scheda.objects.for_system().filter(pk=scheda.pk).update(stato=StatoScheda.CERTIFICATA)
    versione = Scheda.objects.for_system().values_list("versione", flat=True).get(pk=scheda.pk)
    return Certificazione.objects.create(
        scheda=scheda,
        numero=ultima.numero + 1 if ultima else 1,
        versione=versione,
        modifiche=len(find_changes(read_content(ultima), viva)) if ultima else 0,
        contenuto=contenuto,
        impronta=fingerprint(contenuto),
        testo_versione=testo_versione,
        attestazione=attestazione,
        nome=nome,
        ruolo=ruolo,
        unico_addetto=unico_addetto,
        quando=quando,
        incarico=by if isinstance(by, Incarico) else None,
    )


def find_last(scheda: Scheda) -> Certificazione | None:
    """The last certification of a scheda."""
    return Certificazione.objects.for_system().filter(scheda=scheda).order_by("-numero").first()


def find_previous(certificazione: Certificazione) -> Certificazione | None:
    """The certification before this one."""
    prime = Certificazione.objects.for_system().filter(scheda=certificazione.scheda_id)
    return prime.filter(numero__lt=certificazione.numero).order_by("-numero").first()


def read_content(certificazione: Certificazione) -> SchedaCongelata:
    """What was certified. Raises ContenutoIllegibile."""
    return thaw(bytes(certificazione.contenuto), SchedaCongelata)
