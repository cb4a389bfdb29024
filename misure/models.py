"""Measures that sustain access to a home and keeping it, and the indicators of context."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from patrimonio.models import RigaScheda


class Livello(models.TextChoices):
    """Who promotes a measure."""

    STATO = "stato", "statale"
    REGIONE = "regione", "regionale"
    AMBITO = "ambito", "dell’ambito"
    COMUNE = "comune", "comunale"
    ALER = "aler", "dell’ALER"


def money(nome: str) -> "models.DecimalField[Decimal | str | None, Decimal | None]":
    """An amount in euro with its cents, zero or more, or nothing."""
    zero = MinValueValidator(0)
    return models.DecimalField(nome, max_digits=14, decimal_places=2, null=True, blank=True, validators=[zero])


def not_negative(nome: str, *campi: str) -> list[CheckConstraint]:
    """Amounts are zero or more."""
    return [
        CheckConstraint(condition=Q(**{campo: None}) | Q(**{f"{campo}__gte": 0}), name=f"{nome}_{campo}")
        for campo in campi
    ]


class Misura(RigaScheda):
    """A measure (l.r. 16/2016, titolo V). The slug is given at creation and never used again."""

    slug = models.SlugField(max_length=60)
    titolo = models.CharField(max_length=400, blank=True)
    livello = models.CharField(max_length=10, choices=Livello, blank=True)
    anno = models.PositiveSmallIntegerField(null=True, blank=True)
    atto = models.CharField(max_length=400, blank=True)
    fondi_nuovi = money("fondi nuovi (euro)")
    residui = money("fondi residui (euro)")
    gestione = money("quota per la gestione (euro)")
    destinatari = models.TextField(blank=True)
    copertura = models.TextField("che cosa copre", blank=True)
    motivo = models.TextField(blank=True)
    dal = models.DateField(null=True, blank=True)
    al = models.DateField(null=True, blank=True)
    gestore = models.CharField(max_length=400, blank=True)
    delega = models.TextField(blank=True)
    nota = models.TextField(blank=True)

    class Meta:
        """Known by its slug; it closes after it opens."""

        verbose_name_plural = "misure"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce", "slug"], name="misura_unica"),
            CheckConstraint(condition=Q(al=None) | Q(dal=None) | Q(al__gte=F("dal")), name="misura_date"),
            *not_negative("misura", "fondi_nuovi", "residui", "gestione"),
        ]


class Massimale(RigaScheda):
    """The most that a measure gives, per what, for how many months; the second may be conditional."""

    slug = models.SlugField(max_length=60)
    ordine = models.PositiveSmallIntegerField()
    importo = money("importo (euro)")
    per = models.CharField(max_length=200, blank=True)
    mesi = models.PositiveSmallIntegerField("mesi di canone al massimo", null=True, blank=True)
    condizione = models.TextField(blank=True)

    class Meta:
        """In the order in which the ente states them."""

        verbose_name_plural = "massimali"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce", "slug", "ordine"], name="massimale_unico"),
            *not_negative("massimale", "importo"),
        ]


class Risultato(RigaScheda):
    """How many (and of what) a measure reached: counts only, never a name."""

    slug = models.SlugField(max_length=60)
    ordine = models.PositiveSmallIntegerField()
    quanti = models.PositiveIntegerField(null=True, blank=True)
    di_che = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order in which the ente states them."""

        verbose_name_plural = "risultati"
        constraints = [UniqueConstraint(fields=["scheda", "voce", "slug", "ordine"], name="risultato_unico")]


class Indicatore(RigaScheda):
    """A figure of context: its period, its value and, for a percentage, on what it is reckoned."""

    slug = models.SlugField(max_length=60)
    gruppo = models.SlugField(max_length=40, blank=True, help_text="La parte del piano che lo stampa.")
    ordine = models.PositiveSmallIntegerField(null=True, blank=True)
    nome = models.CharField(max_length=400, blank=True)
    periodo = models.CharField(max_length=100, blank=True)
    valore = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unita = models.CharField("unità di misura", max_length=60, blank=True)
    base = models.CharField(max_length=200, blank=True)
    fonte = models.CharField(max_length=200, blank=True)

    class Meta:
        """Known by its slug."""

        verbose_name_plural = "indicatori"
        constraints = [UniqueConstraint(fields=["scheda", "voce", "slug"], name="indicatore_unico")]
