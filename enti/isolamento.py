"""Isolation: which rows a user's incarichi reach. Every query starts from one of the three methods of this queryset."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Self, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from msgspec import Struct

if TYPE_CHECKING:
    from enti.models import Incarico


class Portata(Struct, frozen=True):
    """What somebody reaches, as a value: role, ente and ambito of each incarico, and the ambiti of each ente."""

    ruoli: frozenset[tuple[str, str | None, int | None]] = frozenset()
    adesioni: frozenset[tuple[str, int]] = frozenset()

    @property
    def enti(self) -> frozenset[str]:
        """The enti for which one has a role."""
        return frozenset(ente for _, ente, _ in self.ruoli if ente)

    @property
    def dell_ente(self) -> frozenset[int]:
        """The ambiti reached because one's ente belongs to them."""
        suoi = self.enti
        return frozenset(ambito for ente, ambito in self.adesioni if ente in suoi)

    def with_role(self, ruolo: str) -> frozenset[int]:
        """The ambiti for which one has a role of the ambito."""
        return frozenset(ambito for suo, _, ambito in self.ruoli if ambito and suo == ruolo)

    @property
    def ambiti(self) -> frozenset[int]:
        """Every ambito reached, by name or through an ente."""
        return self.dell_ente | frozenset(ambito for _, _, ambito in self.ruoli if ambito)


class Incarichi(Struct, frozen=True):
    """The incarichi of a user on the day ``al``, and the ambiti to which their enti belong; none for a stranger."""

    tutti: tuple["Incarico", ...] = ()
    adesioni: Mapping[str, frozenset[int]] = {}
    al: date = date.min

    @property
    def portata(self) -> Portata:
        """What they reach."""
        return Portata(
            frozenset((incarico.ruolo, incarico.ente_id, incarico.ambito_id) for incarico in self.tutti),
            frozenset((ente, ambito) for ente, ambiti in self.adesioni.items() for ambito in ambiti),
        )

    @property
    def enti(self) -> frozenset[str]:
        """See Portata."""
        return self.portata.enti

    @property
    def dell_ente(self) -> frozenset[int]:
        """See Portata."""
        return self.portata.dell_ente

    def with_role(self, ruolo: str) -> frozenset[int]:
        """See Portata."""
        return self.portata.with_role(ruolo)

    @property
    def ambiti(self) -> frozenset[int]:
        """See Portata."""
        return self.portata.ambiti


Percorso = Callable[[Portata], Q]


def _of_ambito(percorso: str) -> Percorso:
    """What whoever takes part in the ambito may read."""
    return lambda chi: Q(**{f"{percorso}__in": chi.ambiti})


def _of_scheda(percorso: str = "") -> Percorso:
    """A scheda: the capofila all of them, an ente its own and the scheda d'ambito."""

    def visibili(chi: Portata) -> Q:
        ambito, ente = f"{percorso}ricognizione__ambito__in", f"{percorso}ente"
        return (
            Q(**{ambito: chi.with_role("capofila")})
            | Q(**{f"{ente}__in": chi.enti})
            | Q(**{f"{ente}__isnull": True, ambito: chi.dell_ente})
        )

    return visibili


def _of_piano(percorso: str = "") -> Percorso:
    """A plan: the mayors read it from the proposal on, the others also while data are being collected."""

    def visibili(chi: Portata) -> Q:
        ambito = f"{percorso}ricognizione__ambito__in"
        in_raccolta = Q(**{f"{percorso}stato__in": ("raccolta", "verifica")})
        return Q(**{ambito: chi.dell_ente | chi.with_role("capofila")}) | (
            Q(**{ambito: chi.with_role("assemblea")}) & ~in_raccolta
        )

    return visibili


def _of_people(chi: Portata) -> Q:
    """People and invitations: those of one's ente; for the capofila also those of the ambito and of its members."""
    capofila = chi.with_role("capofila")
    return Q(ente__in=chi.enti) | Q(ambito__in=capofila) | Q(ente__adesioni__ambito__in=capofila)


def _of_files(chi: Portata) -> Q:
    """Files: one's own, and those of the scheda d'ambito; for the capofila all those of the ambito."""
    della_scheda_d_ambito = Q(documento__scheda__isnull=False, documento__scheda__ente=None)
    return (
        Q(ambito__in=chi.with_role("capofila"))
        | Q(ente__in=chi.enti)
        | (della_scheda_d_ambito & Q(ambito__in=chi.dell_ente))
    )


def _of_dwellings(chi: Portata) -> Q:
    """Dwellings: those of one's ente; for the capofila those of its members, of an ALER only those there."""
    capofila = chi.with_role("capofila")
    di_qui = Q(ente__tipo__in=("comune", "unione"))
    nei_comuni = Q(comune__ente__adesioni__ambito__in=capofila) | Q(comune__unioni__adesioni__ambito__in=capofila)
    return Q(ente__in=chi.enti) | (Q(ente__adesioni__ambito__in=capofila) & (di_qui | nei_comuni))


VISIBILI: Final[Mapping[str, Percorso]] = {
    "enti.Ambito": _of_ambito("pk"),
    "enti.Incarico": _of_people,
    "enti.Invito": _of_people,
    "enti.Allegato": _of_files,
    "patrimonio.Ricognizione": _of_ambito("ambito"),
    "patrimonio.Finestra": _of_ambito("ricognizione__ambito"),
    "patrimonio.Integrazione": _of_ambito("ricognizione__ambito"),
    "patrimonio.Scheda": _of_scheda(),
    "patrimonio.Proroga": _of_scheda("scheda__"),
    "patrimonio.UnitaAbitativa": _of_dwellings,
    "raccolta.Modifica": _of_scheda("scheda__"),
    "raccolta.Certificazione": _of_scheda("scheda__"),
    "raccolta.Rinvio": _of_scheda("scheda__"),
    "raccolta.Conversazione": _of_scheda("scheda__"),
    "raccolta.Documento": _of_scheda("scheda__"),
    "raccolta.Sollecito": _of_scheda("scheda__"),
    "raccolta.Importazione": lambda chi: Q(ente__in=chi.enti),
    "raccolta.Lavoro": lambda chi: Q(ente__in=chi.enti),
    "piano.Piano": _of_piano(),
    "piano.Parere": _of_piano("piano__"),
    "piano.Versione": _of_piano("piano__"),
    "piano.Pubblicazione": _of_piano("versione__piano__"),
}
"""Who reaches the rows of a model. A model that is not here can be read by the system only."""

PUBBLICI: Final = {
    "piano.Piano": Q(versioni__pubblicazione__isnull=False) | Q(ricognizione__ambito__dimostrazione=True),
    "piano.Versione": Q(pubblicazione__isnull=False) | Q(piano__ricognizione__ambito__dimostrazione=True),
}
"""What anybody may read without a login."""


def reached(modello: type[Model], chi: Incarichi | Portata) -> Q:
    """What these incarichi reach by themselves: of what is public, only what they would reach if it were not."""
    return VISIBILI[modello._meta.label](chi if isinstance(chi, Portata) else chi.portata)


M = TypeVar("M", bound=Model)


class IsolatoQuerySet(QuerySet[M]):
    """A queryset that is always asked on behalf of somebody."""

    def visible_to(self, chi: Incarichi | Portata) -> Self:
        """The rows these incarichi reach, each once, and what is public.

        Asked of each row that is wanted: a list of all the visible ones would be made anew at every question.
        """
        etichetta = self.model._meta.label
        portata = chi if isinstance(chi, Portata) else chi.portata
        visibili = VISIBILI[etichetta](portata) | PUBBLICI.get(etichetta, Q(pk=None))
        return self.filter(Exists(self.model._base_manager.filter(visibili, pk=OuterRef("pk"))))

    def published(self) -> Self:
        """What anybody may read, each row once."""
        pubblici = PUBBLICI[self.model._meta.label]
        return self.filter(Exists(self.model._base_manager.filter(pubblici, pk=OuterRef("pk"))))

    def for_system(self) -> Self:
        """All rows: for commands, jobs and services that have already found their scheda or plan."""
        return self.all()
