"""The legal parameters and the categories of households, each with validity, source and how far it is verified."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.models.ambito import dated
from lessico.regime import Arrotondamento


class Verifica(models.TextChoices):
    """How far a value was checked against the law's own text."""

    VERIFICATO = "verificato", "Verificato"
    DA_VERIFICARE = "da_verificare", "Da verificare"


class VoceNormativa(models.Model):
    """What every row of the register of law has: a code, a name, the norm, the source, the validity."""

    codice = models.SlugField(max_length=40)
    nome = models.CharField(max_length=200)
    norma = models.CharField(max_length=200)
    fonte = models.CharField(max_length=400)
    stato = models.CharField("verifica", max_length=15, choices=Verifica)
    note = models.TextField(blank=True)
    dal = models.DateField("in vigore dal")
    al = models.DateField("in vigore fino al", null=True, blank=True)

    class Meta:
        """Rows are shared by two registers."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.nome} (dal {self.dal:%d/%m/%Y})"


class Parametro(VoceNormativa):
    """A number of the law: a ceiling, a share, a term."""

    valore = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    unita = models.CharField("unità di misura", max_length=40, blank=True)
    base = models.CharField(max_length=200, blank=True)
    arrotondamento = models.CharField(
        max_length=20, choices=[(a.value, a.value.replace("_", " ")) for a in Arrotondamento]
    )

    class Meta:
        """One value a day."""

        verbose_name_plural = "parametri"
        constraints = [
            *dated("parametro_date"),
            UniqueConstraint(fields=["codice", "dal"], name="parametro_unico"),
            CheckConstraint(condition=Q(valore=None) | Q(valore__gte=0), name="parametro_non_negativo"),
        ]


class CategoriaRegistro(VoceNormativa):
    """A category of households or of workers for whom dwellings can be reserved, with its legal definition."""

    gruppo = models.CharField(
        max_length=10, choices=[("art14", "Articolo 14"), ("forze", "Forze dell’ordine e affini")]
    )
    lettera = models.CharField(max_length=10, blank=True)
    definizione = models.TextField()
    ordine = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """One definition a day."""

        verbose_name = "categoria"
        verbose_name_plural = "categorie"
        constraints = [*dated("categoria_date"), UniqueConstraint(fields=["codice", "dal"], name="categoria_unica")]
