"""Provenance of every value, certifications of the schede, written reasons."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from enti.isolamento import IsolatoQuerySet
from enti.models import Incarico
from lessico.origine import TipoOrigine
from patrimonio.models import Ricognizione, Scheda


class Modifica(models.Model):
    """One value changed: which cella, from what, to what, where it came from, who did it."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="modifiche")
    cella = models.CharField(max_length=200)
    da = models.TextField(blank=True)
    a = models.TextField(blank=True)
    origine = models.CharField(max_length=10, choices=[(t.value, t.value) for t in TipoOrigine])
    dettaglio = models.CharField(max_length=200, blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attore = models.CharField(max_length=200)
    quando = models.DateTimeField(db_default=Now())

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """What does not change a value is not a change."""

        verbose_name_plural = "modifiche"
        constraints = [CheckConstraint(condition=~Q(da=models.F("a")), name="modifica_cambia")]
        indexes = [models.Index(fields=["scheda", "cella"], name="modifica_cella")]

    def __str__(self) -> str:
        return f"{self.cella}: {self.da or 'vuoto'} → {self.a or 'vuoto'}"


class Certificazione(models.Model):
    """The frozen content of a scheda, with who certified it, in which role, when and with which attestation."""

    scheda = models.ForeignKey(Scheda, on_delete=models.PROTECT, related_name="certificazioni")
    numero = models.PositiveSmallIntegerField()
    contenuto = models.BinaryField()
    impronta = models.CharField(max_length=64)
    testo_versione = models.CharField(max_length=20)
    nome = models.CharField(max_length=200)
    ruolo = models.CharField(max_length=100)
    unico_addetto = models.BooleanField(default=False)
    quando = models.DateTimeField()
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Numbered from 1 within a scheda."""

        verbose_name_plural = "certificazioni"
        constraints = [UniqueConstraint(fields=["scheda", "numero"], name="certificazione_numero")]

    def __str__(self) -> str:
        return f"Certificazione {self.numero} di {self.nome}"


class Motivazione(models.Model):
    """The written reason of a finding, bound to the values it excuses; without a scheda it concerns the plan."""

    ricognizione = models.ForeignKey(Ricognizione, on_delete=models.CASCADE, related_name="motivazioni")
    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, null=True, blank=True, related_name="motivazioni")
    regola = models.CharField(max_length=10)
    celle = models.JSONField(default=list)
    impronta_valori = models.CharField(max_length=64)
    testo = models.TextField()
    autore = models.CharField(max_length=200)
    data = models.DateField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One reason for one finding on the same values."""

        verbose_name_plural = "motivazioni"
        constraints = [
            UniqueConstraint(fields=["scheda", "regola", "impronta_valori"], name="motivazione_della_scheda"),
            UniqueConstraint(
                fields=["ricognizione", "regola", "impronta_valori"],
                condition=Q(scheda=None),
                name="motivazione_del_piano",
            ),
            CheckConstraint(condition=~Q(testo=""), name="motivazione_scritta"),
        ]

    def __str__(self) -> str:
        return f"{self.regola}: {self.testo[:60]}"
