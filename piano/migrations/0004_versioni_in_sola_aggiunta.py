"""The versions and their publications: one only adds to them."""

from django.db import migrations

from enti.sola_aggiunta import SolaAggiunta


class Migration(migrations.Migration):
    dependencies = [("piano", "0003_iter"), ("enti", "0002_registro_in_sola_aggiunta")]

    operations = [SolaAggiunta("piano_versione", "piano_pubblicazione")]
