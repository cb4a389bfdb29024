"""Files that people attach, kept as rows: one backup holds everything."""

from django.db import models
from django.db.models import CheckConstraint, Q

from enti.isolamento import IsolatoQuerySet
from enti.models.ambito import Ambito
from enti.models.ente import Ente


class Allegato(models.Model):
    """A file of an ambito, or of one of its enti, with its SHA-256 and its size in bytes."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="allegati")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, null=True, blank=True, related_name="allegati")
    nome = models.CharField(max_length=200)
    tipo = models.CharField(max_length=100)
    contenuto = models.BinaryField()
    dimensione = models.PositiveIntegerField()
    impronta = models.CharField(max_length=64)
    descrizione = models.CharField(max_length=200, blank=True)
    caricato_il = models.DateTimeField()
    da = models.CharField("chi lo ha caricato", max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A file has something in it."""

        verbose_name_plural = "allegati"
        constraints = [CheckConstraint(condition=Q(dimensione__gt=0), name="allegato_non_vuoto")]

    def __str__(self) -> str:
        return self.nome
