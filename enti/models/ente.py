"""Comuni of Italy and the enti that own or manage dwellings."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Comune(models.Model):
    """A comune of Italy, by its ISTAT code."""

    istat = models.CharField("codice ISTAT", max_length=6, primary_key=True, validators=[RegexValidator(r"^\d{6}$")])
    nome = models.CharField(max_length=120)
    provincia = models.CharField(max_length=2)

    class Meta:
        """A code has six digits, always."""

        verbose_name_plural = "comuni"
        constraints = [CheckConstraint(condition=Q(istat__regex=r"^[0-9]{6}$"), name="comune_istat_sei_cifre")]

    def __str__(self) -> str:
        return self.nome


class FasciaPopolazione(models.TextChoices):
    """The bands in which plans count their comuni."""

    FINO_5000 = "fino_5000", "meno di 5.000 abitanti"
    DA_5000_A_10000 = "5000_10000", "tra 5.000 e 10.000 abitanti"
    OLTRE_10000 = "oltre_10000", "più di 10.000 abitanti"


class Popolazione(models.Model):
    """Inhabitants of a comune: the band, and the number with its date when they are known."""

    comune = models.ForeignKey(Comune, on_delete=models.CASCADE, related_name="popolazioni")
    dal = models.DateField(help_text="Da quando vale il dato.")
    fascia = models.CharField(max_length=12, choices=FasciaPopolazione)
    abitanti = models.PositiveIntegerField(null=True, blank=True)
    al = models.DateField(null=True, blank=True, help_text="Data a cui è rilevata la popolazione.")
    fonte = models.CharField(max_length=200, blank=True)

    class Meta:
        """One figure per comune and day."""

        verbose_name_plural = "popolazioni"
        constraints = [UniqueConstraint(fields=["comune", "dal"], name="popolazione_unica")]

    def __str__(self) -> str:
        return f"{self.comune}: {self.get_fascia_display()}"


class TipoEnte(models.TextChoices):
    """Kinds of owner bodies."""

    COMUNE = "comune", "Comune"
    ALER = "aler", "ALER"
    OPERATORE = "operatore", "Operatore accreditato"
    UNIONE = "unione", "Unione di comuni"


class Ente(models.Model):
    """A body that declares its dwellings. ``nome`` of a comune is the bare name: «Chiari»."""

    slug = models.SlugField(max_length=80, primary_key=True)
    tipo = models.CharField(max_length=10, choices=TipoEnte)
    nome = models.CharField(max_length=400)
    comune = models.OneToOneField(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="ente")
    comuni_uniti = models.ManyToManyField(Comune, blank=True, related_name="unioni")
    codice_ipa = models.CharField(
        "codice IPA",
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9_.-]+$")],
        help_text="Dall’Indice dei domicili digitali della PA, per i dati aperti: per esempio «c_c618».",
    )
    unico_addetto = models.BooleanField(default=False, help_text="Chi compila può certificare: si scrive nel piano.")

    class Meta:
        """A comune has its territory; the others do not. A code of the Indice PA is of one body."""

        verbose_name_plural = "enti"
        constraints = [
            UniqueConstraint(fields=["codice_ipa"], condition=~Q(codice_ipa=""), name="ente_codice_ipa_unico"),
            CheckConstraint(
                condition=Q(tipo=TipoEnte.COMUNE, comune__isnull=False) | (~Q(tipo=TipoEnte.COMUNE) & Q(comune=None)),
                name="ente_comune_ha_territorio",
            ),
        ]

    def __str__(self) -> str:
        return f"Comune di {self.nome}" if self.tipo == TipoEnte.COMUNE else self.nome


class Alias(models.Model):
    """Another way in which documents write the name of an ente."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="alias")
    nome = models.CharField(max_length=400, unique=True)

    class Meta:
        """Names are unique: an alias leads to one ente."""

        verbose_name_plural = "alias"

    def __str__(self) -> str:
        return self.nome
