"""From a user and a day to the ambiti that the user's incarichi reach."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from enti.isolamento import Incarichi
from enti.models import Adesione, Incarico


class Richiesta(HttpRequest):
    """A request that went through the middleware."""

    incarichi: Incarichi


def find_incarichi(utente: AbstractBaseUser | AnonymousUser, al: date) -> QuerySet[Incarico]:
    """The incarichi in force on a day."""
    in_vigore = Q(dal__lte=al) & (Q(al=None) | Q(al__gte=al))
    return Incarico.objects.filter(in_vigore, utente=utente.pk).select_related("ente", "ambito")


def load_incarichi(utente: AbstractBaseUser | AnonymousUser, al: date) -> Incarichi:
    """The ambiti reached: by name, or because the user's ente belongs to them. Nobody reaches nothing."""
    if not utente.is_authenticated or not utente.is_active:
        return Incarichi()
    incarichi = list(find_incarichi(utente, al))
    diretti = {incarico.ambito_id for incarico in incarichi if incarico.ambito_id}
    enti = [incarico.ente_id for incarico in incarichi if incarico.ente_id]
    presenti = Adesione.objects.filter(Q(al=None) | Q(al__gte=al), ente__in=enti, dal__lte=al)
    return Incarichi(ambiti=frozenset(diretti | set(presenti.values_list("ambito_id", flat=True))))
