"""From a user and a day to the user's incarichi and the ambiti they reach."""

from collections import defaultdict
from datetime import date
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from enti.domande import Domanda
from enti.isolamento import Incarichi
from enti.models import Adesione, Incarico, Utente


class Richiesta(HttpRequest):
    """A request of somebody who has logged in, after the middleware."""

    incarichi: Incarichi
    user: Utente


def in_force(al: date) -> Q:
    """The condition of what has a beginning and perhaps an end, on a day."""
    return Q(dal__lte=al) & (Q(al=None) | Q(al__gte=al))


def find_incarichi(utente: AbstractBaseUser | AnonymousUser, al: date) -> QuerySet[Incarico]:
    """The incarichi in force on a day."""
    return _of_user(utente.pk, al)


def _of_user(utente: int | None, al: date) -> QuerySet[Incarico]:
    incarichi = Incarico.objects.for_system().filter(in_force(al), utente=utente)
    return incarichi.select_related("ente", "ambito", "utente").order_by("pk")


_INCARICHI: Final = Domanda(_of_user)
_ADESIONI: Final = Domanda(
    lambda enti, al: Adesione.objects.filter(in_force(al), ente__in=enti).values_list("ente_id", "ambito_id")
)


def load_incarichi(utente: AbstractBaseUser | AnonymousUser, al: date) -> Incarichi:
    """Two queries: the incarichi, and the ambiti to which their enti belong. Nobody has none."""
    if not utente.is_authenticated or not utente.is_active:
        return Incarichi()
    tutti = tuple(_INCARICHI.ask(utente.pk, al))
    enti = {incarico.ente_id for incarico in tutti if incarico.ente_id}
    adesioni: defaultdict[str, set[int]] = defaultdict(set)
    if enti:
        for ente, ambito in _ADESIONI.ask(enti, al):
            adesioni[ente].add(ambito)
    return Incarichi(tutti, {ente: frozenset(ambiti) for ente, ambiti in adesioni.items()}, al)
