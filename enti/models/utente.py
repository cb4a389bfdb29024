"""People who log in, and the incarichi that say what they may do."""

from typing import Any, ClassVar, Final, TypeAlias

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import CheckConstraint, Q
from msgspec import Struct

from enti.isolamento import IsolatoQuerySet
from enti.models.ambito import Ambito, dated
from enti.models.ente import Ente

SENZA_NOME: Final = "persona senza nome"


def is_name(testo: str) -> bool:
    """Whether a person may be called so in an act: with letters in it, and no address."""
    return "@" not in testo and any(segno.isalpha() for segno in testo)


class UtenteManager(BaseUserManager["Utente"]):
    """Creates people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **campi: Any) -> "Utente":
        """A person who can log in; the address is normalised."""
        utente = self.model(email=self.normalize_email(email), **campi)
        utente.set_password(password)
        utente.save(using=self._db)
        return utente

    def create_superuser(self, email: str, password: str | None = None, **campi: Any) -> "Utente":
        """The administrator of the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **campi)


class Utente(AbstractUser):
    """A person, known by the e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("indirizzo e-mail", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UtenteManager] = UtenteManager()  # type: ignore[assignment]

    class Meta:
        """Read by address."""

        verbose_name_plural = "utenti"

    def __str__(self) -> str:
        return self.nome[:200]  # as long as the columns that keep who did something

    @property
    def nome(self) -> str:
        """The name under which one acts: what is sealed in an act never holds an address."""
        return self.get_full_name() if self.ha_nome else SENZA_NOME

    @property
    def ha_nome(self) -> bool:
        """Whether there is a name, and it is one."""
        return is_name(self.get_full_name())


class Ruolo(models.TextChoices):
    """What a person does, for an ente or for the ambito."""

    CAPOFILA = "capofila", "Ufficio del capofila"
    COMPILATORE = "compilatore", "Compila la scheda"
    CERTIFICATORE = "certificatore", "Certifica la scheda"
    PARERE = "parere", "Esprime il parere dell’ALER"
    ASSEMBLEA = "assemblea", "Assemblea dei Sindaci"
    LETTURA = "lettura", "Sola lettura"


RUOLI_AMBITO = (Ruolo.CAPOFILA, Ruolo.ASSEMBLEA)
PRESSO_UNO = Q(ente=None, ambito__isnull=False, ruolo__in=RUOLI_AMBITO) | (
    Q(ente__isnull=False, ambito=None) & ~Q(ruolo__in=RUOLI_AMBITO)
)


class Incarico(models.Model):
    """A person's role, for an ente or for an ambito, from a day and perhaps to a day."""

    utente = models.ForeignKey(Utente, on_delete=models.CASCADE, related_name="incarichi")
    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, null=True, blank=True, related_name="incarichi")
    ambito = models.ForeignKey(Ambito, on_delete=models.CASCADE, null=True, blank=True, related_name="incarichi")
    ruolo = models.CharField(max_length=15, choices=Ruolo)
    dal = models.DateField()
    al = models.DateField(null=True, blank=True)

    objects = IsolatoQuerySet.as_manager()

    class Meta:
        """For an ente or for an ambito, never both; the roles of the ambito are for an ambito."""

        verbose_name_plural = "incarichi"
        constraints = [*dated("incarico_date"), CheckConstraint(condition=PRESSO_UNO, name="incarico_presso_uno")]

    def __str__(self) -> str:
        return f"{self.utente}, {self.get_ruolo_display()} ({self.ente or self.ambito})"


class AttoreSistema(Struct, frozen=True):
    """The program itself when it writes, with the name of what it was doing."""

    nome: str


Attore: TypeAlias = Incarico | AttoreSistema
