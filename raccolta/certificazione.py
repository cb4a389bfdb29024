"""Certification: the frozen content of a scheda, stored with who answers for it."""

from datetime import datetime

from django.db import transaction

from enti.models import Attore, Incarico
from lessico.congelamento import fingerprint, freeze
from patrimonio.models import Scheda, StatoScheda
from raccolta.models import Certificazione
from raccolta.valori import build_schede


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
    modifiche: int = 0,
) -> Certificazione:
    """Freeze the scheda as it is now and close it; the number follows the last one of this scheda."""
    contenuto = freeze(build_schede([scheda])[scheda.pk])
    ultima = Certificazione.objects.for_system().filter(scheda=scheda).order_by("-numero").first()
    Scheda.objects.for_system().filter(pk=scheda.pk).update(stato=StatoScheda.CERTIFICATA)
    versione = Scheda.objects.for_system().values_list("versione", flat=True).get(pk=scheda.pk)
    return Certificazione.objects.create(
        scheda=scheda,
        numero=ultima.numero + 1 if ultima else 1,
        versione=versione,
        modifiche=modifiche,
        contenuto=contenuto,
        impronta=fingerprint(contenuto),
        testo_versione=testo_versione,
        attestazione=attestazione,
        nome=nome,
        ruolo=ruolo,
        unico_addetto=bool(scheda.ente and scheda.ente.unico_addetto),
        quando=quando,
        incarico=by if isinstance(by, Incarico) else None,
    )
