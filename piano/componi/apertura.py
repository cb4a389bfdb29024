"""When texts and schema can be written: while data are collected or checked, and never once the plan is proposed."""

from lessico.flusso import AttoNonConsentito
from piano.models import IN_BOZZA, Piano


def why_closed(piano: Piano) -> str:
    """Why nothing can be written, and how it is opened again; empty while it can."""
    if piano.stato in IN_BOZZA:
        return ""
    return (
        f"Il piano è già oltre la bozza («{piano.get_stato_display()}»): testi e schema non si cambiano più. "
        "Si riaprono se il capofila ritira la proposta, se l’Assemblea approva con modifiche o, dopo l’approvazione, "
        "con una rettifica."
    )


def lock_open(piano: Piano) -> Piano:
    """The row of a plan that is open, held until the transaction ends; raises AttoNonConsentito."""
    righe = Piano.objects.for_system().select_for_update(of=("self",)).select_related("ricognizione__ambito")
    tenuto = righe.get(pk=piano.pk)
    if motivo := why_closed(tenuto):
        raise AttoNonConsentito(motivo)
    return tenuto
