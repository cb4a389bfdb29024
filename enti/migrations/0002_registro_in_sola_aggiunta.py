"""The registro: one only adds to it."""

from django.db import migrations

from enti.sola_aggiunta import SolaAggiunta


class Migration(migrations.Migration):
    dependencies = [("enti", "0001_initial")]

    operations = [SolaAggiunta("enti_evento")]
