"""Before the constraints: what could not be true of a dwelling is taken away, and its story says so."""

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

CHI = "Aggiornamento del programma"
PERCHE = "incompatibile con lo stato dell’alloggio"


def clear(apps, schema_editor):
    unita, storia = (apps.get_model("patrimonio", nome) for nome in ("UnitaAbitativa", "ModificaUnita"))
    unita.objects.filter(gestore=F("ente")).update(gestore=None)
    senza_fine = unita.objects.exclude(stato="lavori").exclude(fine_lavori=None)
    senza_lavori = unita.objects.exclude(stato__in=("lavori", "carente")).filter(~Q(lavori="") | Q(costo_lavori__gt=0))
    for righe, campi in ((senza_fine, {"fine_lavori": None}), (senza_lavori, {"lavori": "", "costo_lavori": None})):
        for riga in list(righe):
            cambi = {campo: [str(getattr(riga, campo)), ""] for campo in campi if getattr(riga, campo)}
            storia.objects.create(
                ente_id=riga.ente_id, codice=riga.codice, atto="modifica", cambi=cambi, origine="caricata",
                dettaglio=PERCHE, attore=CHI, quando=timezone.now(),
            )  # fmt: skip
        righe.update(**campi)


class Migration(migrations.Migration):
    dependencies = [("patrimonio", "0003_unita_abitativa")]

    operations = [migrations.RunPython(clear, migrations.RunPython.noop)]
