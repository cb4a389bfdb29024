"""Invitations: who is asked to take part, with which incarico, until when."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models.ambito import Ambito
from enti.models.ente import Ente
from enti.models.utente import PRESSO_UNO, Ruolo


class Invito(models.Model):
    """An incarico that is waiting for its person. Only the SHA-256 of the code is kept: the code is shown once."""

    email = models.EmailField("indirizzo e-mail")
    nome = models.CharField(max_length=150, blank=True)
    cognome = models.CharField(max_length=150, blank=True)
    ruolo = models.CharField(max_length=15, choices=Ruolo)
    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, null=True, blank=True, related_name="inviti")
    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, null=True, blank=True, related_name="inviti")
    impronta_codice = models.CharField(max_length=64, unique=True)
    creato_il = models.DateTimeField()
    scade_il = models.DateTimeField()
    usato_il = models.DateTimeField(null=True, blank=True)
    annullato_il = models.DateTimeField(null=True, blank=True)
    da = models.CharField("chi invita", max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Where an incarico is for an ente, so is its invitation; a person is invited once at a time to a role."""

        verbose_name_plural = "inviti"
        constraints = [
            CheckConstraint(condition=PRESSO_UNO, name="invito_presso_uno"),
            CheckConstraint(condition=Q(usato_il=None) | Q(annullato_il=None), name="invito_usato_o_annullato"),
            UniqueConstraint(
                fields=["email", "ruolo", "ente"],
                condition=Q(ente__isnull=False, usato_il=None, annullato_il=None),
                name="invito_aperto_per_ente",
            ),
            UniqueConstraint(
                fields=["email", "ruolo", "ambito"],
                condition=Q(ambito__isnull=False, usato_il=None, annullato_il=None),
                name="invito_aperto_per_ambito",
            ),
        ]

    def __str__(self) -> str:
        return f"Invito di {self.email}, {self.get_ruolo_display()} ({self.ente or self.ambito})"
