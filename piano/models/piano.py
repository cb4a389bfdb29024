"""The plan: its schema and chapters, the opinions and approvals it received."""

from typing import Final

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from enti.isolamento import IsolatoQuerySet
from enti.models import Allegato, Ambito, Ente
from patrimonio.models import Ricognizione


class TipoPiano(models.TextChoices):
    """What the document holds."""

    ANNUALE = "annuale", "Piano annuale"
    TRIENNALE = "triennale", "Piano triennale"
    UNICO = "unico", "Piano triennale e annuale"


class StatoPiano(models.TextChoices):
    """The states of the workflow."""

    RACCOLTA = "raccolta", "Bozza, raccolta dei dati"
    VERIFICA = "verifica", "Bozza, in verifica"
    PROPOSTA = "proposta", "Proposto"
    PARERE = "parere", "Proposto, in attesa del parere dell’ALER"
    ASSEMBLEA = "assemblea", "Proposto all’Assemblea"
    MODIFICHE = "modifiche", "Approvato con modifiche, da scrivere"
    APPROVATO = "approvato", "Approvato"
    PUBBLICATO = "pubblicato", "Pubblicato"
    TRASMESSO = "trasmesso", "Pubblicato e trasmesso"


NON_PROPOSTI: Final = (StatoPiano.RACCOLTA, StatoPiano.VERIFICA)
"""The states in which the plan is before nobody yet."""
IN_BOZZA: Final = (*NON_PROPOSTI, StatoPiano.MODIFICHE)
"""The states in which the plan is what its data are now."""
PROPOSTI: Final = (StatoPiano.PROPOSTA, StatoPiano.PARERE, StatoPiano.ASSEMBLEA)
"""Those in which it is what was proposed: still a draft, that does not change."""


class Piano(models.Model):
    """The plan of an ambito for a year (r.r. 4/2017, art. 4). ``regime_al`` is the day whose law applies."""

    ricognizione = models.OneToOneField(Ricognizione, on_delete=models.PROTECT, related_name="piano")
    tipo = models.CharField(max_length=10, choices=TipoPiano, default=TipoPiano.ANNUALE)
    regime_al = models.DateField("regime in vigore al")
    regime_motivo = models.TextField(blank=True)
    stato = models.CharField(max_length=12, choices=StatoPiano, default=StatoPiano.RACCOLTA)
    indirizzo_pubblico = models.URLField(blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One plan for each ricognizione."""

        verbose_name_plural = "piani"

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.ricognizione}"


class SchemaRiga(models.Model):
    """One line of the plan's schema: letter, heading, section, for an ambito from a year on. Letters are no keys."""

    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, related_name="schema")
    dal_anno = models.PositiveSmallIntegerField()
    ordine = models.PositiveSmallIntegerField()
    codice = models.SlugField(max_length=40)
    lettera = models.CharField(max_length=20, blank=True)
    titolo = models.CharField(max_length=400)
    sezione = models.SlugField(max_length=40)
    voci = models.JSONField(default=list, blank=True)
    attiva = models.BooleanField(default=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A line has its own place and its own name in the schema of a year."""

        verbose_name = "riga dello schema"
        verbose_name_plural = "righe dello schema"
        constraints = [
            UniqueConstraint(fields=["ambito", "dal_anno", "ordine"], name="schema_ordine"),
            UniqueConstraint(fields=["ambito", "dal_anno", "codice"], name="schema_codice"),
        ]

    def __str__(self) -> str:
        return f"{self.lettera} {self.titolo}".strip()


class Capitolo(models.Model):
    """The prose of a line of the schema, in Markdown with tokens.

    ``riportato_da``: the year whose text it still is, until somebody reads it again.
    """

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="capitoli")
    codice = models.SlugField(max_length=40, help_text="Il codice della riga dello schema.")
    testo = models.TextField(blank=True)
    riportato_da = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One text for each line."""

        verbose_name_plural = "capitoli"
        constraints = [UniqueConstraint(fields=["piano", "codice"], name="capitolo_unico")]

    def __str__(self) -> str:
        return self.codice


class EsitoParere(models.TextChoices):
    """What an opinion concluded."""

    POSITIVO = "positivo", "positivo"
    CONDIZIONATO = "condizionato", "positivo con condizioni"
    NEGATIVO = "negativo", "negativo"


class Parere(models.Model):
    """The opinion of an ALER on the plan; what is not known of it stays empty."""

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="pareri")
    aler = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="pareri")
    esito = models.CharField(max_length=15, choices=EsitoParere, blank=True)
    data = models.DateField(null=True, blank=True)
    protocollo = models.CharField(max_length=100, blank=True)
    condizioni = models.TextField(blank=True)
    osservazioni = models.TextField(blank=True, help_text="Testo libero del parere, quale che sia l’esito.")
    impronta_contenuti = models.CharField(max_length=64, blank=True)
    richiesto_il = models.DateField(null=True, blank=True)
    ricevuto_il = models.DateField(null=True, blank=True)
    allegato = models.ForeignKey(Allegato, on_delete=models.PROTECT, null=True, blank=True, related_name="pareri")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One for each ALER; conditions only where the outcome has them."""

        verbose_name_plural = "pareri"
        constraints = [
            UniqueConstraint(fields=["piano", "aler"], name="parere_unico"),
            CheckConstraint(
                condition=Q(condizioni="") | Q(esito__in=[EsitoParere.CONDIZIONATO, EsitoParere.NEGATIVO]),
                name="parere_condizioni",
            ),
        ]

    def __str__(self) -> str:
        return f"Parere di {self.aler}"


class TipoApprovazione(models.TextChoices):
    """What a body did with the plan."""

    APPROVAZIONE = "approvazione", "approvazione"
    RATIFICA = "ratifica", "ratifica"
    PRESA_ATTO = "presa_atto", "presa d’atto"
    CON_MODIFICHE = "con_modifiche", "approvazione con modifiche"


APPROVANO: Final = (TipoApprovazione.APPROVAZIONE, TipoApprovazione.CON_MODIFICHE)
"""What makes a plan an approved one."""


class Approvazione(models.Model):
    """The act of a body on the plan: approval, ratification, a comune's «presa d'atto»."""

    piano = models.ForeignKey(Piano, on_delete=models.CASCADE, related_name="approvazioni")
    tipo = models.CharField(max_length=15, choices=TipoApprovazione, default=TipoApprovazione.APPROVAZIONE)
    organo = models.CharField(max_length=200)
    data = models.DateField()
    atto = models.CharField(max_length=200, blank=True)
    voti = models.CharField(max_length=200, blank=True)
    presenti = models.PositiveSmallIntegerField(null=True, blank=True)
    favorevoli = models.PositiveSmallIntegerField(null=True, blank=True)
    contrari = models.PositiveSmallIntegerField(null=True, blank=True)
    astenuti = models.PositiveSmallIntegerField(null=True, blank=True)
    impronta_contenuti = models.CharField(max_length=64, blank=True)
    allegato = models.ForeignKey(Allegato, on_delete=models.PROTECT, null=True, blank=True, related_name="approvazioni")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A body does one thing of a kind on a day."""

        verbose_name_plural = "approvazioni"
        constraints = [UniqueConstraint(fields=["piano", "tipo", "organo", "data"], name="approvazione_unica")]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} di {self.organo}"
