"""The ricognizione of a year with its windows, the schede, and the rows of stock and availability."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Allegato, Ambito, Comune, Ente
from lessico.voce import StatoVoce


class Ricognizione(models.Model):
    """The yearly survey of an ambito (r.r. 4/2017, art. 4, c. 2)."""

    ambito = models.ForeignKey(Ambito, on_delete=models.PROTECT, related_name="ricognizioni")
    anno = models.PositiveSmallIntegerField()
    chiusa = models.BooleanField(default=False, help_text="Dalla proposta del piano i dati si leggono soltanto.")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One a year."""

        verbose_name_plural = "ricognizioni"
        constraints = [
            UniqueConstraint(fields=["ambito", "anno"], name="ricognizione_unica"),
            CheckConstraint(condition=Q(anno__gte=2018, anno__lte=2100), name="ricognizione_anno"),
        ]

    def __str__(self) -> str:
        return f"{self.ambito} {self.anno}"

    @property
    def catena(self) -> str:
        """The chain of the registro in which the events of this survey stand. Wants ``ambito`` loaded."""
        return f"ricognizione/{self.ambito.slug}/{self.anno}"


class Finestra(models.Model):
    """A period in which data can be entered: [00:00 of the first day, 00:00 after the last), Europe/Rome."""

    ricognizione = models.ForeignKey(Ricognizione, on_delete=models.CASCADE, related_name="finestre")
    dal = models.DateTimeField()
    al = models.DateTimeField()
    motivo = models.TextField(blank=True)
    canale = models.CharField(max_length=200, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A window closes after it opens."""

        verbose_name_plural = "finestre"
        constraints = [
            CheckConstraint(condition=Q(al__gt=F("dal")), name="finestra_date"),
            UniqueConstraint(fields=["ricognizione", "dal"], name="finestra_unica"),
        ]

    def __str__(self) -> str:
        return f"dal {self.dal:%d/%m/%Y}"


class Integrazione(models.Model):
    """Data that arrived outside the windows; what is not known stays empty."""

    ricognizione = models.ForeignKey(Ricognizione, on_delete=models.CASCADE, related_name="integrazioni")
    ordine = models.PositiveSmallIntegerField()
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, null=True, blank=True, related_name="integrazioni")
    mittenti = models.CharField(max_length=200, blank=True, help_text="Quando non si sa quale ente: «Comuni».")
    ricevuta_il = models.DateField(null=True, blank=True)
    canale = models.CharField(max_length=200, blank=True)
    protocollo = models.CharField(max_length=100, blank=True)
    oggetto = models.CharField(max_length=400, blank=True)
    allegato = models.ForeignKey(Allegato, on_delete=models.PROTECT, null=True, blank=True, related_name="integrazioni")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """In the order in which they came."""

        verbose_name_plural = "integrazioni"
        constraints = [UniqueConstraint(fields=["ricognizione", "ordine"], name="integrazione_ordine")]

    def __str__(self) -> str:
        return f"Integrazione di {self.ente or self.mittenti or 'mittente non indicato'}"


class StatoScheda(models.TextChoices):
    """The two states that are stored; the others are derived."""

    COMPILAZIONE = "compilazione", "In compilazione"
    CERTIFICATA = "certificata", "Certificata"


class Scheda(models.Model):
    """What an ente declares in a year; without an ente it is the scheda d'ambito, compiled by the capofila."""

    ricognizione = models.ForeignKey(Ricognizione, on_delete=models.CASCADE, related_name="schede")
    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, null=True, blank=True, related_name="schede")
    stato = models.CharField(max_length=15, choices=StatoScheda, default=StatoScheda.COMPILAZIONE)
    versione = models.PositiveIntegerField(default=0, help_text="Cresce a ogni salvataggio.")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One per ente and year, one d'ambito per year."""

        verbose_name_plural = "schede"
        constraints = [
            UniqueConstraint(fields=["ricognizione", "ente"], condition=Q(ente__isnull=False), name="scheda_ente"),
            UniqueConstraint(fields=["ricognizione"], condition=Q(ente=None), name="scheda_ambito"),
        ]

    def __str__(self) -> str:
        return f"Scheda {self.ricognizione.anno}, {self.ente or 'ambito'}"


class Proroga(models.Model):
    """More time for one ente, with the reason and the act."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="proroghe")
    al = models.DateTimeField()
    motivo = models.TextField()
    atto = models.CharField(max_length=200, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """An extension always has its reason."""

        verbose_name_plural = "proroghe"
        constraints = [
            CheckConstraint(condition=~Q(motivo=""), name="proroga_motivata"),
            UniqueConstraint(fields=["scheda", "al"], name="proroga_unica"),
        ]

    def __str__(self) -> str:
        return f"Proroga al {self.al:%d/%m/%Y}"


class RigaScheda(models.Model):
    """A row of values of a voce. It lives as long as one of its measures has a value."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="+")
    voce = models.CharField(max_length=40)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Every row belongs to a scheda and to one of its voci."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.voce} della scheda {self.scheda_id}"


class VoceDichiarata(RigaScheda):
    """The state of a voce: no row is «da compilare». ``totale_dichiarato`` is stated by the ente, never summed."""

    stato = models.CharField(
        max_length=15, choices=[(s.value, s.value.replace("_", " ")) for s in StatoVoce], default=StatoVoce.DA_COMPILARE
    )
    causa = models.TextField(blank=True)
    totale_dichiarato = models.PositiveIntegerField(null=True, blank=True)
    nota = models.TextField(blank=True)

    class Meta:
        """«Non applicabile» always has its cause."""

        verbose_name_plural = "voci dichiarate"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce"], name="voce_dichiarata_unica"),
            CheckConstraint(condition=~Q(stato=StatoVoce.NON_APPLICABILE) | ~Q(causa=""), name="voce_causa"),
            CheckConstraint(condition=Q(stato__in=list(StatoVoce)), name="voce_stato"),
            CheckConstraint(
                condition=Q(totale_dichiarato=None) | Q(stato=StatoVoce.VALORIZZATA), name="voce_totale_se_valorizzata"
            ),
        ]


def unique_by_location(nome: str, *chiave: str) -> list[BaseConstraint]:
    """A nullable location needs two partial constraints: NULLs are distinct on both engines."""
    return [
        UniqueConstraint(fields=["scheda", "voce", "ubicazione", *chiave], name=f"{nome}_per_comune"),
        UniqueConstraint(
            fields=["scheda", "voce", *chiave], condition=Q(ubicazione=None), name=f"{nome}_non_ripartita"
        ),
    ]


class TipoUnita(models.TextChoices):
    """Public housing, social housing, other residential uses (Comunicato regionale 45/2019)."""

    SAP = "sap", "SAP"
    SAS = "sas", "SAS"
    ALTRO = "altro", "Altro"


class Consistenza(RigaScheda):
    """Dwellings owned, by type, where they are and who manages them when it is not the owner."""

    ubicazione = models.ForeignKey(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gestore = models.ForeignKey(Ente, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sap = models.PositiveIntegerField("SAP", null=True, blank=True)
    sas = models.PositiveIntegerField("SAS", null=True, blank=True)
    altro = models.PositiveIntegerField("Altro", null=True, blank=True)

    class Meta:
        """One row per location and manager."""

        verbose_name_plural = "consistenze"
        constraints = [
            UniqueConstraint(
                fields=["scheda", "voce", "ubicazione", "gestore"],
                condition=Q(ubicazione__isnull=False, gestore__isnull=False),
                name="consistenza_comune_gestore",
            ),
            UniqueConstraint(
                fields=["scheda", "voce", "ubicazione"],
                condition=Q(ubicazione__isnull=False, gestore=None),
                name="consistenza_comune",
            ),
            UniqueConstraint(
                fields=["scheda", "voce", "gestore"],
                condition=Q(ubicazione=None, gestore__isnull=False),
                name="consistenza_gestore",
            ),
            UniqueConstraint(
                fields=["scheda", "voce"], condition=Q(ubicazione=None, gestore=None), name="consistenza_non_ripartita"
            ),
        ]


class Quando(models.TextChoices):
    """When a unit becomes available, where the ente says it."""

    SUBITO = "subito", "subito"
    AVVISO = "avviso", "entro la scadenza dell’avviso"
    LAVORI = "lavori", "alla fine dei lavori"


class Disponibilita(RigaScheda):
    """Units foreseen as available, by source, location, type and time (r.r. 4/2017, art. 4, c. 3, lett. b)."""

    ubicazione = models.ForeignKey(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tipo = models.CharField(max_length=5, choices=TipoUnita, default=TipoUnita.SAP)
    quando = models.CharField(max_length=10, choices=Quando, blank=True)
    unita = models.PositiveIntegerField("unità", null=True, blank=True)
    costo_massimo = models.DecimalField(
        "costo massimo dei lavori per unità",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    scomputo_mesi = models.PositiveSmallIntegerField("mesi di scomputo dal canone", null=True, blank=True)

    class Meta:
        """One row per location, type and time."""

        verbose_name_plural = "disponibilità"
        constraints = [
            *unique_by_location("disponibilita", "tipo", "quando"),
            CheckConstraint(condition=Q(costo_massimo=None) | Q(costo_massimo__gte=0), name="disponibilita_costo"),
        ]
