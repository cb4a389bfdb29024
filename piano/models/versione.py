"""What is kept of a plan: the versions stored at its formal steps, which of them were published, the last draft."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Evento
from piano.models.piano import Piano


class AttoDiVersione(models.TextChoices):
    """The formal steps at which a plan is stored."""

    PROPOSTA = "proposta", "Proposta"
    ASSEMBLEA = "assemblea", "Invio all’Assemblea"
    APPROVAZIONE = "approvazione", "Approvazione"
    PUBBLICAZIONE = "pubblicazione", "Pubblicazione"


class Versione(models.Model):
    """A plan as it was at a formal step: the snapshot's bytes, the HTML and the PDF. It is never rendered again.

    ``evento`` is its line of the registro, whose impronta seals the three; no row of this table is ever changed.
    """

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="versioni")
    numero = models.PositiveSmallIntegerField()
    precedente = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successiva"
    )
    contenuto = models.BinaryField()
    html = models.BinaryField()
    pdf = models.BinaryField()
    atto = models.CharField(max_length=15, choices=AttoDiVersione, default=AttoDiVersione.APPROVAZIONE)
    impronta_contenuti = models.CharField(max_length=64)
    impronta = models.CharField(max_length=64, unique=True)
    impronta_html = models.CharField(max_length=64, blank=True)
    impronta_pdf = models.CharField(max_length=64, blank=True)
    evento = models.OneToOneField(Evento, on_delete=models.PROTECT, null=True, blank=True, related_name="versione")
    quando = models.DateTimeField()
    chi = models.CharField(max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Numbered from 1; the first has nothing before it, the others always have."""

        verbose_name_plural = "versioni"
        constraints = [
            UniqueConstraint(fields=["piano", "numero"], name="versione_numero"),
            CheckConstraint(
                condition=Q(numero=1, precedente=None) | Q(numero__gt=1, precedente__isnull=False),
                name="versione_catena",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.piano}, versione {self.numero}"


class Pubblicazione(models.Model):
    """A version that anybody may read from then on; the public page of a plan is the last one. Never changed."""

    versione = models.OneToOneField(Versione, on_delete=models.PROTECT, related_name="pubblicazione")
    quando = models.DateTimeField()
    chi = models.CharField(max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A version is published once."""

        verbose_name_plural = "pubblicazioni"

    def __str__(self) -> str:
        return f"Pubblicazione di {self.versione}"


class Composizione(models.Model):
    """The document of a draft as last composed: of which bytes, by which program. It can always be made again."""

    piano = models.OneToOneField(Piano, on_delete=models.CASCADE, related_name="composizione")
    impronta = models.CharField(max_length=64)
    programma = models.CharField(max_length=64)
    html = models.BinaryField()
    pdf = models.BinaryField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One for each plan: the last."""

        verbose_name_plural = "composizioni"

    def __str__(self) -> str:
        return f"Composizione di {self.piano}"


class Fascicolo(models.Model):
    """The dossier of a proposed plan as last made: of which bytes, by which program. It can always be made again.

    ``numero`` is that of the last version that there was.
    """

    piano = models.OneToOneField(Piano, on_delete=models.CASCADE, related_name="fascicolo")
    numero = models.PositiveSmallIntegerField(default=0)
    impronta = models.CharField(max_length=64)
    programma = models.CharField(max_length=64)
    contenuto = models.BinaryField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One for each plan: the last."""

        verbose_name_plural = "fascicoli"

    def __str__(self) -> str:
        return f"Fascicolo di {self.piano}"
