"""A file of dwellings on its way into the register, what its columns are, and the job that reads it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Ente, Incarico


class StatoImportazione(models.TextChoices):
    """How far a file has gone; the file itself is kept until it has arrived, or has been left."""

    CARICATA = "caricata", "Da abbinare"
    PROVATA = "provata", "Da confermare"
    CONCLUSA = "conclusa", "Nel registro"
    LASCIATA = "lasciata", "Lasciata"


class Importazione(models.Model):
    """A file of dwellings that an ente brings. ``colonne``: heading by heading, which field it is."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="+")
    nome = models.CharField("file", max_length=200)
    contenuto = models.BinaryField(null=True, blank=True)
    impronta = models.CharField(max_length=64)
    foglio = models.CharField(max_length=200, blank=True)
    intestazione = models.PositiveIntegerField("riga dei titoli", default=1)
    assaggi = models.JSONField(default=list, help_text="Le prime righe di ogni foglio, finché il file non è arrivato.")
    colonne = models.JSONField(default=list)
    fissi = models.JSONField(default=dict, help_text="Campo → valore uguale per tutti gli alloggi del file.")
    stato = models.CharField(max_length=10, choices=StatoImportazione, default=StatoImportazione.CARICATA)
    toglie = models.BooleanField("toglie gli alloggi che nel file non ci sono", default=False)
    esito = models.JSONField(null=True, blank=True)
    errori = models.JSONField(default=list)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    da = models.CharField("chi l’ha caricata", max_length=200)
    quando = models.DateTimeField()
    conclusa_il = models.DateTimeField(null=True, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """What has arrived, or was left, keeps no file: the columns that nobody wanted are gone with it."""

        verbose_name_plural = "importazioni"
        constraints = [
            CheckConstraint(
                condition=Q(stato__in=("caricata", "provata"), contenuto__isnull=False)
                | Q(stato__in=("conclusa", "lasciata"), contenuto=None),
                name="importazione_file",
            ),
            CheckConstraint(condition=Q(conclusa_il=None) | Q(stato="conclusa"), name="importazione_conclusa"),
        ]
        indexes = [models.Index(fields=["ente", "-quando"], name="importazione_ente")]

    def __str__(self) -> str:
        return self.nome


class MappaturaColonne(models.Model):
    """What the columns of an ente's files are: heading → field, as it was confirmed the last time."""

    ente = models.OneToOneField(Ente, on_delete=models.CASCADE, related_name="+")
    colonne = models.JSONField(default=dict)
    fissi = models.JSONField(default=dict)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One per ente."""

        verbose_name_plural = "mappature delle colonne"

    def __str__(self) -> str:
        return f"Colonne di {self.ente}"


class StatoLavoro(models.TextChoices):
    """What is stored of a job; one that gives no sign of life has been interrupted."""

    ATTESA = "attesa", "In attesa"
    CORSO = "corso", "In corso"
    FINITO = "finito", "Finito"
    ANNULLATO = "annullato", "Annullato"
    FALLITO = "fallito", "Non riuscito"


APERTI = (StatoLavoro.ATTESA, StatoLavoro.CORSO)


class TipoLavoro(models.TextChoices):
    """What a job does."""

    PROVA = "prova", "Prova del file"
    SCRITTURA = "scrittura", "Scrittura nel registro"


class Lavoro(models.Model):
    """Long work, with how far it has gone. ``battito``: the last sign of life of who does it."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="+")
    importazione = models.ForeignKey(Importazione, on_delete=models.CASCADE, related_name="lavori")
    tipo = models.CharField(max_length=10, choices=TipoLavoro)
    stato = models.CharField(max_length=10, choices=StatoLavoro, default=StatoLavoro.ATTESA)
    fase = models.CharField(max_length=100, blank=True)
    fatte = models.PositiveIntegerField(default=0)
    totale = models.PositiveIntegerField(default=0)
    da_annullare = models.BooleanField(default=False)
    perche = models.TextField("perché non è riuscito", blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chiesto_il = models.DateTimeField()
    battito = models.DateTimeField(null=True, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One open job for each file; never more done than there is to do."""

        verbose_name_plural = "lavori"
        constraints = [
            UniqueConstraint(
                fields=["importazione"], condition=Q(stato__in=("attesa", "corso")), name="lavoro_uno_aperto"
            ),
            CheckConstraint(condition=Q(fatte__lte=F("totale")), name="lavoro_fatte"),
            CheckConstraint(condition=~Q(stato="fallito") | ~Q(perche=""), name="lavoro_perche"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()}: {self.importazione}"
