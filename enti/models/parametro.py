"""The legal parameters and the categories of households, each with validity, source and how far it is verified."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.models.ambito import dated
from lessico import italiano
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

    @property
    def periodo(self) -> str:
        """«dal 1° gennaio 2019 al 10 marzo 2025», «dall’11 marzo 2025 in poi»."""
        return italiano.periodo(self.dal, self.al) if self.al else f"{italiano.giorno('dal', self.dal)} in poi"

    def is_valid_on(self, giorno: date) -> bool:
        """Whether it is in force on a day; both ends are included."""
        return self.dal <= giorno <= (self.al or date.max)

    def clean(self) -> None:
        """On any day a code has one row: no database of ours can say it of two periods, so it is asked here."""
        dal: date | None = self.dal  # a form may come here without it
        if self.codice and dal:
            altre = type(self)._default_manager.filter(codice=self.codice).exclude(pk=self.pk)
            self.refuse_overlap(altre.order_by("dal"))

    def refuse_overlap(self, altre: Iterable["VoceNormativa"]) -> None:
        """Raise ValidationError where the period is upside down, or another row of the code is in force in it."""
        if self.al and self.al < self.dal:
            raise ValidationError({"al": "Il periodo finisce prima di cominciare: uno dei due giorni va corretto."})
        for altra in altre:
            if self.dal <= (altra.al or date.max) and altra.dal <= (self.al or date.max):
                raise ValidationError({"dal": self._tell_overlap(altra)})

    def _tell_overlap(self, altra: "VoceNormativa") -> str:
        c_e = f"Per «{self.codice}» c’è già una riga {altra.periodo}, e in ogni giorno ne vale una sola."
        if altra.dal < self.dal:
            fine = italiano.giorno("il", self.dal - timedelta(days=1))
            return f"{c_e} Prima si chiude quella riga, con la fine {fine} o prima; poi si salva questa."
        if altra.dal > self.dal:
            fine = italiano.giorno("il", altra.dal - timedelta(days=1))
            return f"{c_e} Questa riga deve finire {fine} o prima."
        return f"{c_e} Si corregge quella riga, invece di aggiungerne un’altra dallo stesso giorno."


class Parametro(VoceNormativa):
    """A number of the law: a ceiling, a share, a term."""

    valore = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    unita = models.CharField("unità di misura", max_length=40, blank=True)
    base = models.CharField(max_length=200, blank=True)
    arrotondamento = models.CharField(
        max_length=20, choices=[(a.value, a.value.replace("_", " ")) for a in Arrotondamento]
    )

    class Meta:
        """One value a day: the same first day is refused by the database, any other overlap by ``clean``."""

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
        """One definition a day, refused as for the parameters."""

        verbose_name = "categoria"
        verbose_name_plural = "categorie"
        constraints = [*dated("categoria_date"), UniqueConstraint(fields=["codice", "dal"], name="categoria_unica")]
