"""The register of dwellings, for the enti that keep one: what a dwelling is, and every change of it. Never a tenant."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Comune, Ente, Incarico
from lessico.origine import TipoOrigine
from patrimonio.models.ricognizione import TipoUnita


class StatoUnita(models.TextChoices):
    """What a dwelling is for now."""

    LOCATA = "locata", "Assegnata"
    LIBERA = "libera", "Libera"
    CARENTE = "carente", "Da riparare"
    LAVORI = "lavori", "In lavori"
    OCCUPATA = "occupata", "Occupata senza titolo"
    TRANSITORIO = "transitorio", "Per servizi transitori"


CON_LAVORI = (StatoUnita.CARENTE, StatoUnita.LAVORI)
"""The states of a dwelling that needs works, or has them."""


class Accessibilita(models.TextChoices):
    """For whom moves with difficulty (d.m. 236/1989, art. 2)."""

    ACCESSIBILE = "accessibile", "Accessibile"
    VISITABILE = "visitabile", "Visitabile"
    ADATTABILE = "adattabile", "Adattabile"
    NESSUNA = "nessuna", "Non accessibile"


class UnitaAbitativa(models.Model):
    """A dwelling of an ente. What is not known stays empty: it is not «no», nor zero."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, db_index=False, related_name="alloggi")
    codice = models.CharField(max_length=60)
    indirizzo = models.CharField(max_length=200)
    comune = models.ForeignKey(Comune, on_delete=models.PROTECT, db_index=False, related_name="+")
    foglio = models.CharField("foglio catastale", max_length=20, blank=True)
    particella = models.CharField("particella", max_length=20, blank=True)
    subalterno = models.CharField("subalterno", max_length=20, blank=True)
    superficie_utile = models.DecimalField(
        "superficie utile, m²",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    vani = models.PositiveSmallIntegerField("vani", null=True, blank=True)
    piano = models.CharField("piano", max_length=20, blank=True)
    ascensore = models.BooleanField("ascensore", null=True, blank=True)
    accessibilita = models.CharField("accessibilità", max_length=15, choices=Accessibilita, blank=True)
    tipo = models.CharField("tipo", max_length=5, choices=TipoUnita, default=TipoUnita.SAP)
    stato = models.CharField("stato", max_length=15, choices=StatoUnita)
    lavori = models.CharField("lavori che servono", max_length=400, blank=True)
    costo_lavori = models.DecimalField(
        "costo stimato dei lavori, euro",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    fine_lavori = models.DateField("fine dei lavori prevista", null=True, blank=True)
    gestore = models.ForeignKey(
        Ente,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Vuoto: il proprietario.",
    )
    nota = models.CharField("nota", max_length=400, blank=True)
    cerca = models.CharField(max_length=280, blank=True, help_text="Codice e indirizzo, minuscoli e senza accenti.")
    origine = models.CharField(max_length=10, choices=[(t.value, t.value) for t in TipoOrigine])
    dettaglio = models.CharField(max_length=200, blank=True, help_text="File, foglio e riga.")
    modificata_il = models.DateTimeField()
    modificata_da = models.CharField(max_length=200)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A code is of one dwelling of the ente; the lists of an ente find their order in an index.

        What cannot be true together has its sentence in ``patrimonio.alloggi.regole``.
        """

        verbose_name = "unità abitativa"
        verbose_name_plural = "unità abitative"
        constraints = [
            UniqueConstraint(fields=["ente", "codice"], name="unita_codice"),
            CheckConstraint(condition=~Q(codice=""), name="unita_con_codice"),
            CheckConstraint(condition=Q(tipo__in=TipoUnita.values), name="unita_tipo"),
            CheckConstraint(condition=Q(stato__in=StatoUnita.values), name="unita_stato"),
            CheckConstraint(condition=Q(superficie_utile=None) | Q(superficie_utile__gte=0), name="unita_superficie"),
            CheckConstraint(condition=Q(costo_lavori=None) | Q(costo_lavori__gte=0), name="unita_costo"),
            CheckConstraint(condition=~Q(indirizzo=""), name="unita_con_indirizzo"),
            CheckConstraint(condition=Q(accessibilita__in=["", *Accessibilita.values]), name="unita_accessibilita"),
            CheckConstraint(condition=Q(gestore=None) | ~Q(gestore=F("ente")), name="unita_gestore"),
            CheckConstraint(condition=Q(fine_lavori=None) | Q(stato=StatoUnita.LAVORI.value), name="unita_fine_lavori"),
            CheckConstraint(
                condition=(Q(lavori="") & (Q(costo_lavori=None) | Q(costo_lavori=0)))
                | Q(stato__in=[stato.value for stato in CON_LAVORI]),
                name="unita_lavori",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ente", "comune", "tipo", "stato", "gestore", "accessibilita"], name="unita_conti"
            ),  # all that is counted: the rows are not read
            models.Index(fields=["ente", "indirizzo"], name="unita_indirizzo"),
            models.Index(fields=["ente", "superficie_utile"], name="unita_superfici"),
        ]

    def __str__(self) -> str:
        return f"{self.codice}, {self.indirizzo}"


class ModificaUnita(models.Model):
    """A dwelling added, changed or removed: who, when, from where, what it was. It outlives the dwelling."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, db_index=False, related_name="+")
    codice = models.CharField(max_length=60)
    atto = models.CharField(max_length=10, choices=[(a, a) for a in ("aggiunta", "modifica", "rimozione")])
    cambi = models.JSONField(default=dict, help_text="Campo → che cosa era, che cosa è.")
    origine = models.CharField(max_length=10, choices=[(t.value, t.value) for t in TipoOrigine])
    dettaglio = models.CharField(max_length=200, blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attore = models.CharField(max_length=200)
    quando = models.DateTimeField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Read by dwelling; the last of a register says which state it is in."""

        verbose_name = "modifica di un’unità"
        verbose_name_plural = "modifiche delle unità"
        indexes = [
            models.Index(fields=["ente", "codice"], name="modifica_unita"),
            models.Index(fields=["ente", "-id"], name="modifica_ultima"),
        ]

    def __str__(self) -> str:
        return f"{self.atto}: {self.codice}"
