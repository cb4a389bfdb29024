"""Provenance of every value, certifications of the schede, written reasons."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now

from enti.isolamento import IsolatoQuerySet
from enti.models import Allegato, Incarico, Utente
from lessico.origine import TipoOrigine
from patrimonio.models import Ricognizione, Scheda
from raccolta.alloggi import modelli

DEGLI_ALLOGGI = (modelli.Importazione, modelli.MappaturaColonne, modelli.Lavoro)
"""The models of the files of dwellings stand beside what uses them."""


class Modifica(models.Model):
    """One value changed: which cella, from what, to what, where it came from, who did it."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="modifiche")
    cella = models.CharField(max_length=200)
    da = models.TextField(blank=True)
    a = models.TextField(blank=True)
    origine = models.CharField(max_length=10, choices=[(t.value, t.value) for t in TipoOrigine])
    dettaglio = models.CharField(max_length=500, blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attore = models.CharField(max_length=200)
    versione = models.PositiveIntegerField(help_text="La versione della scheda che ne risulta.")
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
    versione = models.PositiveIntegerField(help_text="La versione della scheda che è stata certificata.")
    modifiche = models.PositiveIntegerField(default=0, help_text="Quanti valori sono cambiati dalla precedente.")
    contenuto = models.BinaryField()
    impronta = models.CharField(max_length=64)
    testo_versione = models.CharField(max_length=20)
    attestazione = models.TextField(blank=True, help_text="Il testo che è stato attestato, per intero.")
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


class Riporto(models.Model):
    """A voce that starts from last year's values: to be confirmed before the scheda is certified."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="riporti")
    voce = models.CharField(max_length=40)
    confermato_il = models.DateTimeField(null=True, blank=True)
    da = models.CharField("chi ha confermato", max_length=200, blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A voce is carried over once; who confirms has a name."""

        verbose_name_plural = "riporti"
        constraints = [
            UniqueConstraint(fields=["scheda", "voce"], name="riporto_unico"),
            CheckConstraint(
                condition=Q(confermato_il=None, da="") | (Q(confermato_il__isnull=False) & ~Q(da="")),
                name="riporto_confermato_da",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voce}, riportata nella scheda {self.scheda_id}"


class Rinvio(models.Model):
    """The capofila asks an ente to look again: at which voci (``consistenza``) or celle, and why.

    It is closed by the certification that answers it; while it is open only what it names can be changed.
    """

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="rinvii")
    celle = models.JSONField(default=list)
    motivo = models.TextField()
    da = models.CharField("chi rinvia", max_length=200)
    quando = models.DateTimeField()
    chiuso_il = models.DateTimeField(null=True, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One open at a time, always with its reason and with something to look at."""

        verbose_name_plural = "rinvii"
        constraints = [
            UniqueConstraint(fields=["scheda"], condition=Q(chiuso_il=None), name="rinvio_aperto"),
            CheckConstraint(condition=~Q(motivo=""), name="rinvio_motivato"),
            CheckConstraint(condition=~Q(celle=[]), name="rinvio_di_qualcosa"),
        ]

    def __str__(self) -> str:
        return f"Rinvio della scheda {self.scheda_id}"


class Bozza(models.Model):
    """What was typed on a page of the scheda and cannot be kept as a value yet: field → text, as typed."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="bozze")
    quadro = models.CharField(max_length=20)
    campi = models.JSONField(default=dict)
    da = models.CharField("chi ha scritto", max_length=200)
    quando = models.DateTimeField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """One for each page."""

        verbose_name_plural = "bozze"
        constraints = [UniqueConstraint(fields=["scheda", "quadro"], name="bozza_unica")]

    def __str__(self) -> str:
        return f"{self.quadro} della scheda {self.scheda_id}"


class Conversazione(models.Model):
    """Questions and answers on a voce or on a cella, between the ente and the capofila."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="conversazioni")
    oggetto = models.CharField("voce o cella", max_length=200)
    risolta_il = models.DateTimeField(null=True, blank=True)
    risolta_da = models.CharField(max_length=200, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """Who resolves it has a name."""

        verbose_name_plural = "conversazioni"
        constraints = [
            CheckConstraint(
                condition=Q(risolta_il=None, risolta_da="") | (Q(risolta_il__isnull=False) & ~Q(risolta_da="")),
                name="conversazione_risolta_da",
            )
        ]

    def __str__(self) -> str:
        return f"Conversazione su {self.oggetto}"


class Messaggio(models.Model):
    """One message of a conversation."""

    conversazione = models.ForeignKey(Conversazione, on_delete=models.CASCADE, related_name="messaggi")
    testo = models.TextField()
    da = models.CharField("chi scrive", max_length=200)
    dal_capofila = models.BooleanField(default=False)
    quando = models.DateTimeField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A message says something."""

        verbose_name_plural = "messaggi"
        constraints = [CheckConstraint(condition=~Q(testo=""), name="messaggio_scritto")]

    def __str__(self) -> str:
        return self.testo[:60]


class Documento(models.Model):
    """A file that goes with a scheda: the act that explains a value, a list kept by the office."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="documenti")
    allegato = models.OneToOneField(Allegato, on_delete=models.CASCADE, related_name="documento")

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """A file goes with one scheda."""

        verbose_name_plural = "documenti"

    def __str__(self) -> str:
        return f"{self.allegato}, con la scheda {self.scheda_id}"


class Sollecito(models.Model):
    """A reminder that was sent: to whom, with which text, on which day."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="solleciti")
    giorno = models.DateField()
    destinatari = models.JSONField(default=list)
    oggetto = models.CharField(max_length=200)
    testo = models.TextField()
    da = models.CharField("chi sollecita", max_length=200)
    quando = models.DateTimeField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """At most one a day."""

        verbose_name_plural = "solleciti"
        constraints = [UniqueConstraint(fields=["scheda", "giorno"], name="sollecito_uno_al_giorno")]

    def __str__(self) -> str:
        return f"Sollecito del {self.giorno:%d/%m/%Y}"


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


class FoglioInAttesa(models.Model):
    """A workbook that was brought back and not yet confirmed: one for each person and place, for a day."""

    utente = models.ForeignKey(Utente, on_delete=models.CASCADE, related_name="+")
    posto = models.CharField(max_length=100, help_text="Di che cosa è il foglio: «scheda/12», «ente/aler/2026».")
    codice = models.CharField(max_length=32, help_text="Quale, tra quelli caricati: lo dice la pagina che lo mostra.")
    nome = models.CharField(max_length=120)
    contenuto = models.BinaryField()
    quando = models.DateTimeField()

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """The last one that was brought."""

        verbose_name_plural = "fogli in attesa"
        constraints = [UniqueConstraint(fields=["utente", "posto"], name="foglio_in_attesa_unico")]

    def __str__(self) -> str:
        return f"{self.nome}, {self.posto}"
