"""What is published beside a version: the files in which it goes out."""

from django.db import models
from django.db.models import UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from piano.models.versione import Versione


class FilePubblicato(models.Model):
    """A file in which a published version goes out, as it was made the first time; never made again.

    ``contenuto`` is empty for the files that are the version's own, its PDF and its frozen bytes.
    """

    versione = models.ForeignKey(Versione, on_delete=models.PROTECT, related_name="file")
    nome = models.CharField(max_length=200)
    titolo = models.CharField(max_length=500)
    mime = models.CharField(max_length=100)
    contenuto = models.BinaryField(default=b"")
    dimensione = models.PositiveIntegerField()
    impronta = models.CharField(max_length=64)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One of each name."""

        verbose_name = "file pubblicato"
        verbose_name_plural = "file pubblicati"
        constraints = [UniqueConstraint(fields=["versione", "nome"], name="file_pubblicato_unico")]

    def __str__(self) -> str:
        return f"{self.nome} di {self.versione}"
