"""The dossier as it was last made: while what it is made from is the same, nobody waits for it twice."""

from typing import Final

from django.db.models import F, Max

from lessico.congelamento import fingerprint, freeze
from piano.deposito import programma
from piano.errori import PianoNonComponibile
from piano.models import PROPOSTI, Fascicolo, Piano, StatoPiano
from piano.versioni.fascicolo import Materia, load_material, pack_dossier
from piano.versioni.lati import find_versions

PRONTI: Final = (*PROPOSTI, StatoPiano.APPROVATO)
"""The states in which it is made before anybody asks: the plan does not change, and is being read."""


def ensure_dossier(piano: Piano) -> bytes:
    """The dossier of what is read of a plan now, made when there is none. Raises PianoNonComponibile."""
    materia = load_material(piano)
    impronta = fingerprint(freeze(_in_order(materia)))
    righe = Fascicolo.objects.for_system().filter(piano=piano, impronta=impronta, programma=programma())
    if pronto := righe.first():
        return bytes(pronto.contenuto)
    scritto = pack_dossier(materia)
    numero = find_versions(piano).values_list("numero", flat=True).first() or 0
    fatto = {"impronta": impronta, "programma": programma(), "contenuto": scritto, "numero": numero}
    Fascicolo.objects.for_system().update_or_create(piano=piano, defaults=fatto)
    return scritto


def _in_order(m: Materia) -> tuple[object, ...]:
    """All that a dossier is made from, as it can be frozen."""
    certificate = sorted((anno, dict(schede)) for anno, schede in m.sfondo.certificate.items())
    return m.contenuto, m.pdf, m.bozza, m.prima, m.pareri, certificate, sorted(m.sfondo.da_verificare)


def make_dossiers() -> None:
    """Make ready those of the plans that are before somebody, once for each new version: one query finds them all."""
    proposti = Piano.objects.for_system().filter(stato__in=PRONTI).annotate(ultima=Max("versioni__numero"))
    da_fare = proposti.exclude(ultima=None).exclude(fascicolo__numero=F("ultima"))
    for piano in da_fare.select_related("ricognizione__ambito").order_by("pk"):
        try:
            ensure_dossier(piano)
        except PianoNonComponibile:
            continue
