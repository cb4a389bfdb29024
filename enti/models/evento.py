"""The registro: who did what and when, as a chain in which each event seals the one before."""

from django.db import models
from django.db.models import Q, UniqueConstraint


class Evento(models.Model):
    """One line of the registro. ``sigillo`` is the SHA-256 of the line together with the seal of the line before."""

    catena = models.CharField(max_length=100)
    precedente = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successivo"
    )
    atto = models.CharField(max_length=40)
    oggetto = models.CharField(max_length=400)
    dettaglio = models.TextField(blank=True)
    impronta = models.CharField(max_length=64, blank=True)
    quando = models.DateTimeField()
    chi = models.CharField(max_length=200)
    sigillo = models.CharField(max_length=64)

    class Meta:
        """A chain has one beginning, and every event at most one successor."""

        verbose_name_plural = "eventi"
        indexes = [models.Index(fields=["catena", "oggetto"], name="evento_catena")]
        constraints = [
            UniqueConstraint(fields=["catena"], condition=Q(precedente=None), name="evento_primo_della_catena")
        ]

    def __str__(self) -> str:
        return f"{self.atto}: {self.oggetto}"
