"""The ambito, who belongs to it and from when, and who was given which task in it."""

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models.ente import Ente


class Ambito(models.Model):
    """The territory of a piano di zona, for which one plan a year is made."""

    slug = models.SlugField(max_length=80, unique=True)
    nome = models.CharField(max_length=400)
    organo = models.CharField("organo che approva", max_length=200, default="Assemblea dei Sindaci")
    ufficio = models.CharField("a chi rivolgersi", max_length=200, blank=True, help_text="L’ufficio del capofila.")
    telefono = models.CharField(max_length=60, blank=True)
    email = models.EmailField("indirizzo dell’ufficio", blank=True)
    dimostrazione = models.BooleanField(
        default=False, help_text="Enti e dati sono inventati: si scrive in ogni pagina."
    )

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Read by name."""

        verbose_name_plural = "ambiti"

    def __str__(self) -> str:
        return self.nome

    @property
    def catena(self) -> str:
        """The chain of the registro for who takes part: invitations, incarichi, members."""
        return f"ambito/{self.slug}"


def dated(nome: str) -> list[BaseConstraint]:
    """The constraint of what has a beginning and perhaps an end."""
    return [CheckConstraint(condition=Q(al=None) | Q(al__gte=F("dal")), name=nome)]


class Adesione(models.Model):
    """An ente belongs to an ambito, from a day and perhaps to a day."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="adesioni")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="adesioni")
    dal = models.DateField()
    al = models.DateField(null=True, blank=True)
    sede = models.CharField(max_length=200, blank=True, help_text="La sede dell’ente competente per questo ambito.")

    class Meta:
        """One membership per ente and beginning."""

        verbose_name_plural = "adesioni"
        constraints = [
            *dated("adesione_date"),
            UniqueConstraint(fields=["ambito", "ente", "dal"], name="adesione_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.ente} in {self.ambito}"


class RuoloDesignazione(models.TextChoices):
    """What an ente can be designated to do for the ambito."""

    CAPOFILA = "capofila", "Comune capofila"
    SUPPORTO = "supporto", "Ente di supporto"


class Designazione(models.Model):
    """Who was made capofila (r.r. 4/2017, art. 3, c. 3) or supporting body: by which body, when, with which act."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="designazioni")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, null=True, blank=True, related_name="designazioni")
    nome = models.CharField(max_length=400, blank=True, help_text="Per chi non è un ente dell’ambito.")
    ruolo = models.CharField(max_length=10, choices=RuoloDesignazione)
    organo = models.CharField(max_length=200)
    data = models.DateField()
    atto = models.CharField(max_length=200, blank=True)
    al = models.DateField(null=True, blank=True)

    class Meta:
        """A capofila is an ente of the ambito; one is designated on one day."""

        verbose_name_plural = "designazioni"
        constraints = [
            CheckConstraint(condition=Q(al=None) | Q(al__gte=F("data")), name="designazione_date"),
            CheckConstraint(
                condition=Q(ente__isnull=False, nome="")
                | (Q(ente=None, ruolo=RuoloDesignazione.SUPPORTO) & ~Q(nome="")),
                name="designazione_di_qualcuno",
            ),
            UniqueConstraint(
                fields=["ambito", "data"], condition=Q(ruolo=RuoloDesignazione.CAPOFILA), name="designazione_capofila"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruolo_display()}: {self.ente or self.nome}"
