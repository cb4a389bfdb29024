"""Writes the schema of a plan: from its year on, in the registro, with no change to the plans that are closed."""

from datetime import datetime
from typing import Final

from django.db import transaction

from enti import registro
from enti.models import Incarico
from piano import schema
from piano.componi.apertura import lock_open
from piano.componi.nomi import Obbligo, lost
from piano.componi.righe import Cambio, Righe
from piano.models import IN_BOZZA, Piano, SchemaRiga

ATTO: Final = "schema del piano"


class ConfermaMancante(Exception):
    """The plan would no longer print what the law asks for: who does it has to say so."""

    def __init__(self, obblighi: tuple[Obbligo, ...]) -> None:
        """At least one."""
        self.obblighi = obblighi
        super().__init__("; ".join(str(obbligo.norma) for obbligo in obblighi))


@transaction.atomic
def change_schema(
    piano: Piano, cambio: Cambio, *, che_cosa: str, oggetto: str, by: Incarico, quando: datetime, conferma: bool = False
) -> bool:
    """Apply a change to the lines in force for a plan; False where it changes nothing.

    Raises AttoNonConsentito, ConfermaMancante.
    """
    tenuto = lock_open(piano)
    ricognizione = tenuto.ricognizione
    prima = schema.load_in_force(ricognizione.ambito_id, ricognizione.anno)
    dopo = cambio(prima)
    if list(prima) == list(dopo):
        return False
    mancano = lost(prima, dopo)
    if mancano and not conferma:
        raise ConfermaMancante(mancano)
    _keep_later_plans(tenuto, prima)
    schema.update(ricognizione.ambito, ricognizione.anno, dopo)
    norme = f"; non si stampa più ciò che chiede {', '.join(str(o.norma) for o in mancano)}" if mancano else ""
    registro.append(ATTO, catena=ricognizione.catena, oggetto=oggetto, dettaglio=che_cosa + norme, by=by, quando=quando)
    return True


def _keep_later_plans(piano: Piano, righe: Righe) -> None:
    """A later plan that is closed, and has the schema of before, keeps it as its own."""
    ricognizione = piano.ricognizione
    dopo = Piano.objects.for_system().filter(
        ricognizione__ambito=ricognizione.ambito, ricognizione__anno__gt=ricognizione.anno
    )
    chiusi = dopo.exclude(stato__in=IN_BOZZA).order_by("ricognizione__anno")
    anno = chiusi.values_list("ricognizione__anno", flat=True).first()
    if anno is None:
        return
    propri = SchemaRiga.objects.for_system().filter(
        ambito=ricognizione.ambito, dal_anno__gt=ricognizione.anno, dal_anno__lte=anno
    )
    if not propri.exists():
        schema.update(ricognizione.ambito, anno, righe)
