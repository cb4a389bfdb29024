"""What happens to a plan besides its states: changed by a vote, corrected, sent on, going ahead without something."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Ente
from piano.models.piano import Piano
from piano.models.versione import Versione


class Rettifica(models.Model):
    """A plan that was approved is opened again to correct it: why, and which lines of its schema will change."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="rettifiche")
    motivo = models.TextField()
    sezioni = models.JSONField(default=list, help_text="I codici delle righe dello schema che cambiano.")
    aperta_il = models.DateTimeField()
    chiusa_il = models.DateTimeField(null=True, blank=True)
    versione = models.OneToOneField(
        Versione,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rettifica",
        help_text="Quella corretta.",
    )

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One open at a time, always with its reason; closed with the version that corrects."""

        verbose_name_plural = "rettifiche"
        constraints = [
            UniqueConstraint(fields=["piano"], condition=Q(chiusa_il=None), name="rettifica_aperta"),
            CheckConstraint(condition=~Q(motivo=""), name="rettifica_motivata"),
            CheckConstraint(
                condition=Q(chiusa_il=None, versione=None) | Q(chiusa_il__isnull=False, versione__isnull=False),
                name="rettifica_chiusa",
            ),
        ]

    def __str__(self) -> str:
        return f"Rettifica di {self.piano}"


class Emendamento(models.Model):
    """The Assembly approves with changes: what it decided, on which lines of the schema, until they are written.

    Closed with the version that was voted; or with none, where the proposal was withdrawn or nothing was to change.
    """

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="emendamenti")
    testo = models.TextField()
    sezioni = models.JSONField(default=list, help_text="I codici delle righe dello schema che cambiano.")
    data = models.DateField(help_text="Il giorno della seduta.")
    aperto_il = models.DateTimeField()
    chiuso_il = models.DateTimeField(null=True, blank=True)
    versione = models.OneToOneField(
        Versione,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="emendamento",
        help_text="Quella votata.",
    )

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One open at a time, always with what was decided; a version only where it is closed."""

        verbose_name_plural = "emendamenti"
        constraints = [
            UniqueConstraint(fields=["piano"], condition=Q(chiuso_il=None), name="emendamento_aperto"),
            CheckConstraint(condition=~Q(testo=""), name="emendamento_scritto"),
            CheckConstraint(condition=Q(versione=None) | Q(chiuso_il__isnull=False), name="emendamento_chiuso"),
        ]

    def __str__(self) -> str:
        return f"Modifiche votate a {self.piano}"


class Trasmissione(models.Model):
    """The plan was sent to the Regione, or to others."""

    piano = models.ForeignKey(Piano, on_delete=models.PROTECT, related_name="trasmissioni")
    data = models.DateField()
    destinatario = models.CharField(max_length=200, default="Regione Lombardia")
    canale = models.CharField(max_length=200, blank=True)
    protocollo = models.CharField(max_length=100, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Once a day to the same addressee."""

        verbose_name_plural = "trasmissioni"
        constraints = [UniqueConstraint(fields=["piano", "data", "destinatario"], name="trasmissione_unica")]

    def __str__(self) -> str:
        return f"Trasmissione di {self.piano} a {self.destinatario}"


class OggettoDeroga(models.TextChoices):
    """What the plan goes ahead without."""

    CERTIFICAZIONE = "certificazione", "la certificazione dei dati"
    PARERE = "parere", "il parere dell’ALER"


class Deroga(models.Model):
    """The capofila goes ahead without the certification of a scheda, or the opinion of an ALER, and says why."""

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="deroghe")
    oggetto = models.CharField(max_length=15, choices=OggettoDeroga)
    ente = models.ForeignKey(
        Ente,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deroghe",
        help_text="Vuoto: la scheda d’ambito.",
    )
    motivo = models.TextField()
    data = models.DateField()
    da = models.CharField(max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One for each thing that is missing, always with its reason."""

        verbose_name_plural = "deroghe"
        constraints = [
            UniqueConstraint(fields=["piano", "oggetto", "ente"], name="deroga_unica"),
            UniqueConstraint(fields=["piano", "oggetto"], condition=Q(ente=None), name="deroga_ambito"),
            CheckConstraint(condition=~Q(motivo=""), name="deroga_motivata"),
        ]

    def __str__(self) -> str:
        return f"{self.get_oggetto_display()}: {self.ente or 'ambito'}"
