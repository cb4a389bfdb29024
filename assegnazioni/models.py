"""Units available for assignment, reserves and quotas, notices and their outcome."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from enti.models import Comune
from patrimonio.models import RigaScheda, TipoUnita, unique_by_location

PERCENTUALE = (MinValueValidator(0), MaxValueValidator(100))


def percentage(nome: str) -> "models.DecimalField[Decimal | str | None, Decimal | None]":
    """A percentage between 0 and 100 with two decimals."""
    return models.DecimalField(nome, max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENTUALE)


def within_hundred(campo: str, nome: str) -> CheckConstraint:
    """What must never be false of a percentage."""
    return CheckConstraint(condition=Q(**{campo: None}) | Q(**{f"{campo}__gte": 0, f"{campo}__lte": 100}), name=nome)


class Assegnabile(RigaScheda):
    """Units the ente declares available for assignment in the year: declared, never derived."""

    ubicazione = models.ForeignKey(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tipo = models.CharField(max_length=5, choices=TipoUnita, default=TipoUnita.SAP)
    unita = models.PositiveIntegerField("unità", null=True, blank=True)

    class Meta:
        """One row per location and type."""

        verbose_name_plural = "assegnabili"
        constraints = unique_by_location("assegnabile", "tipo")


class TipoRigaPonte(models.TextChoices):
    """The lines of the bridge: the sources, by the code of their voce, and what is added or taken away."""

    STATO_DI_FATTO = "stato_di_fatto", "Assegnabili nello stato di fatto"
    EDILIZIA = "edilizia", "Lavori che finiscono nell’anno"
    NUOVA_EDIFICAZIONE = "nuova_edificazione", "Nuova edificazione che finisce nell’anno"
    RISTRUTTURAZIONE = "ristrutturazione", "Ristrutturazioni che finiscono nell’anno"
    LIBERAZIONI = "liberazioni", "Libere e in avvicendamento"
    LIBERE = "libere", "Libere"
    AVVICENDAMENTO = "avvicendamento", "Normale avvicendamento"
    CONFERITE = "conferite", "Conferite da privati"
    RIPORTO = "riporto", "Riporto da avvisi precedenti"
    ALTRI_USI = "altri_usi", "Destinate ad altri usi"
    RETTIFICA = "rettifica", "Rettifica"


class RigaPonte(RigaScheda):
    """A line of the bridge from the sources to the units available, where it is not the source in full.

    Of a source, how many of its units count; of ``altri_usi`` how many are taken away; ``rettifica`` has its sign.
    """

    riga = models.CharField(max_length=20, choices=TipoRigaPonte)
    unita = models.IntegerField("unità", null=True, blank=True)
    motivo = models.TextField(blank=True)

    class Meta:
        """One of each kind; only an adjustment may be negative."""

        verbose_name = "riga del ponte"
        verbose_name_plural = "righe del ponte"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce", "riga"], name="riga_ponte_unica"),
            CheckConstraint(
                condition=Q(unita=None) | Q(unita__gte=0) | Q(riga=TipoRigaPonte.RETTIFICA), name="riga_ponte_segno"
            ),
        ]


class Riserva(RigaScheda):
    """A reserve or a quota: a percentage with its base, or whole units, for a category, with the reason.

    ``ripartizione`` is the share of one category when the reserve is split among several and the shares add up to 100.
    """

    ubicazione = models.ForeignKey(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    categoria = models.SlugField(max_length=40, blank=True, help_text="Codice di una categoria del registro.")
    percentuale = percentage("percentuale")
    base = models.CharField(max_length=200, blank=True, help_text="Su che cosa si calcola la percentuale.")
    unita = models.PositiveIntegerField("unità", null=True, blank=True)
    ripartizione = percentage("ripartizione tra le categorie")
    descrizione = models.TextField("categoria descritta dall’ente", blank=True)
    motivo = models.TextField(blank=True)

    class Meta:
        """One row per location and category; percentages are percentages."""

        verbose_name_plural = "riserve"
        constraints = [
            *unique_by_location("riserva", "categoria"),
            within_hundred("percentuale", "riserva_percentuale"),
            within_hundred("ripartizione", "riserva_ripartizione"),
        ]


class TipoAvviso(models.TextChoices):
    """Kinds of notices."""

    ORDINARIO = "ordinario", "ordinario"
    STATO_DI_FATTO = "stato_di_fatto", "straordinario, per unità nello stato di fatto"
    SAS = "sas", "per servizi abitativi sociali"
    FORZE = "forze", "per Forze dell’ordine"
    DEDICATO = "dedicato", "dedicato a una categoria"


class Avviso(RigaScheda):
    """A public notice of the ambito (r.r. 4/2017, art. 8); what is not known of it stays empty."""

    slug = models.SlugField(max_length=60)
    anno = models.PositiveSmallIntegerField(null=True, blank=True)
    tipo = models.CharField(max_length=15, choices=TipoAvviso, blank=True)
    numero = models.CharField(max_length=40, blank=True)
    dal = models.DateField(null=True, blank=True)
    al = models.DateField(null=True, blank=True)
    prorogato_al = models.DateField(null=True, blank=True)
    atto = models.CharField(max_length=200, blank=True)
    graduatoria = models.CharField(
        max_length=10, choices=[("ente", "per ente proprietario"), ("comune", "per comune")], blank=True
    )

    class Meta:
        """Known by its slug; it closes after it opens, and is extended beyond its term."""

        verbose_name_plural = "avvisi"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce", "slug"], name="avviso_unico"),
            CheckConstraint(condition=Q(al=None) | Q(dal=None) | Q(al__gte=F("dal")), name="avviso_date"),
            CheckConstraint(
                condition=Q(prorogato_al=None) | Q(al=None) | Q(prorogato_al__gt=F("al")), name="avviso_proroga"
            ),
        ]


class Esito(RigaScheda):
    """The outcome of a notice for an owner and a location: offered, applied for, being assigned, assigned."""

    avviso = models.SlugField(max_length=60, blank=True, help_text="Lo slug dell’avviso nella scheda d’ambito.")
    ubicazione = models.ForeignKey(Comune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offerte = models.PositiveIntegerField(null=True, blank=True)
    domande = models.PositiveIntegerField(null=True, blank=True)
    in_corso = models.PositiveIntegerField(null=True, blank=True)
    assegnate = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """One row per location and notice. Assigned may exceed offered (art. 8, c. 3)."""

        verbose_name_plural = "esiti"
        constraints = unique_by_location("esito", "avviso")
